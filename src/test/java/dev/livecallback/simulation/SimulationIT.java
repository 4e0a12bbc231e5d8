package dev.livecallback.simulation;

import org.junit.jupiter.api.Test;

/** The worlds of {@link SimulationTest}, as many as a merge takes. */
class SimulationIT {
  private static final long SEEDS = 5_000;

  /** As old as the service's own documents let a change take to be in effect (contract 5). */
  private static final int FIVE_MINUTES = 300_000;

  @Test
  void everyWorldComesToRestAndNothingForbiddenHappensInIt() {
    SimulationTest.run(SEEDS);
  }

  @Test
  void readsMayBeFiveMinutesOld() {
    SimulationTest.run(SEEDS / 50, history -> history.with(history.quirks().lagging(FIVE_MINUTES)));
  }
}
