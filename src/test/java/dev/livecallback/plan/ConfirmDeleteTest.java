package dev.livecallback.plan;

import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.OTHER;
import static dev.livecallback.plan.Given.appLess;
import static dev.livecallback.plan.Given.moving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.plan.CoveredRecord.Fate;
import java.util.List;
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

    assertThat(Planner.ofTable().plan(facts).orders())
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

    assertThat(Planner.ofTable().plan(facts).orders())
        .extracting(PlannedOrder::order)
        .containsExactly(new Order.Remove(APP_LESS, Set.of(D)));
  }

  /** Who moves to a record of another's doesn't put it back. */
  @Test
  void theNewRecordDoesNotGoAlongIfItIsAnothers() {
    for (Fate fate : List.of(Fate.LOST, Fate.PUT_BACK)) {
      Facts facts = moving().coveredRecord("sports", fate, OTHER).heldBy(OTHER).facts();

      assertThat(Planner.ofTable().plan(facts).orders())
          .extracting(PlannedOrder::order)
          .as("%s", fate)
          .noneMatch(order -> order instanceof Order.Remove);
    }
  }

  @Test
  void theRecordOfAnotherNamespacesObjectGoesWithThatOnesLeaveAlone() {
    String token = tokenIn(message(appLess().coveredRecord("news", Fate.PUT_BACK, OTHER)));

    Given ownWord = appLess().coveredRecord("news", Fate.PUT_BACK, OTHER).confirmsDelete(token);
    Given wrongWord = appLess().coveredRecord("news", Fate.PUT_BACK, OTHER, "123456789abc");
    Given theirs = appLess().coveredRecord("news", Fate.PUT_BACK, OTHER, token);

    assertThat(reason(ownWord)).isEqualTo(Reason.DELETE_BLOCKED);
    assertThat(reason(wrongWord)).isEqualTo(Reason.DELETE_BLOCKED);
    assertThat(Planner.ofTable().plan(theirs.facts()).orders())
        .extracting(PlannedOrder::order)
        .containsExactly(new Order.Remove(APP_LESS, Set.of(Given.key("news"))));
  }

  @Test
  void whoHasRecordsInDangerIsAskedForThoseAlone() {
    Given both =
        appLess()
            .coveredRecord("late", Fate.LOST)
            .coveredRecord("news", Fate.LOST, OTHER)
            .coveredRecord("red", Fate.PUT_BACK, OTHER);
    String token = tokenIn(message(both));

    assertThat(message(both))
        .contains("-n sports annotate livecallback on-push")
        .contains("The record of news is that of LiveCallback news/theirs")
        .contains("-n news annotate livecallback theirs")
        .contains("annotate liveaccount");
    Given ownSaid = both.confirmsDelete(token);
    assertThat(message(ownSaid))
        .doesNotContain("annotate livecallback on-push")
        .contains("-n news annotate livecallback theirs");
    assertThat(verdict(ownSaid).confirmDeleteToken())
        .as("what the deleted object's own people could say")
        .isNull();
  }

  @Test
  void whoIsToSayItIsAskedOnceForEachToken() {
    Given given = appLess().coveredRecord("news", Fate.PUT_BACK, OTHER);
    Plan first = Planner.ofTable().plan(given.facts());
    Facts told = given.facts().withStatus(new StatusComposer().compose(given.facts(), first));

    assertThat(first.notices())
        .filteredOn(notice -> OTHER.equals(notice.about()))
        .extracting(Notice::reason)
        .containsExactly("ConfirmationNeeded");
    assertThat(first.notices())
        .filteredOn(notice -> OTHER.equals(notice.about()))
        .allMatch(notice -> notice.message().contains("-n news annotate livecallback theirs"));
    assertThat(Planner.ofTable().plan(told).notices()).isEmpty();
  }

  private static String message(Given given) {
    return verdict(given).message();
  }

  private static Verdict verdict(Given given) {
    return Objects.requireNonNull(Planner.ofTable().plan(given.facts()).verdict());
  }

  private static String tokenIn(String message) {
    Matcher token = Pattern.compile("livecallback.dev/confirm-delete=([0-9a-f]+)").matcher(message);
    assertThat(token.find()).as(message).isTrue();
    return token.group(1);
  }

  private static String token(Given given) {
    String token = tokenIn(message(given));
    assertThat(verdict(given).confirmDeleteToken()).isEqualTo(token);
    return token;
  }

  private static Reason reason(Given given) {
    return verdict(given).reason();
  }
}
