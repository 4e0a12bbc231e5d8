package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Failures.scopeMissing;
import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.ACCOUNT;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.BY_DOMAIN;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.NOW;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.OTHER;
import static dev.livecallback.plan.Given.appLess;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static dev.livecallback.plan.Given.moving;
import static dev.livecallback.plan.RuleTable.elsewhere;
import static dev.livecallback.plan.RuleTable.row;
import static dev.livecallback.plan.RuleTable.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.plan.CoveredRecord.Fate;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of a record that has to go, and the rows of each. */
class LeftoverRulesTest {
  private static final CallbackKey BY_PUSH_DOMAIN =
      Given.key(Scope.domain("push.example.com"), null);

  @TestFactory
  Stream<DynamicTest> leftoverInFlight() {
    return rule(
        "leftoverInFlight",
        elsewhere(
            "a refused Remove of what is wanted again doesn't hide that another record has to go",
            inSync().holds(OLD, A).sees(OLD, A, 5).removeRefused(D, throttled(), 1, 0, 9).ready(),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        row(
            "while a write to it is in flight nothing is ordered",
            inSync().deleting().putInFlight(D, A),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | sports: A, held A"),
        row(
            "nor of one that another record took the place of",
            inSync().holds(OLD, A).sees(OLD, A, 1).removeInFlight(OLD),
            "leftoverInFlight: False Verifying, reconciling | nothing | sports: A, held A; former: A, held A"),

        // an heir is awaited
        row(
            "what an heir will take isn't removed",
            inSync().deleting().heir(D, false),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | sports: A, held A"),
        row(
            "nor what was wanted before, while what is wanted isn't any matter of a delete",
            given().holds(OLD, A).sees(OLD, A, 1).sees(D, FOREIGN, 1).deleting().heir(OLD, false),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | former: A, held A"),
        row(
            "nor if that is absent",
            given().holds(OLD, A).sees(OLD, A, 1).absent(D, 1).deleting().heir(OLD, false),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | former: A, held A"),
        elsewhere(
            "the rest is removed meanwhile",
            inSync().holds(OLD, A).sees(OLD, A, 1).deleting().heir(D, false),
            "remove: False Deleting, reconciling, no drift | remove former in EDIT | sports: A, held A;"
                + " former: A, held A"),
        elsewhere(
            "a move is done though its heir is awaited",
            inSync().holds(OLD, A).sees(OLD, A, 1).heir(OLD, false),
            "inSync: True InSync, not drifted | nothing | sports: A, held A; former: A, held A"),
        elsewhere(
            "what an object that only watches holds is awaited without a word",
            inSync().observing().heir(D, false),
            "observe: True InSync, not drifted | nothing | sports: A, held A"));
  }

  @Test
  void moreOfThemThanGoAtOnceAreLookedAtAgain() {
    Given orphan = inSync().orphan();
    IntStream.range(0, 49).forEach(i -> orphan.holds(Given.key("old-" + i), A));

    Plan plan = Planner.ofTable().plan(orphan.facts());

    assertThat(plan.orders()).isEmpty();
    assertThat(plan.ledger().entries()).hasSizeBetween(2, 40);
    assertThat(plan.lookAgain()).isEqualTo(orphan.facts().now());
  }

  /** One more and one more, until no status holds them. */
  @Test
  void fiftyOfThemGoBeforeAnotherRecordIsWritten() {
    Given few = given();
    IntStream.range(0, 49).forEach(i -> few.holds(Given.key("old-" + i), A));
    Given many = given();
    IntStream.range(0, 50).forEach(i -> many.holds(Given.key("old-" + i), A));
    CallbackKey first = Given.key("old-0");

    Plan next = Planner.ofTable().plan(few.absent(D, 1).facts());
    many.absent(D, 1).sees(first, A, 1);
    many.account(
        ACCOUNT, new AccountFacts("2100000001", null, null, Map.of(first, NOW.plusSeconds(300))));
    Plan none = Planner.ofTable().plan(many.facts());

    assertThat(next.decidedBy()).containsExactly("write");
    assertThat(none.decidedBy()).containsExactly("limitReached");
    assertThat(none.ledger()).isEqualTo(many.facts().ledger());
    assertThat(none.orders()).isEmpty();
    assertThat(Objects.requireNonNull(none.verdict()).message())
        .endsWith(
            "50 records that this object had before aren't removed yet; the one for "
                + D
                + " is written once one of them is gone.");
  }

  @TestFactory
  Stream<DynamicTest> scopeGone() {
    return rule(
        "scopeGone",
        row(
            "a scope that is gone took the record along",
            given().holds(D, A).noScope(D, false, 1).deleting(),
            "scopeGone, ledgerLost: released | nothing | nothing"),
        row(
            "not if these credentials have read nothing yet",
            given().holds(D, A).noScope(D, false, 1).deleting().unverified(),
            "scopeGone: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | sports: A, held A"),
        row(
            "but a record that was never seen needs no such proof",
            given()
                .ordered(D, A)
                .noScope(D, false, 1)
                .reconciling(Reason.SCOPE_NOT_FOUND, 9)
                .deleting()
                .unverified(),
            "scopeGone, released: released | nothing | nothing"),
        row(
            "not if it is another account's",
            given().holds(D, A).noScope(D, true, 1).deleting(),
            "scopeGone: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | sports: A, held A"),
        row(
            "not before a probe that was accepted is read back",
            given()
                .ordered(D, A)
                .noScope(D, false, 9)
                .putAccepted(D, A, 1)
                .reconciling(Reason.VERIFYING, 1)
                .deleting(),
            "scopeGone: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held nothing"),
        row(
            "not while a Put may yet land",
            given()
                .ordered(D, A)
                .noScope(D, false, 1)
                .putUnknown(D, A, 9)
                .reconciling(Reason.VERIFYING, 1)
                .deleting(),
            "scopeGone: False Deleting, reconciling, no drift | read back in EDIT at 51s | sports: A, held"
                + " nothing"),
        row(
            "a probe that was refused did nothing",
            given()
                .ordered(D, A)
                .noScope(D, false, 9)
                .putRefused(D, A, scopeMissing(false), 1, 30)
                .reconciling(Reason.WRITING, 1)
                .deleting(),
            "scopeGone, released: released | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> notOurs() {
    return rule(
        "notOurs",
        row(
            "a record that was never held and is not what was written is left",
            given().ordered(D, A).sees(D, FOREIGN, 1).reconciling(Reason.WRITING, 9).deleting(),
            "notOurs, released: released | nothing | nothing"),
        elsewhere(
            "one that is what was written goes",
            given().ordered(D, A).sees(D, A, 1).reconciling(Reason.WRITING, 9).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held"
                + " nothing"),
        elsewhere(
            "one that is what this process put last goes",
            given()
                .ordered(D, B)
                .sees(D, A, 1)
                .putAccepted(D, A, 9)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: B, held"
                + " nothing"),
        elsewhere(
            "one that was held once goes whatever became of it",
            given().holds(D, A).sees(D, FOREIGN, 1).ready().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        row(
            "it is read after the last Put before it is judged",
            given()
                .ordered(D, A)
                .sees(D, FOREIGN, 9)
                .putUnknown(D, A, 1)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "notOurs: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held nothing"),
        row(
            "and again when that can no longer land",
            given()
                .ordered(D, A)
                .sees(D, FOREIGN, 1)
                .putUnknown(D, A, 9)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "notOurs: False Deleting, reconciling, no drift | read back in EDIT at 51s | sports: A, held"
                + " nothing"),
        row(
            "a refused Put did nothing to it",
            given()
                .ordered(D, A)
                .sees(D, FOREIGN, 9)
                .putRefused(D, A, rejected(), 1, 30)
                .reconciling(Reason.WRITING, 9)
                .deleting(),
            "notOurs, released: released | nothing | nothing"),
        row(
            "of several records none of which we wrote none is removed",
            given().ordered(D, A).seesSeveral(D, 1, B, FOREIGN).deleting(),
            "notOurs, ledgerLost: released | nothing | nothing"),
        elsewhere(
            "one of which may be",
            given().ordered(D, A).seesSeveral(D, 1, A, FOREIGN).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held"
                + " nothing"),
        elsewhere(
            "what was held once is ours however it is now",
            given().holds(D, A).seesSeveral(D, 1, B, FOREIGN).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> reverify() {
    return rule(
        "reverify",
        row(
            "after the old record's delete the new one is looked at, where it is",
            inSync()
                .holds(BY_DOMAIN, A)
                .sees(D, A, 5)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1),
            "reverify: False Verifying, reconciling | read back in EDIT | sports: A, held A; null: A, held"
                + " A"),
        row(
            "also if that delete's outcome is unknown",
            moving().sees(D, A, 5).removeUnknown(APP_LESS, 2).absent(APP_LESS, 1),
            "reverify: False Verifying, reconciling | read back in REPAIR | sports: A, held A; null: A, held"
                + " A"),
        row(
            "a read of it that failed waits out its pause",
            inSync()
                .holds(BY_DOMAIN, A)
                .sees(D, A, 5)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1)
                .readFailed(D, throttled(), 9),
            "reverify: False Verifying, reconciling | read back in EDIT at 9s | sports: A, held A; null: A,"
                + " held A"),
        elsewhere(
            "then the old key is dropped",
            moving().removeAccepted(APP_LESS, 2, 1).absent(APP_LESS, 1),
            "gone, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "an old record in another scope is read there",
            inSync().holds(BY_DOMAIN, A),
            "unread: kept | read domain/live.example.com in SWEEP | sports: A, held A; null: A, held A"),
        elsewhere(
            "where a deleted object is concerned only the old one is",
            given()
                .holds(BY_DOMAIN, A)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1)
                .ready()
                .deleting(),
            "gone, released: released | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> gone() {
    return rule(
        "gone",
        row(
            "removed and read as absent is gone",
            inSync().deleting().removeAccepted(D, 5, 1).absent(D, 1),
            "gone, released: released | nothing | nothing"),
        elsewhere(
            "absent before the Remove ended is not",
            inSync().deleting().absent(D, 5).removeAccepted(D, 1, 1),
            "settling: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held A"),
        row(
            "absence alone is believed a minute after the process started",
            given().holds(D, A).deleting().absent(D, 1).startedAgo(61),
            "gone, ledgerLost: released | nothing | nothing"),
        elsewhere(
            "not earlier, for the one before may have written",
            given().holds(D, A).deleting().absent(D, 1).startedAgo(60),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 0s | sports: A, held A"),
        elsewhere(
            "nor is a Remove's, of an object that is older than the process",
            inSync().deleting().removeAccepted(D, 9, 1).absent(D, 5).startedAgo(40),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 20s | sports: A, held A"),
        row(
            "of one that is younger it is",
            inSync().deleting().removeAccepted(D, 9, 1).absent(D, 5).startedAgo(40).createdAgo(30),
            "gone, released: released | nothing | nothing"),
        row(
            "and a minute after the last possible write",
            given().holds(D, A).deleting().absent(D, 1).putAccepted(D, A, 61),
            "gone, ledgerLost: released | nothing | nothing"),
        elsewhere(
            "not earlier either",
            given().holds(D, A).deleting().absent(D, 1).putAccepted(D, A, 40),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 20s | sports: A, held A"),
        elsewhere(
            "a Remove of unknown outcome proves nothing",
            inSync().deleting().removeUnknown(D, 40).absent(D, 1),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR at 20s | sports: A, held"
                + " A"),
        row(
            "a leftover that is gone leaves the object in sync",
            inSync().holds(OLD, A).removeAccepted(OLD, 5, 1).absent(OLD, 1),
            "gone, inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> settling() {
    return rule(
        "settling",
        row(
            "a Remove is read back",
            inSync().deleting().removeAccepted(D, 0, 1),
            "settling: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held A"),
        row(
            "so is one of unknown outcome",
            inSync().deleting().removeUnknown(D, 0),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR | sports: A, held A"),
        row(
            "so is one that was refused",
            inSync().deleting().removeRefused(D, rejected(), 0, 1, 30),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR | sports: A, held A"),
        row(
            "a Put that just ended is read back before its record is removed",
            given()
                .ordered(D, A)
                .absent(D, 9)
                .putAccepted(D, A, 1)
                .reconciling(Reason.VERIFYING, 1)
                .deleting(),
            "settling: False Deleting, reconciling, no drift | read back in EDIT | sports: A, held nothing"),
        row(
            "what is still there after an accepted Remove is read after growing pauses",
            inSync().deleting().removeAccepted(D, 8, 1).sees(D, A, 0),
            "settling: False Deleting, reconciling, no drift | read back in EDIT at 8s | sports: A, held A"),
        elsewhere(
            "after a minute it is removed again",
            inSync().deleting().removeAccepted(D, 60, 1).sees(D, A, 0),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        row(
            "after a Remove of unknown outcome it is read for five seconds",
            inSync().deleting().removeUnknown(D, 4).sees(D, A, 0),
            "settling: False Deleting, reconciling, no drift | read back in REPAIR at 4s | sports: A, held"
                + " A"),
        elsewhere(
            "then it is removed again",
            inSync().deleting().removeUnknown(D, 5).sees(D, A, 0),
            "remove: False Deleting, reconciling, no drift | remove sports in REPAIR | sports: A, held A"),
        row(
            "after more unknown outcomes in a row one read is enough until the pause is over",
            inSync().deleting().removeUnknown(D, 9).unknownAgain(D, 2, 1).sees(D, A, 9),
            "settling: False Deleting, reconciling, no drift | look again at 1s | sports: A, held A"),
        elsewhere(
            "then it is removed once more",
            inSync().deleting().removeUnknown(D, 9).unknownAgain(D, 2, 0).sees(D, A, 9),
            "remove: False Deleting, reconciling, no drift | remove sports in REPAIR | sports: A, held A"),
        row(
            "the old record stays while a write may still land that takes the new one away",
            inSync().putUnknown(D, A, 9).sees(D, A, 1).holds(OLD, A).sees(OLD, A, 1),
            "settling: False Verifying, reconciling | read back in EDIT at 51s | sports: A, held A; former:"
                + " A, held A"),
        row(
            "be it of the process before this one",
            inSync().createdAgo(99).startedAgo(40).holds(OLD, A).sees(OLD, A, 1),
            "settling: False Verifying, reconciling | read back in EDIT at 20s | sports: A, held A; former:"
                + " A, held A"),
        elsewhere(
            "and goes when that is over",
            inSync().putUnknown(D, A, 99).sees(D, A, 1).holds(OLD, A).sees(OLD, A, 1),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        elsewhere(
            "after a refused Remove at once",
            inSync().deleting().removeRefused(D, rejected(), 2, 1, 30).sees(D, A, 1),
            "remove: False Deleting, reconciling, no drift | remove sports in REPAIR | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> ineffective() {
    return rule(
        "ineffective",
        row(
            "two accepted Removes that did nothing wait for a person",
            inSync().deleting().removeAccepted(D, 61, 2).sees(D, A, 0),
            "ineffective: False DeleteBlocked, stalled, no drift | read in SWEEP at 300s | sports: A, held A"),
        row(
            "so do two refused ones",
            inSync().deleting().removeRefused(D, rejected(), 2, 2, 30).sees(D, A, 1),
            "ineffective: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | sports: A, held A"),
        elsewhere(
            "what a person removed is noticed",
            inSync().deleting().removeRefused(D, rejected(), 302, 2, 0).absent(D, 1),
            "gone, released: released | nothing | nothing"),
        elsewhere(
            "not if what is seen may be the new record, put back since",
            inSync()
                .putAccepted(D, A, 70)
                .holds(BY_PUSH_DOMAIN, A)
                .removeAccepted(BY_PUSH_DOMAIN, 80, 2)
                .sees(BY_PUSH_DOMAIN, A, 1),
            "remove: False Verifying, reconciling | remove null in EDIT | sports: A, held A; null: A, held A"),
        row(
            "a leftover that stays is told with the object in sync",
            inSync().holds(OLD, A).removeAccepted(OLD, 61, 2).sees(OLD, A, 0),
            "ineffective: False DeleteBlocked, stalled | read in SWEEP at 300s | sports: A, held A; former: A,"
                + " held A"));
  }

  @TestFactory
  Stream<DynamicTest> heirMayCome() {
    return rule(
        "heirMayCome",
        row(
            "for two seconds after the object was deleted its record may find another object",
            given().holds(D, A).sees(D, A, 0).ready().deleting().generationSeenAgo(1),
            "heirMayCome: False Deleting, reconciling, no drift | look again at 1s | sports: A, held A"),
        elsewhere(
            "then it goes",
            given().holds(D, A).sees(D, A, 0).ready().deleting().generationSeenAgo(2),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        elsewhere(
            "the record that an edit leaves behind goes at once",
            inSync().holds(OLD, A).sees(OLD, A, 0).generationSeenAgo(1),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        elsewhere(
            "what was removed once isn't given away",
            given()
                .holds(D, A)
                .sees(D, A, 0)
                .removeAccepted(D, 61, 1)
                .ready()
                .deleting()
                .generationSeenAgo(1),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> lookFirst() {
    return rule(
        "lookFirst",
        row(
            "before an app-less delete the scope is read",
            given().wants(APP_LESS, A).holds(APP_LESS, A).sees(APP_LESS, A, 6).ready().deleting(),
            "lookFirst: False Deleting, reconciling, no drift | read in EDIT | null: A, held A"),
        elsewhere(
            "five seconds ago is fresh enough",
            given().wants(APP_LESS, A).holds(APP_LESS, A).sees(APP_LESS, A, 5).ready().deleting(),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        row(
            "but not before the object was deleted",
            given()
                .wants(APP_LESS, A)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 3)
                .ready()
                .deleting()
                .generationSeenAgo(2),
            "lookFirst: False Deleting, reconciling, no drift | read in EDIT | null: A, held A"),
        elsewhere(
            "however long the read took",
            given()
                .wants(APP_LESS, A)
                .holds(APP_LESS, A)
                .seesSlowly(APP_LESS, A, 1, 20)
                .ready()
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        elsewhere(
            "a delete with an app needs no look",
            given().holds(D, A).sees(D, A, 600).ready().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> wildcard() {
    return rule(
        "wildcard",
        row(
            "an app-less delete spares the records of others",
            given()
                .wants(APP_LESS, A)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("news", CoveredRecord.Fate.LOST)
                .ready()
                .deleting(),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        elsewhere(
            "records that go too are no hindrance",
            given()
                .wants(APP_LESS, A)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("news", CoveredRecord.Fate.GOES_TOO)
                .ready()
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        elsewhere(
            "a delete with an app takes nobody along",
            given()
                .holds(D, A)
                .sees(D, A, 1)
                .coveredRecord("news", CoveredRecord.Fate.LOST)
                .ready()
                .deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        elsewhere(
            "the record that takes the app-less one's place is put back if it goes along",
            inSync()
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("sports", CoveredRecord.Fate.LOST),
            "remove: False Verifying, reconciling | remove null in EDIT | sports: A, held A; null: A, held A"),
        // what goes along
        elsewhere(
            "records that are put back at once are no hindrance",
            appLess().coveredRecord("news", Fate.PUT_BACK),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        row(
            "but for that of another namespace's object, which its people have to let go",
            appLess().coveredRecord("news", Fate.PUT_BACK, OTHER),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        elsewhere(
            "that goes along with its own object unasked",
            appLess().coveredRecord("news", Fate.GOES_TOO, OTHER),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        elsewhere(
            "that of an object of the same namespace goes unasked",
            appLess().coveredRecord("news", Fate.PUT_BACK, new ObjectId("sports", "b", "uid-3")),
            "remove: False Deleting, reconciling, no drift | remove null in EDIT | null: A, held A"),
        row(
            "one of several that would be lost is",
            appLess().coveredRecord("news", Fate.PUT_BACK).coveredRecord("late", Fate.LOST),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        row(
            "what a deleted object wanted is not its own to lose",
            given()
                .wants(D, A)
                .sees(D, FOREIGN, 1)
                .holds(APP_LESS, A)
                .sees(APP_LESS, A, 1)
                .coveredRecord("sports", Fate.LOST)
                .deleting(),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"),
        row(
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
        row(
            "a move away from an app-less record spares the records of others, too",
            moving().coveredRecord("news", Fate.LOST),
            "wildcard: False DeleteBlocked, stalled | read in SWEEP at 299s | sports: A, held A; null: A,"
                + " held A"),
        row(
            "a wrong token is none",
            appLess().coveredRecord("news", Fate.LOST).confirmsDelete("123456789abc"),
            "wildcard: False DeleteBlocked, stalled, no drift | read in SWEEP at 299s | null: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> limitReached() {
    return rule(
        "limitReached",
        row(
            "a delete over the account's limit is held",
            inSync().deleting().deleteLimitReached(300),
            "limitReached: False DeleteLimitReached, stalled, no drift | look again at 300s | sports: A, held A"),
        row(
            "as is the last step of a move",
            inSync().holds(OLD, A).sees(OLD, A, 1).deleteLimitReached(300),
            "limitReached: False DeleteLimitReached, stalled | look again at 300s | sports: A, held A; former: A, held"
                + " A"),
        elsewhere(
            "one that counts already isn't, though another of the object's would be",
            inSync()
                .holds(OLD, A)
                .sees(OLD, A, 1)
                .account(
                    ACCOUNT,
                    new AccountFacts("2100000001", null, null, Map.of(D, NOW.plusSeconds(300)))),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        elsewhere(
            "a write isn't",
            inSync().edited(B).deleteLimitReached(300),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        elsewhere(
            "a record that is gone needs no delete",
            given().holds(D, A).absent(D, 1).deleting().deleteLimitReached(300),
            "gone, ledgerLost: released | nothing | nothing"),
        elsewhere(
            "Orphan neither",
            inSync().orphan().deleting().deleteLimitReached(300),
            "orphan, released: released | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> remove() {
    return rule(
        "remove",
        row(
            "a deleted object's record is removed",
            inSync().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        row(
            "the record of a former identity is removed once the new one is in place",
            inSync().holds(OLD, A).sees(OLD, A, 1),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A; former: A,"
                + " held A"),
        elsewhere(
            "and not before",
            given().holds(OLD, A).sees(OLD, A, 1).absent(D, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | former: A, held A;"
                + " sports: A, held nothing"),
        elsewhere(
            "nor while the new one is only read from before its Put",
            given().holds(OLD, A).sees(OLD, A, 1).ordered(D, A).sees(D, A, 9).putAccepted(D, A, 1),
            "verify: False Verifying, reconciling | read back in FIRST_SYNC | former: A, held A; sports: A,"
                + " held nothing"),
        elsewhere(
            "a refused first Put keeps the former record",
            given()
                .holds(OLD, A)
                .sees(OLD, A, 1)
                .ordered(D, A)
                .absent(D, 9)
                .putRefused(D, A, rejected(), 1, 30),
            "refused, refused: False RejectedByApi, stalled | look again at 30s | former: A, held A"),
        row(
            "an object that is deleted half-way removes both, the older first",
            inSync().holds(OLD, A).sees(OLD, A, 1).deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A;"
                + " former: A, held A"));
  }
}
