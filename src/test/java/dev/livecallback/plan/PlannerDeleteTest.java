package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.ACCOUNT;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.NOW;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.OTHER;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Reason;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Placement;
import dev.livecallback.plan.CoveredRecord.Fate;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Moves and what deletes may take along: rules 21, 33, 34, 39 and 40 of {@code docs/planner.md}.
 */
class PlannerDeleteTest {
  private static final Scope DOMAIN = Scope.domain("live.example.com");
  private static final CallbackKey BY_DOMAIN = Given.key(DOMAIN, null);

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plans(String situation, Given given, String plan) {
    Facts facts = given.facts();

    assertThat(Told.of(facts, new Planner().plan(facts))).isEqualTo(plan);
  }

  static Stream<Arguments> plans() {
    return Stream.of(taken(), notOurs(), reverify(), wildcard(), deletesHeld())
        .flatMap(rules -> rules);
  }

  /** restoreCollateral */
  private static Stream<Arguments> taken() {
    return Stream.of(
        arguments(
            "what the delete of the app-less record took along is put back",
            moving().removeAccepted(APP_LESS, 2, 1).absent(APP_LESS, 1).absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A; null: A,"
                + " held A"),
        arguments(
            "also if its outcome is unknown",
            moving().removeUnknown(APP_LESS, 2).absent(APP_LESS, 1).absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A; null: A,"
                + " held A"),
        arguments(
            "what was put since is gone for another reason",
            moving()
                .removeAccepted(APP_LESS, 90, 1)
                .putAccepted(D, A, 80)
                .absent(APP_LESS, 1)
                .absent(D, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A; null: A, held A"),
        arguments(
            "what is absent since before that delete isn't known to have gone by it",
            moving().removeAccepted(APP_LESS, 1, 1).absent(APP_LESS, 2).absent(D, 2),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A; null: A, held A"),
        arguments(
            "a delete of another app takes nothing along",
            inSync().holds(OLD, A).removeAccepted(OLD, 2, 1).absent(OLD, 1).absent(D, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A; former: A, held A"),
        arguments(
            "the domain of a vhost may be the same record",
            inSync()
                .holds(BY_DOMAIN, A)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1)
                .absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A"),
        arguments(
            "what another's delete may have taken along is put back",
            inSync().removeUnknown(D, 2).absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A"),
        arguments(
            "but not before it is seen to be gone",
            inSync().removeUnknown(D, 2).sees(D, A, 1),
            "inSync: True InSync, not drifted | read back in REPAIR at 58s | sports: A, held A"));
  }

  /** notOurs */
  private static Stream<Arguments> notOurs() {
    return Stream.of(
        arguments(
            "of several records none of which we wrote none is removed",
            given().ordered(D, A).seesSeveral(D, 1, B, FOREIGN).deleting(),
            "notOurs, ledgerLost: released | nothing | nothing"),
        arguments(
            "one of which may be",
            given().ordered(D, A).seesSeveral(D, 1, A, FOREIGN).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held"
                + " nothing"),
        arguments(
            "what was held once is ours however it is now",
            given().holds(D, A).seesSeveral(D, 1, B, FOREIGN).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"));
  }

  /** reverify */
  private static Stream<Arguments> reverify() {
    return Stream.of(
        arguments(
            "after the old record's delete the new one is looked at, where it is",
            inSync()
                .holds(BY_DOMAIN, A)
                .sees(D, A, 5)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1),
            "reverify: False Verifying, reconciling | read back in EDIT | sports: A, held A; null: A, held"
                + " A"),
        arguments(
            "also if that delete's outcome is unknown",
            moving().sees(D, A, 5).removeUnknown(APP_LESS, 2).absent(APP_LESS, 1),
            "reverify: False Verifying, reconciling | read back in REPAIR | sports: A, held A; null: A, held"
                + " A"),
        arguments(
            "a read of it that failed waits out its pause",
            inSync()
                .holds(BY_DOMAIN, A)
                .sees(D, A, 5)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1)
                .readFailed(D, throttled(), 9),
            "reverify: False Verifying, reconciling | read back in EDIT at 9s | sports: A, held A; null: A,"
                + " held A"),
        arguments(
            "then the old key is dropped",
            moving().removeAccepted(APP_LESS, 2, 1).absent(APP_LESS, 1),
            "gone, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "an old record in another scope is read there",
            inSync().holds(BY_DOMAIN, A),
            "unread: kept | read domain/live.example.com in SWEEP | sports: A, held A; null: A, held A"),
        arguments(
            "where a deleted object is concerned only the old one is",
            given()
                .holds(BY_DOMAIN, A)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1)
                .ready()
                .deleting(),
            "gone, released: released | nothing | nothing"));
  }

  /** wildcard */
  private static Stream<Arguments> wildcard() {
    return Stream.of(
        arguments(
            "records that are put back at once are no hindrance",
            appLess().coveredRecord("news", Fate.PUT_BACK),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        arguments(
            "one of several that would be lost is",
            appLess().coveredRecord("news", Fate.PUT_BACK).coveredRecord("late", Fate.LOST),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        arguments(
            "what a deleted object wanted is not its own to lose",
            given()
                .wants(D, A)
                .sees(D, FOREIGN, 1)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("sports", Fate.LOST)
                .deleting(),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        arguments(
            "nor of another object that holds it",
            given()
                .wants(D, A)
                .sees(D, A, 1)
                .heldBy(OTHER)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("sports", Fate.LOST)
                .deleting(),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        arguments(
            "a move away from an app-less record spares the records of others, too",
            moving().coveredRecord("news", Fate.LOST),
            "wildcard: False DeleteBlocked, stalled | read in SWEEP at 299s | sports: A, held A; null: A,"
                + " held A"),
        arguments(
            "a wrong token is none",
            appLess().coveredRecord("news", Fate.LOST).confirmsDelete("123456789abc"),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"));
  }

  /** deletesHeld */
  private static Stream<Arguments> deletesHeld() {
    return Stream.of(
        arguments(
            "a delete over the account's limit is held",
            inSync().deleting().deletesHeld(300),
            "deletesHeld: False DeletesHeld, stalled, no drift | look again at 300s | sports: A, held A"),
        arguments(
            "as is the last step of a move",
            inSync().holds(OLD, A).sees(OLD, A, 1).deletesHeld(300),
            "deletesHeld: False DeletesHeld, stalled | look again at 300s | sports: A, held A; former: A, held"
                + " A"),
        arguments(
            "one that counts already isn't, though another of the object's would be",
            inSync()
                .holds(OLD, A)
                .sees(OLD, A, 1)
                .account(
                    ACCOUNT,
                    new AccountFacts("2100000001", null, null, Map.of(D, NOW.plusSeconds(300)))),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        arguments(
            "a write isn't",
            inSync().edited(B).deletesHeld(300),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        arguments(
            "a record that is gone needs no delete",
            given().holds(D, A).absent(D, 1).deleting().deletesHeld(300),
            "gone, ledgerLost: released | nothing | nothing"),
        arguments(
            "Orphan neither",
            inSync().orphan().deleting().deletesHeld(300),
            "orphan, released: released | nothing | nothing"));
  }

  @Test
  void theTokenThatTheMessageNamesConfirmsTheDelete() {
    Given given = appLess().coveredRecord("news", Fate.LOST).coveredRecord("late", Fate.LOST);

    String token = token(given);
    Facts facts = given.confirmsDelete(token).facts();

    assertThat(new Planner().plan(facts).orders())
        .extracting(Placement::order)
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
        .extracting(Placement::order)
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

  /** The new record is in place, and the app-less one goes. */
  private static Given moving() {
    return inSync().holds(APP_LESS, A).sees(APP_LESS, A, 1);
  }

  private static Given appLess() {
    return given().wants(APP_LESS, A).holds(APP_LESS, A).sees(APP_LESS, A, 1).ready().deleting();
  }
}
