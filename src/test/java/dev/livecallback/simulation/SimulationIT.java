package dev.livecallback.simulation;

import org.junit.jupiter.api.Test;

/** The worlds of {@link SimulationTest}, as many as a merge takes. */
class SimulationIT {
  private static final long SEEDS = 5_000;

  @Test
  void everyWorldComesToRestAndNothingForbiddenHappensInIt() {
    SimulationTest.run(SEEDS);
  }
}
