package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  private final EventBudget budget = new EventBudget();

  @Test
  void anObjectHasSoManyAtOnceAndThenOneNowAndThen() {
    int written = 0;
    for (int second = 0; second < 3_600; second++) {
      written += budget.tryTake("one", T.plusSeconds(second)).isPresent() ? 1 : 0;
    }

    assertThat(written).isEqualTo(EventBudget.AT_ONCE + 3_599 / 300);
  }

  @Test
  void theNextOneTellsHowManyWereLeftOut() {
    for (int i = 0; i < EventBudget.AT_ONCE; i++) {
      assertThat(budget.tryTake("one", T)).hasValue(0);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(budget.tryTake("one", T.plusSeconds(1))).isEmpty();
    }

    assertThat(budget.tryTake("one", T.plus(EventBudget.ONE_EVERY))).hasValue(100);
    assertThat(budget.tryTake("one", T.plus(EventBudget.ONE_EVERY.multipliedBy(3)))).hasValue(0);
  }

  @Test
  void othersHaveTheirOwnAndAreForgottenOnceThereAreMany() {
    for (int i = 0; i < 100; i++) {
      budget.tryTake("one", T);
    }

    for (int i = 0; i < 10_000; i++) {
      assertThat(budget.tryTake("other-" + i, T)).hasValue(0);
    }
    assertThat(budget.tryTake("one", T)).as("it was forgotten").hasValue(0);
  }
}
