package dev.livecallback.plan;

import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.appLess;
import static dev.livecallback.plan.Given.moving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.plan.CoveredRecord.Fate;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What confirms a delete that takes other records along. */
class ConfirmDeleteTest {
  @Test
  void theTokenThatTheMessageNamesConfirmsTheDelete() {
    Given given = appLess().coveredRecord("news", Fate.LOST).coveredRecord("late", Fate.LOST);

    String token = token(given);
    Facts facts = given.confirmsDelete(token).facts();

    assertThat(new Planner().plan(facts).orders())
        .extracting(PlannedOrder::order)
        .containsExactly(new Order.Remove(APP_LESS, Set.of(Given.key("news"), Given.key("late"))));
  }

  @Test
  void aTokenIsWorthNothingOnceAnotherRecordIsThere() {
    String token = token(appLess().coveredRecord("news", Fate.LOST));

    Given more = appLess().coveredRecord("news", Fate.LOST).coveredRecord("late", Fate.LOST);

    assertThat(token(more)).isNotEqualTo(token);
    assertThat(reason(more.confirmsDelete(token))).isEqualTo(Reason.DELETE_BLOCKED);
  }

  @Test
  void aTokenIsWorthNothingOnceOneOfTheRecordsIsGone() {
    String token =
        token(appLess().coveredRecord("news", Fate.LOST).coveredRecord("late", Fate.LOST));

    Given fewer = appLess().coveredRecord("news", Fate.LOST).confirmsDelete(token);

    assertThat(reason(fewer)).isEqualTo(Reason.DELETE_BLOCKED);
  }

  @Test
  void aTokenDoesNotDependOnTheOrderInWhichRecordsAreSeen() {
    assertThat(token(appLess().coveredRecord("news", Fate.LOST).coveredRecord("late", Fate.LOST)))
        .isEqualTo(
            token(appLess().coveredRecord("late", Fate.LOST).coveredRecord("news", Fate.LOST)));
  }

  @Test
  void theNewRecordMayGoAlongWhenAnObjectMoves() {
    Facts facts =
        moving().coveredRecord("sports", Fate.LOST).coveredRecord("news", Fate.PUT_BACK).facts();

    assertThat(new Planner().plan(facts).orders())
        .extracting(PlannedOrder::order)
        .containsExactly(new Order.Remove(APP_LESS, Set.of(D)));
  }

  private static String token(Given given) {
    Verdict verdict = Objects.requireNonNull(new Planner().plan(given.facts()).verdict());
    Matcher token =
        Pattern.compile("livecallback.dev/confirm-delete=([0-9a-f]+)").matcher(verdict.message());
    assertThat(token.find()).as(verdict.message()).isTrue();
    assertThat(verdict.confirmDeleteToken()).isEqualTo(token.group(1));
    return token.group(1);
  }

  private static Reason reason(Given given) {
    return Objects.requireNonNull(new Planner().plan(given.facts()).verdict()).reason();
  }
}
