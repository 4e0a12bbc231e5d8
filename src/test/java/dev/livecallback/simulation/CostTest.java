package dev.livecallback.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The cost invariant, asserted by counting calls. */
class CostTest {

  @Test
  void anObjectThatFailsCostsNoMoreThanOneThatDriftsEverySweep() {
    assertThat(Cost.measure(20))
        .hasSize(3)
        .allSatisfy(
            (kind, calls) ->
                assertThat(calls)
                    .as("calls per object and hour, %s", kind)
                    .isPositive()
                    .isLessThanOrEqualTo(Cost.DRIFTING_EVERY_SWEEP));
  }
}
