package dev.livecallback.cli.plan;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The worlds of {@link PlanProofTest}, as many as a merge takes. */
@DisplayName("What a plan says")
class PlanProofIT {
  private static final int WORLDS = 1_000;

  @Test
  void isWhatHappensWhereverItIsSaidAsCertain() throws Exception {
    PlanProofTest.prove(1, WORLDS);
  }
}
