package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Failures.scopeMissing;
import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Reason;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that has to go, be it that its object is deleted or that it wants another one. */
class PlannerLeftoverTest {
  private static final CallbackKey BY_DOMAIN = Given.key(Scope.domain("push.example.com"), null);

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plans(String situation, Given given, String plan) {
    Facts facts = given.facts();

    assertThat(Told.of(facts, new Planner().plan(facts))).isEqualTo(plan);
  }

  static Stream<Arguments> plans() {
    return Stream.of(
            inFlight(),
            scopeGone(),
            notOurs(),
            gone(),
            settling(),
            ineffective(),
            lookFirst(),
            wildcard(),
            remove())
        .flatMap(rules -> rules);
  }

  /** leftoverInFlight */
  private static Stream<Arguments> inFlight() {
    return Stream.of(
        arguments(
            "a refused Remove of what is wanted again doesn't hide that another record has to go",
            inSync().holds(OLD, A).sees(OLD, A, 5).removeRefused(D, throttled(), 1, 0, 9).ready(),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        arguments(
            "while a write to it is in flight nothing is ordered",
            inSync().deleting().putInFlight(D, A),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | sports: A, held A"),
        arguments(
            "nor of one that another record took the place of",
            inSync().holds(OLD, A).sees(OLD, A, 1).removeInFlight(OLD),
            "leftoverInFlight: False Verifying, reconciling | nothing | sports: A, held A; former: A, held A"));
  }

  /** scopeGone */
  private static Stream<Arguments> scopeGone() {
    return Stream.of(
        arguments(
            "a scope that is gone took the record along",
            given().holds(D, A).noScope(D, false, 1).deleting(),
            "scopeGone, ledgerLost: released | nothing | nothing"),
        arguments(
            "not if these credentials have read nothing yet",
            given().holds(D, A).noScope(D, false, 1).deleting().unproven(),
            "scopeGone: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | sports: A, held A"),
        arguments(
            "but a record that was never seen needs no such proof",
            given()
                .ordered(D, A)
                .noScope(D, false, 1)
                .reconciling(Reason.SCOPE_NOT_FOUND, 9)
                .deleting()
                .unproven(),
            "scopeGone, released: released | nothing | nothing"),
        arguments(
            "not if it is another account's",
            given().holds(D, A).noScope(D, true, 1).deleting(),
            "scopeGone: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | sports: A, held A"),
        arguments(
            "not before a probe that was accepted is read back",
            given()
                .ordered(D, A)
                .noScope(D, false, 9)
                .putAccepted(D, A, 1)
                .reconciling(Reason.VERIFYING, 1)
                .deleting(),
            "scopeGone: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held nothing"),
        arguments(
            "not while a Put may yet land",
            given()
                .ordered(D, A)
                .noScope(D, false, 1)
                .putUnknown(D, A, 9)
                .reconciling(Reason.VERIFYING, 1)
                .deleting(),
            "scopeGone: False Deleting, reconciling, no drift | read back in EDIT at 51s | sports: A, held"
                + " nothing"),
        arguments(
            "a probe that was refused did nothing",
            given()
                .ordered(D, A)
                .noScope(D, false, 9)
                .putRefused(D, A, scopeMissing(false), 1, 30)
                .reconciling(Reason.WRITING, 1)
                .deleting(),
            "scopeGone, released: released | nothing | nothing"));
  }

  /** notOurs */
  private static Stream<Arguments> notOurs() {
    return Stream.of(
        arguments(
            "a record that was never held and is not what was written is left",
            given().ordered(D, A).sees(D, FOREIGN, 1).reconciling(Reason.WRITING, 9).deleting(),
            "notOurs, released: released | nothing | nothing"),
        arguments(
            "one that is what was written goes",
            given().ordered(D, A).sees(D, A, 1).reconciling(Reason.WRITING, 9).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held"
                + " nothing"),
        arguments(
            "one that is what this process put last goes",
            given()
                .ordered(D, B)
                .sees(D, A, 1)
                .putAccepted(D, A, 9)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: B, held"
                + " nothing"),
        arguments(
            "one that was held once goes whatever became of it",
            given().holds(D, A).sees(D, FOREIGN, 1).ready().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        arguments(
            "it is read after the last Put before it is judged",
            given()
                .ordered(D, A)
                .sees(D, FOREIGN, 9)
                .putUnknown(D, A, 1)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "notOurs: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held nothing"),
        arguments(
            "and again when that can no longer land",
            given()
                .ordered(D, A)
                .sees(D, FOREIGN, 1)
                .putUnknown(D, A, 9)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "notOurs: False Deleting, reconciling, no drift | read back in EDIT at 51s | sports: A, held"
                + " nothing"),
        arguments(
            "a refused Put did nothing to it",
            given()
                .ordered(D, A)
                .sees(D, FOREIGN, 9)
                .putRefused(D, A, rejected(), 1, 30)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "notOurs, released: released | nothing | nothing"));
  }

  /** gone */
  private static Stream<Arguments> gone() {
    return Stream.of(
        arguments(
            "removed and read as absent is gone",
            inSync().deleting().removeAccepted(D, 5, 1).absent(D, 1),
            "gone, released: released | nothing | nothing"),
        arguments(
            "absent before the Remove ended is not",
            inSync().deleting().absent(D, 5).removeAccepted(D, 1, 1),
            "settling: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held A"),
        arguments(
            "absence alone is believed a minute after the process started",
            given().holds(D, A).deleting().absent(D, 1).startedAgo(61),
            "gone, ledgerLost: released | nothing | nothing"),
        arguments(
            "not earlier, for the one before may have written",
            given().holds(D, A).deleting().absent(D, 1).startedAgo(60),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 0s | sports: A, held A"),
        arguments(
            "nor is a Remove's, of an object that is older than the process",
            inSync().deleting().removeAccepted(D, 9, 1).absent(D, 5).startedAgo(40),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 20s | sports: A, held A"),
        arguments(
            "of one that is younger it is",
            inSync().deleting().removeAccepted(D, 9, 1).absent(D, 5).startedAgo(40).createdAgo(30),
            "gone, released: released | nothing | nothing"),
        arguments(
            "and a minute after the last possible write",
            given().holds(D, A).deleting().absent(D, 1).putAccepted(D, A, 61),
            "gone, ledgerLost: released | nothing | nothing"),
        arguments(
            "not earlier either",
            given().holds(D, A).deleting().absent(D, 1).putAccepted(D, A, 40),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 20s | sports: A, held A"),
        arguments(
            "a Remove of unknown outcome proves nothing",
            inSync().deleting().removeUnknown(D, 40).absent(D, 1),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR at 20s | sports: A, held"
                + " A"),
        arguments(
            "a leftover that is gone leaves the object in sync",
            inSync().holds(OLD, A).removeAccepted(OLD, 5, 1).absent(OLD, 1),
            "gone, inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }

  /** settling */
  private static Stream<Arguments> settling() {
    return Stream.of(
        arguments(
            "a Remove is read back",
            inSync().deleting().removeAccepted(D, 0, 1),
            "settling: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held A"),
        arguments(
            "so is one of unknown outcome",
            inSync().deleting().removeUnknown(D, 0),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR | sports: A, held A"),
        arguments(
            "so is one that was refused",
            inSync().deleting().removeRefused(D, rejected(), 0, 1, 30),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR | sports: A, held A"),
        arguments(
            "a Put that just ended is read back before its record is removed",
            given()
                .ordered(D, A)
                .absent(D, 9)
                .putAccepted(D, A, 1)
                .reconciling(Reason.VERIFYING, 1)
                .deleting(),
            "settling: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held nothing"),
        arguments(
            "what is still there after an accepted Remove is read after growing pauses",
            inSync().deleting().removeAccepted(D, 8, 1).sees(D, A, 0),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 8s | sports: A, held A"),
        arguments(
            "after a minute it is removed again",
            inSync().deleting().removeAccepted(D, 60, 1).sees(D, A, 0),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        arguments(
            "after a Remove of unknown outcome it is read for five seconds",
            inSync().deleting().removeUnknown(D, 4).sees(D, A, 0),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR at 4s | sports: A, held"
                + " A"),
        arguments(
            "then it is removed again",
            inSync().deleting().removeUnknown(D, 5).sees(D, A, 0),
            "remove: False Deleting, reconciling, no drift | remove sports in REPAIR | sports: A, held A"),
        arguments(
            "after more unknown outcomes in a row one read is enough until the pause is over",
            inSync().deleting().removeUnknown(D, 9).unknownAgain(D, 2, 1).sees(D, A, 9),
            "settling: False Deleting, reconciling, no drift | look again at 1s | sports: A, held A"),
        arguments(
            "then it is removed once more",
            inSync().deleting().removeUnknown(D, 9).unknownAgain(D, 2, 0).sees(D, A, 9),
            "remove: False Deleting, reconciling, no drift | remove sports in REPAIR | sports: A, held A"),
        arguments(
            "the old record stays while a write may still land that takes the new one away",
            inSync().putUnknown(D, A, 9).sees(D, A, 1).holds(OLD, A).sees(OLD, A, 1),
            "settling: False Verifying, reconciling | read back in EDIT at 51s | sports: A, held A; former:"
                + " A, held A"),
        arguments(
            "be it of the process before this one",
            inSync().createdAgo(99).startedAgo(40).holds(OLD, A).sees(OLD, A, 1),
            "settling: False Verifying, reconciling | read back in EDIT at 20s | sports: A, held A; former:"
                + " A, held A"),
        arguments(
            "and goes when that is over",
            inSync().putUnknown(D, A, 99).sees(D, A, 1).holds(OLD, A).sees(OLD, A, 1),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        arguments(
            "after a refused Remove at once",
            inSync().deleting().removeRefused(D, rejected(), 2, 1, 30).sees(D, A, 1),
            "remove: False Deleting, reconciling, no drift | remove sports in REPAIR | sports: A, held A"));
  }

  /** ineffective */
  private static Stream<Arguments> ineffective() {
    return Stream.of(
        arguments(
            "two accepted Removes that did nothing wait for a person",
            inSync().deleting().removeAccepted(D, 61, 2).sees(D, A, 0),
            "ineffective: False DeleteBlocked, stalled, no drift | read in SWEEP at 300s | sports: A, held A"),
        arguments(
            "so do two refused ones",
            inSync().deleting().removeRefused(D, rejected(), 2, 2, 30).sees(D, A, 1),
            "ineffective: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | sports: A, held A"),
        arguments(
            "what a person removed is noticed",
            inSync().deleting().removeRefused(D, rejected(), 302, 2, 0).absent(D, 1),
            "gone, released: released | nothing | nothing"),
        arguments(
            "not if what is seen may be the new record, put back since",
            inSync()
                .putAccepted(D, A, 70)
                .holds(BY_DOMAIN, A)
                .removeAccepted(BY_DOMAIN, 80, 2)
                .sees(BY_DOMAIN, A, 1),
            "remove: False Verifying, reconciling | remove null in EDIT | sports: A, held A; null: A, held A"),
        arguments(
            "a leftover that stays is told with the object in sync",
            inSync().holds(OLD, A).removeAccepted(OLD, 61, 2).sees(OLD, A, 0),
            "ineffective: False DeleteBlocked, stalled | read in SWEEP at 300s | sports: A, held A; former: A,"
                + " held A"));
  }

  /** lookFirst */
  private static Stream<Arguments> lookFirst() {
    return Stream.of(
        arguments(
            "before an app-less delete the scope is read",
            given().wants(APP_LESS, A).holds(APP_LESS, A).sees(APP_LESS, A, 6).ready().deleting(),
            "lookFirst: False Deleting, reconciling, no drift | read in EDIT | null: A, held A"),
        arguments(
            "five seconds ago is fresh enough",
            given().wants(APP_LESS, A).holds(APP_LESS, A).sees(APP_LESS, A, 5).ready().deleting(),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        arguments(
            "however long the read took",
            given()
                .wants(APP_LESS, A)
                .holds(APP_LESS, A)
                .seesSlowly(APP_LESS, A, 1, 20)
                .ready()
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        arguments(
            "a delete with an app needs no look",
            given().holds(D, A).sees(D, A, 600).ready().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"));
  }

  /** wildcard */
  private static Stream<Arguments> wildcard() {
    return Stream.of(
        arguments(
            "an app-less delete spares the records of others",
            given()
                .wants(APP_LESS, A)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("news", CoveredRecord.Fate.LOST)
                .ready()
                .deleting(),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        arguments(
            "records that go too are no hindrance",
            given()
                .wants(APP_LESS, A)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("news", CoveredRecord.Fate.GOES_TOO)
                .ready()
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        arguments(
            "a delete with an app takes nobody along",
            given()
                .holds(D, A)
                .sees(D, A, 1)
                .coveredRecord("news", CoveredRecord.Fate.LOST)
                .ready()
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        arguments(
            "the record that takes the app-less one's place is put back if it goes along",
            inSync()
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("sports", CoveredRecord.Fate.LOST),
            "remove: False Verifying, reconciling | remove null in EDIT | sports: A, held A; null: A, held"
                + " A"));
  }

  /** remove */
  private static Stream<Arguments> remove() {
    return Stream.of(
        arguments(
            "a deleted object's record is removed",
            inSync().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        arguments(
            "the record of a former identity is removed once the new one is in place",
            inSync().holds(OLD, A).sees(OLD, A, 1),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        arguments(
            "and not before",
            given().holds(OLD, A).sees(OLD, A, 1).absent(D, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | former: A, held A;"
                + " sports: A, held nothing"),
        arguments(
            "nor while the new one is only read from before its Put",
            given().holds(OLD, A).sees(OLD, A, 1).ordered(D, A).sees(D, A, 9).putAccepted(D, A, 1),
            "verify: False Verifying, reconciling | read back in FIRST_SYNC | former: A, held A; sports: A,"
                + " held nothing"),
        arguments(
            "a refused first Put keeps the former record",
            given()
                .holds(OLD, A)
                .sees(OLD, A, 1)
                .ordered(D, A)
                .absent(D, 9)
                .putRefused(D, A, rejected(), 1, 30),
            "refused, refused: False RejectedByApi, stalled | look again at 30s | former: A, held A"),
        arguments(
            "an object that is deleted half-way removes both, the older first",
            inSync().holds(OLD, A).sees(OLD, A, 1).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A;"
                + " former: A, held A"));
  }
}
