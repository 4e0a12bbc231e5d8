package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static dev.livecallback.plan.RuleTable.elsewhere;
import static dev.livecallback.plan.RuleTable.row;
import static dev.livecallback.plan.RuleTable.rule;

import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of outside changes and of objects that only observe, and the rows of each. */
class DriftRulesTest {
  private static final String READABLE = "2026-03-01T12:30:00Z";

  @TestFactory
  Stream<DynamicTest> observe() {
    return rule(
        "observe",
        elsewhere(
            "who watches reads first",
            given().observing(),
            "unread: Unknown Queued, reconciling | read in FIRST_SYNC | nothing"),
        row(
            "an equal record is in sync and stays nobody's",
            given().observing().sees(D, A, 1),
            "observe: True InSync, not drifted | nothing | nothing"),
        row(
            "another one is told of and left",
            given().observing().sees(D, FOREIGN, 1),
            "observe: True DriftTolerated, drifted | nothing | nothing"),
        row(
            "one that isn't there too",
            given().observing().absent(D, 1),
            "observe: True DriftTolerated, drifted | nothing | nothing"),
        row(
            "of several one as the object says is enough",
            given().observing().seesSeveral(D, 1, FOREIGN, A),
            "observe: True InSync, not drifted | nothing | nothing"),
        row(
            "several others differ",
            given().observing().seesSeveral(D, 1, FOREIGN, B),
            "observe: True DriftTolerated, drifted | nothing | nothing"),
        row(
            "a hidden key is as good as the right one",
            given().observing().wants(K1).sees(D, HIDDEN, 1),
            "observe: True InSync, not drifted | nothing | nothing"),
        row(
            "a Secret that isn't there is no matter",
            given().observing().secretMissing().sees(D, HIDDEN, 1),
            "observe: True InSync, not drifted | nothing | nothing"),
        row(
            "a scope that isn't there is looked for every five minutes",
            given().observing().noScope(D, false, 60).oldestOfScope(),
            "observe: False ScopeNotFound, reconciling | read in SWEEP at 240s, look again at 600s |"
                + " nothing"),
        elsewhere(
            "a rejected read is told",
            given().observing().readFailed(D, rejected(), 9),
            "backingOff: False RejectedByApi, stalled | look again at 9s | nothing"),
        row(
            "an edit is compared and not written",
            inSync().observing().edited(B),
            "observe: True DriftTolerated, drifted | nothing | sports: A, held A"),
        elsewhere(
            "who watches and is deleted leaves the record",
            inSync().observing().deleting(),
            "orphan, released: released | nothing | nothing"),
        // what was on its way when the object began to watch
        elsewhere(
            "a write in flight is waited for",
            inSync().edited(B).ordered(D, B).putInFlight(D, B).observing(),
            "inFlight: False Writing, reconciling | nothing | sports: B, held A"),
        row(
            "what a Put did is read",
            inSync().edited(B).ordered(D, B).sees(D, A, 5).putAccepted(D, B, 1).observing(),
            "observe: False Verifying, reconciling | read back in EDIT | sports: B, held A"),
        row(
            "also if that was of other content than is wanted now",
            inSync().ordered(D, B).sees(D, A, 5).putAccepted(D, B, 1).observing(),
            "observe: False Verifying, reconciling | read back in EDIT | sports: B, held A"),
        row(
            "a Remove too",
            inSync().sees(D, A, 5).removeAccepted(D, 1, 1).observing(),
            "observe: False Verifying, reconciling | read back in REPAIR | sports: A, held A"),
        row(
            "a later read says how it is",
            inSync().ordered(D, B).putAccepted(D, B, 2).sees(D, B, 1).observing(),
            "observe: True DriftTolerated, drifted | nothing | sports: B, held A"),
        row(
            "a Put that was refused did nothing",
            inSync()
                .edited(B)
                .ordered(D, B)
                .sees(D, A, 5)
                .putRefused(D, B, rejected(), 1, 9)
                .observing(),
            "observe: True DriftTolerated, drifted | nothing | sports: B, held A"),
        row(
            "the pause after a write that was throttled is no matter",
            inSync().sees(D, A, 5).putRefused(D, A, throttled(), 1, 0).observing(),
            "observe: True InSync, not drifted | nothing | sports: A, held A"),
        // what the object enforces again
        elsewhere(
            "who enforces after watching takes an equal record over",
            given().sees(D, A, 1).showing(Reason.IN_SYNC),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "and stops at another one",
            given().sees(D, FOREIGN, 1).showing(Reason.DRIFT_TOLERATED),
            "alreadyExists: False AlreadyExists, stalled | read in SWEEP at 299s | nothing"),
        elsewhere(
            "and writes what isn't there",
            given().absent(D, 1).showing(Reason.DRIFT_TOLERATED),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        elsewhere(
            "what it held before it watched is put back",
            inSync().showing(Reason.DRIFT_TOLERATED).drifted(60).sees(D, FOREIGN, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        elsewhere(
            "what was edited while it watched is an edit",
            inSync().edited(B).showing(Reason.DRIFT_TOLERATED).drifted(60),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        elsewhere(
            "what was on its way when it began to watch goes on",
            inSync().edited(B).ordered(D, B).putAccepted(D, B, 1).sees(D, A, 5),
            "verify: False Verifying, reconciling | read back in EDIT | sports: B, held A"));
  }

  @TestFactory
  Stream<DynamicTest> tolerateDrift() {
    return rule(
        "tolerateDrift",
        elsewhere(
            "with ApplyOnChange a new object is written",
            given().applyingOnChange().absent(D, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        row(
            "what was changed outside is left",
            inSync().applyingOnChange().sees(D, FOREIGN, 1),
            "tolerateDrift: True DriftTolerated, drifted | nothing | sports: A, held A"),
        row(
            "what vanished too",
            inSync().applyingOnChange().absent(D, 1),
            "tolerateDrift: True DriftTolerated, drifted | nothing | sports: A, held A"),
        row(
            "after a restart as well",
            inSync().applyingOnChange().showing(Reason.DRIFT_TOLERATED).drifted(60).absent(D, 1),
            "tolerateDrift: True DriftTolerated, drifted | nothing | sports: A, held A"),
        elsewhere(
            "an edit is written over it",
            inSync().applyingOnChange().drifted(60).sees(D, FOREIGN, 1).edited(B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        elsewhere(
            "an edit that a restart kept from being sent is written",
            inSync().applyingOnChange().edited(B).ordered(D, B).sees(D, FOREIGN, 1),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        elsewhere(
            "an edit back is written if what was written in between is there",
            inSync().applyingOnChange().ordered(D, B).edited(A).putAccepted(D, B, 9).sees(D, B, 1),
            "write: False Writing, reconciling | put A to sports in EDIT | sports: A, held B"),
        elsewhere(
            "also once the ledger says so and a restart kept it from being sent",
            inSync().holds(D, B).ordered(D, A).applyingOnChange().sees(D, B, 1),
            "write: False Writing, reconciling | put A to sports in EDIT | sports: A, held B"),
        elsewhere(
            "it is done when its own Put is accepted and read back",
            inSync().holds(D, B).ordered(D, A).applyingOnChange().putAccepted(D, A, 2),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "what is inherited as it is wanted and was changed outside is left",
            given().applyingOnChange().inherits(D, A).sees(D, FOREIGN, 1),
            "inherit, tolerateDrift: True DriftTolerated, drifted | nothing | sports: nothing, held A"),
        elsewhere(
            "what is inherited and wanted otherwise is written",
            given().applyingOnChange().inherits(D, B).sees(D, FOREIGN, 1),
            "inherit, write: False Writing, reconciling | put A to sports in EDIT | sports: A, held B"),
        elsewhere(
            "one that a read contradicts is verified for a minute",
            inSync().applyingOnChange().edited(B).ordered(D, B).putAccepted(D, B, 9).sees(D, A, 8),
            "unsettled: False Verifying, reconciling | read back in REPAIR at -7s | sports: B, held A"),
        row(
            "and then left as it is",
            inSync().applyingOnChange().edited(B).ordered(D, B).putAccepted(D, B, 99).sees(D, A, 8),
            "tolerateDrift: True DriftTolerated, drifted | nothing | sports: B, held A"),
        elsewhere(
            "what a Remove of ours took along is put back",
            inSync()
                .applyingOnChange()
                .holds(Given.APP_LESS, A)
                .absent(Given.APP_LESS, 1)
                .removeAccepted(Given.APP_LESS, 2, 1)
                .absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A; null: A,"
                + " held A"),
        elsewhere(
            "Enforce that is edited in puts back what was left",
            inSync().drifted(60).managed(ManagementPolicy.ENFORCE).sees(D, FOREIGN, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        // the key under ApplyOnChange
        elsewhere(
            "a key that is rotated while the operator runs is put",
            signed().knowsAuthKey("key-one"),
            "write: False Writing, reconciling | put K2 to sports in EDIT | sports: K1, held K1"),
        elsewhere(
            "after a restart another version of the Secret is left",
            signed(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        row(
            "where the API shows another key that is left as drift",
            signed().sees(D, K1, 1),
            "tolerateDrift: True DriftTolerated, drifted | nothing | sports: K1, held K1"),
        // what is allowed for a while
        row(
            "allow-drift-until leaves outside changes until then",
            inSync().sees(D, FOREIGN, 1).allowsDrift(READABLE),
            "tolerateDrift: True DriftTolerated, drifted | look again at 60s | sports: A, held A"),
        row(
            "also where its end is nearer than the next look",
            inSync().sees(D, FOREIGN, 1).allowsDrift("2026-03-01T12:00:20Z"),
            "tolerateDrift: True DriftTolerated, drifted | look again at 20s | sports: A, held A"),
        elsewhere(
            "once it is over they are corrected",
            inSync().drifted(60).sees(D, FOREIGN, 1).allowsDrift("2026-03-01T12:00:00Z"),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        row(
            "what can't be read leaves them",
            inSync().sees(D, FOREIGN, 1).allowsDrift("tomorrow"),
            "tolerateDrift: True DriftTolerated, drifted | look again at 60s | sports: A, held A"),
        row(
            "what is more than seven days ahead does too",
            inSync().sees(D, FOREIGN, 1).allowsDrift("2026-03-08T12:00:01Z"),
            "tolerateDrift: True DriftTolerated, drifted | look again at 60s | sports: A, held A"),
        elsewhere(
            "an edit is written all the same",
            inSync().edited(B).allowsDrift(READABLE),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        elsewhere(
            "a record that is as wanted is in sync",
            inSync().allowsDrift(READABLE),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "a contest is left as well",
            inSync().sees(D, FOREIGN, 1).contested(D, 99).allowsDrift(READABLE),
            "tolerateDrift: True DriftTolerated, drifted | look again at 60s | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> contested() {
    return rule(
        "contested",
        row(
            "a record that keeps flipping back is left for a while",
            inSync().sees(D, FOREIGN, 1).contested(D, 90),
            "contested: False Contested, stalled, drifted | look again at 90s | sports: A, held A"),
        row(
            "and then put once more",
            inSync().sees(D, FOREIGN, 1).contested(D, 0),
            "contested: False Contested, stalled, drifted | put A to sports in REPAIR | sports: A, held A"),
        row(
            "of which the status, once it tells, says nothing new",
            inSync().stalled(Reason.CONTESTED).drifted(60).sees(D, FOREIGN, 1).contested(D, 0),
            "contested: kept | put A to sports in REPAIR | sports: A, held A"),
        elsewhere(
            "nor while it is in flight",
            inSync().stalled(Reason.CONTESTED).drifted(60).putInFlight(D, A).contested(D, 9),
            "inFlight: kept | nothing | sports: A, held A"),
        elsewhere(
            "nor while it is read back",
            inSync()
                .stalled(Reason.CONTESTED)
                .drifted(60)
                .sees(D, FOREIGN, 9)
                .putAccepted(D, A, 1)
                .contested(D, 9),
            "verify: kept | read back in REPAIR | sports: A, held A"),
        elsewhere(
            "as long as it holds it is in sync",
            inSync().stalled(Reason.CONTESTED).drifted(60).contested(D, 900),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "an edit is written at once",
            inSync().stalled(Reason.CONTESTED).sees(D, FOREIGN, 1).contested(D, 900).edited(B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        // what is stored differently
        row(
            "what reads back otherwise for a minute is stored differently",
            storedFor(60, 0),
            "contested, contested: False StoredDifferently, stalled, drifted | nothing | sports: A, held B"),
        elsewhere(
            "not a second earlier",
            storedFor(60, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " nothing"),
        elsewhere(
            "a record that is gone isn't stored differently",
            storedFor(60, 0).absent(D, 0),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " nothing"),
        elsewhere(
            "nor one that changed since",
            storedFor(9, 0),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " nothing"),
        elsewhere(
            "nor one that has been so since before the Put",
            storedFor(99, 0),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " nothing"),
        elsewhere(
            "nor what an earlier Put may have left that landed after it",
            storedFor(60, 0).putUnknown(D, B, 99).putAccepted(D, A, 80),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        elsewhere(
            "whatever outside changes are left",
            storedFor(60, 0).applyingOnChange().putUnknown(D, B, 99).putAccepted(D, A, 80),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        elsewhere(
            "be it of the process before this one",
            storedFor(60, 0).createdAgo(999).startedAgo(90),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        row(
            "but what can't have landed since is stored differently",
            storedFor(60, 0).createdAgo(999).startedAgo(140),
            "contested, contested: False StoredDifferently, stalled, drifted | nothing | sports: A, held B"),
        elsewhere(
            "nor after a Put of unknown outcome",
            given().ordered(D, A).putUnknown(D, A, 70).sees(D, B, 0).unchangedFor(D, 65),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        row(
            "with ApplyOnChange it is told as well, for it was never in effect",
            storedFor(60, 0).applyingOnChange(),
            "contested, contested: False StoredDifferently, stalled, drifted | nothing | sports: A, held B"),
        row(
            "also while drift is allowed",
            storedFor(60, 0).allowsDrift(READABLE),
            "contested, contested: False StoredDifferently, stalled, drifted | nothing | sports: A, held B"),
        elsewhere(
            "with ApplyOnChange what was in effect before is left",
            storedFor(60, 0).holds(D, A).applyingOnChange(),
            "tolerateDrift: True DriftTolerated, drifted | nothing | sports: A, held A"),
        elsewhere(
            "what was read back as put and changed then is drift",
            storedFor(60, 0).holds(D, A).readBack(D),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        row(
            "what is known to be stored so stays so",
            storedFor(9, 0).holds(D, B).ordered(D, A).readBack(D),
            "contested, contested: False StoredDifferently, stalled, drifted | nothing | sports: A, held B"),
        elsewhere(
            "until something else is found there: that is drift",
            storedFor(99, 0).sees(D, FOREIGN, 0).holds(D, B).ordered(D, A).readBack(D),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " B"),
        elsewhere(
            "another key than was read back is drift",
            given()
                .wants(K1)
                .secretVersion("v1")
                .holds(D, K1)
                .putAccepted(D, K1, 80)
                .sees(D, K2, 0)
                .unchangedFor(D, 70)
                .readBack(D),
            "drift: False Correcting, reconciling, drifted | put K1 to sports in REPAIR | sports: K1, held"
                + " K1"),
        elsewhere(
            "which may be left",
            storedFor(99, 0)
                .sees(D, FOREIGN, 0)
                .holds(D, B)
                .ordered(D, A)
                .readBack(D)
                .applyingOnChange(),
            "tolerateDrift: True DriftTolerated, drifted | nothing | sports: A, held B"),
        row(
            "what was held long ago may be stored differently now",
            storedFor(60, 0).holds(D, A),
            "contested, contested: False StoredDifferently, stalled, drifted | nothing | sports: A, held B"),
        elsewhere(
            "an edit is written",
            storedFor(60, 0).edited(B).sees(D, FOREIGN, 0),
            "write: False Writing, reconciling | put B to sports in FIRST_SYNC | sports: B, held"
                + " nothing"));
  }

  @TestFactory
  Stream<DynamicTest> drift() {
    return rule(
        "drift",
        row(
            "a record that was changed outside is put back",
            inSync().sees(D, FOREIGN, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        row(
            "a record that vanished is put back",
            inSync().absent(D, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        row(
            "a key that was changed outside is put back",
            given()
                .wants(K1)
                .secretVersion("v1")
                .holds(D, K1)
                .sees(D, K2, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "drift: False Correcting, reconciling, drifted | put K1 to sports in REPAIR | sports: K1, held"
                + " K1"),
        elsewhere(
            "a hidden key is no drift",
            given()
                .wants(K1)
                .secretVersion("v1")
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        elsewhere(
            "a correction of unknown outcome is read first",
            inSync().drifted(60).sees(D, FOREIGN, 1).putUnknown(D, A, 0),
            "verify: False Verifying, reconciling | read back in REPAIR | sports: A, held A"));
  }

  private static Given signed() {
    return given()
        .applyingOnChange()
        .wants(K2)
        .secretVersion("v2")
        .holds(D, K1)
        .sees(D, HIDDEN, 1)
        .ready();
  }

  /** A Put was accepted 80 s ago, and since a read so long ago the record is B. */
  private static Given storedFor(long seconds, long readAgo) {
    return given().ordered(D, A).putAccepted(D, A, 80).sees(D, B, readAgo).unchangedFor(D, seconds);
  }
}
