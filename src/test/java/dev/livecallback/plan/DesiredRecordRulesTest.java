package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.APP_LESS;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.BY_DOMAIN;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.moving;
import static dev.livecallback.plan.RuleTable.elsewhere;
import static dev.livecallback.plan.RuleTable.row;
import static dev.livecallback.plan.RuleTable.rule;

import dev.livecallback.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the desired record, and the rows of each. */
class DesiredRecordRulesTest {
  @TestFactory
  Stream<DynamicTest> inFlight() {
    return rule(
        "inFlight",
        row(
            "while a write is in flight nothing is ordered",
            given().absent(D, 5).ordered(D, A).putInFlight(D, A),
            "inFlight: False Writing, reconciling | nothing | sports: A, held nothing"),
        row(
            "not even what the object was edited to meanwhile",
            Given.inSync().edited(B).putInFlight(D, A),
            "inFlight: False Writing, reconciling | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> keyUnusable() {
    return rule(
        "keyUnusable",
        row(
            "a missing Secret may come within ten minutes",
            given().absent(D, 1).secretMissing(),
            "keyUnusable: False SecretNotFound, reconciling | look again at 600s | nothing"),
        row(
            "then it waits for a person",
            given().absent(D, 1).secretMissing().reconciling(Reason.QUEUED, 601),
            "keyUnusable: False SecretNotFound, stalled | nothing | nothing"),
        row(
            "an invalid key waits for a person at once",
            given().absent(D, 1).keyInvalid(),
            "keyUnusable: False InvalidAuthKey, stalled | nothing | nothing"),
        elsewhere(
            "a Secret that is gone does not matter to a delete",
            given().holds(D, K1).sees(D, K1, 1).secretMissing().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: K1, held K1"));
  }

  @TestFactory
  Stream<DynamicTest> refused() {
    return rule(
        "refused",
        row(
            "a refused first Put takes the key out of the ledger",
            given().absent(D, 5).ordered(D, A).putRefused(D, A, rejected(), 1, 30),
            "refused, refused: False RejectedByApi, stalled | look again at 30s | nothing"),
        row(
            "a refused edit keeps the old record",
            Given.inSync().edited(B).ordered(D, B).putRefused(D, B, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: B, held A"),
        row(
            "the key stays if an earlier Put may yet land",
            given()
                .absent(D, 9)
                .ordered(D, A)
                .putUnknown(D, A, 5)
                .putRefused(D, A, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: A, held nothing"),
        row(
            "the key stays if an earlier Put was accepted and not read back",
            given()
                .absent(D, 9)
                .ordered(D, A)
                .putAccepted(D, A, 5)
                .edited(B)
                .ordered(D, B)
                .putRefused(D, B, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: B, held nothing"),
        row(
            "the key stays if a record is there",
            given().sees(D, FOREIGN, 9).ordered(D, A).putRefused(D, A, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: A, held nothing"),
        elsewhere(
            "after the pause it is tried again",
            given().absent(D, 5).putRefused(D, A, rejected(), 1, 0),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        elsewhere(
            "which changes nothing that is shown",
            given().stalled(Reason.REJECTED_BY_API).absent(D, 5).putRefused(D, A, rejected(), 1, 0),
            "write: kept | put A to sports in REPAIR | sports: A, held nothing"),
        elsewhere(
            "an edit is written at once",
            given()
                .stalled(Reason.REJECTED_BY_API)
                .edited(B)
                .generationSeenAgo(60)
                .absent(D, 5)
                .putRefused(D, A, rejected(), 1, 30),
            "write: False Writing, reconciling | put B to sports in FIRST_SYNC | sports: B, held"
                + " nothing"),
        elsewhere(
            "and in the lane of edits where the record was held",
            Given.inSync()
                .edited(B)
                .stalled(Reason.REJECTED_BY_API)
                .putRefused(D, FOREIGN, rejected(), 1, 30),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"));
  }

  @TestFactory
  Stream<DynamicTest> scopeMissing() {
    return rule(
        "scopeMissing",
        row(
            "where there is no scope the object waits for it",
            given().noScope(D, false, 1),
            "scopeMissing: False ScopeNotFound, reconciling | read in SWEEP at 299s, look again at 600s |"
                + " nothing"),
        row(
            "the oldest object of the scope probes with a Put",
            given().noScope(D, false, 1).oldestOfScope(),
            "scopeMissing: False ScopeNotFound, reconciling | put A to sports in FIRST_SYNC, look again at 600s |"
                + " sports: A, held nothing"),
        row(
            "a refused probe is repeated after its pause",
            given()
                .noScope(D, false, 9)
                .ordered(D, A)
                .putRefused(D, A, Failures.scopeMissing(false), 1, 30)
                .oldestOfScope(),
            "scopeMissing, scopeMissing: False ScopeNotFound, reconciling | look again at 30s | nothing"),
        elsewhere(
            "an accepted probe is read back",
            given().noScope(D, false, 9).ordered(D, A).putAccepted(D, A, 1).oldestOfScope(),
            "verify: False Verifying, reconciling | read back in FIRST_SYNC | sports: A, held nothing"),
        row(
            "an accepted probe that helped nothing is repeated a quarter of an hour later",
            given()
                .noScope(D, false, 1)
                .ordered(D, A)
                .putAccepted(D, A, 9)
                .oldestOfScope()
                .stalled(Reason.SCOPE_NOT_FOUND),
            "scopeMissing: False ScopeNotFound, stalled | look again at 891s | sports: A, held nothing"),
        row(
            "and not before",
            given()
                .noScope(D, false, 1)
                .ordered(D, A)
                .putAccepted(D, A, 900)
                .oldestOfScope()
                .stalled(Reason.SCOPE_NOT_FOUND),
            "scopeMissing: False ScopeNotFound, stalled | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        row(
            "so is one of unknown outcome",
            given()
                .noScope(D, false, 1)
                .ordered(D, A)
                .putUnknown(D, A, 9)
                .oldestOfScope()
                .stalled(Reason.SCOPE_NOT_FOUND),
            "scopeMissing: False ScopeNotFound, stalled | look again at 891s | sports: A, held nothing"),
        row(
            "a Put that finds no scope is no matter of luck",
            Given.inSync()
                .edited(B)
                .ordered(D, B)
                .putRefused(D, B, Failures.scopeMissing(true), 1, 30),
            "scopeMissing: False ScopeNotFound, reconciling | look again at 30s | sports: B, held A"));
  }

  @TestFactory
  Stream<DynamicTest> verify() {
    return rule(
        "verify",
        row(
            "an accepted Put is read back",
            given().absent(D, 9).ordered(D, A).putAccepted(D, A, 1),
            "verify: False Verifying, reconciling | read back in FIRST_SYNC | sports: A, held nothing"),
        row(
            "a Put of unknown outcome is read before anything else",
            Given.inSync().edited(B).ordered(D, B).putUnknown(D, B, 0),
            "verify: False Verifying, reconciling | read back in REPAIR | sports: B, held A"),
        row(
            "a read that began before the Put ended proves nothing",
            Given.inSync().putAccepted(D, A, 0),
            "verify: False Verifying, reconciling | read back in REPAIR | sports: A, held A"),
        elsewhere(
            "an edit back to what was read before the Put ended is written",
            Given.inSync().ordered(D, B).putAccepted(D, B, 0).edited(A),
            "write: False Writing, reconciling | put A to sports in EDIT | sports: A, held B"),
        elsewhere(
            "and stays an edit until it is sent",
            Given.inSync().edited(A).putAccepted(D, B, 0),
            "write: False Writing, reconciling | put A to sports in EDIT | sports: A, held A"),
        elsewhere(
            "a refused Put of other content changed nothing",
            Given.inSync().putRefused(D, B, rejected(), 0, 30),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> restoreCollateral() {
    return rule(
        "restoreCollateral",
        row(
            "what the delete of the app-less record took along is put back",
            moving().removeAccepted(APP_LESS, 2, 1).absent(APP_LESS, 1).absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A; null: A,"
                + " held A"),
        row(
            "also if its outcome is unknown",
            moving().removeUnknown(APP_LESS, 2).absent(APP_LESS, 1).absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A; null: A,"
                + " held A"),
        elsewhere(
            "what was put since is gone for another reason",
            moving()
                .removeAccepted(APP_LESS, 90, 1)
                .putAccepted(D, A, 80)
                .absent(APP_LESS, 1)
                .absent(D, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A; null: A, held A"),
        elsewhere(
            "what is absent since before that delete isn't known to have gone by it",
            moving().removeAccepted(APP_LESS, 1, 1).absent(APP_LESS, 2).absent(D, 2),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A; null: A, held A"),
        elsewhere(
            "a delete of another app takes nothing along",
            Given.inSync().holds(OLD, A).removeAccepted(OLD, 2, 1).absent(OLD, 1).absent(D, 1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A; former: A, held A"),
        row(
            "the domain of a vhost may be the same record",
            Given.inSync()
                .holds(BY_DOMAIN, A)
                .removeAccepted(BY_DOMAIN, 2, 1)
                .absent(BY_DOMAIN, 1)
                .absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A"),
        row(
            "what another's delete may have taken along is put back",
            Given.inSync().removeUnknown(D, 2).absent(D, 1),
            "restoreCollateral: False Writing, reconciling | put A to sports in EDIT | sports: A, held A"),
        elsewhere(
            "but not before it is seen to be gone",
            Given.inSync().removeUnknown(D, 2).sees(D, A, 1),
            "inSync: True InSync, not drifted | read back in REPAIR at 58s | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> unsettled() {
    return rule(
        "unsettled",
        row(
            "a read that contradicts an accepted Put is repeated after a second",
            given().absent(D, 1).ordered(D, A).putAccepted(D, A, 1),
            "unsettled: False Verifying, reconciling | read back in FIRST_SYNC at 0s | sports: A, held"
                + " nothing"),
        row(
            "after growing pauses",
            given().absent(D, 0).ordered(D, A).putAccepted(D, A, 16),
            "unsettled: False Verifying, reconciling | read back in FIRST_SYNC at 16s | sports: A, held"
                + " nothing"),
        row(
            "for a minute",
            given().absent(D, 0).ordered(D, A).putAccepted(D, A, 59),
            "unsettled: False Verifying, reconciling | read back in FIRST_SYNC at 59s | sports: A, held"
                + " nothing"),
        elsewhere(
            "then it is believed",
            given().absent(D, 0).ordered(D, A).putAccepted(D, A, 60),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " nothing"),
        row(
            "a minute from the first read on, where that came late",
            given().ordered(D, A).putAccepted(D, A, 60).sees(D, B, 0).unchangedFor(D, 59),
            "unsettled: False Verifying, reconciling | read back in FIRST_SYNC at 1s | sports: A, held"
                + " nothing"),
        elsewhere(
            "which is no outside change then",
            given().ordered(D, A).putAccepted(D, A, 61).sees(D, B, 0).unchangedFor(D, 60),
            "contested, contested: False StoredDifferently, stalled, drifted | nothing | sports: A, held B"),
        elsewhere(
            "but not what is seen only since ten seconds after",
            given().ordered(D, A).putAccepted(D, A, 69).sees(D, B, 0).unchangedFor(D, 59),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " nothing"),
        row(
            "one that contradicts a Put of unknown outcome is repeated for five seconds",
            given().absent(D, 0).ordered(D, A).putUnknown(D, A, 4),
            "unsettled: False Verifying, reconciling | read back in REPAIR at 4s | sports: A, held nothing"),
        elsewhere(
            "then the same content is put again",
            given().absent(D, 0).ordered(D, A).putUnknown(D, A, 5),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        row(
            "after more unknown outcomes in a row one read is enough until the pause is over",
            given().absent(D, 9).ordered(D, A).putUnknown(D, A, 9).unknownAgain(D, 2, 1),
            "unsettled: False Verifying, reconciling | look again at 1s | sports: A, held nothing"),
        elsewhere(
            "then it is put once more",
            given().absent(D, 9).ordered(D, A).putUnknown(D, A, 9).unknownAgain(D, 2, 0),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        elsewhere(
            "which changes nothing of what is shown",
            given()
                .absent(D, 9)
                .ordered(D, A)
                .putUnknown(D, A, 9)
                .unknownAgain(D, 2, 0)
                .reconciling(Reason.VERIFYING, 60),
            "write: kept | put A to sports in REPAIR | sports: A, held nothing"),
        elsewhere(
            "an edit does not wait for that",
            given()
                .absent(D, 9)
                .ordered(D, A)
                .putUnknown(D, A, 9)
                .unknownAgain(D, 9, 600)
                .edited(B),
            "write: False Writing, reconciling | put B to sports in FIRST_SYNC | sports: B, held"
                + " nothing"));
  }

  @TestFactory
  Stream<DynamicTest> ambiguous() {
    return rule(
        "ambiguous",
        row(
            "several records of which none is right wait for a person",
            given().seesSeveral(D, 10, B, FOREIGN),
            "ambiguous: False Ambiguous, stalled, drifted | read in SWEEP at 290s | nothing"),
        elsewhere(
            "one that is right is enough",
            given().seesSeveral(D, 1, A, FOREIGN),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> adoptEqual() {
    return rule(
        "adoptEqual",
        row(
            "a record that is as the object says is taken over",
            given().sees(D, A, 1),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "also if the API hides its key",
            given().wants(K1).secretVersion("v1").sees(D, HIDDEN, 1),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        elsewhere(
            "but where it may be replaced nobody has to guess which key it has",
            given().wants(K1).secretVersion("v1").sees(D, HIDDEN, 1).adopting(),
            "write: False Writing, reconciling | put K1 to sports in FIRST_SYNC | sports: K1, held"
                + " nothing"),
        row(
            "or can see it",
            given().wants(K1).secretVersion("v1").sees(D, K1, 1).adopting(),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: K1, held K1"));
  }

  @TestFactory
  Stream<DynamicTest> alreadyExists() {
    return rule(
        "alreadyExists",
        row(
            "a record that is not is left alone",
            given().sees(D, FOREIGN, 10),
            "alreadyExists: False AlreadyExists, stalled | read in SWEEP at 290s | nothing"),
        elsewhere(
            "one that this object ordered is not another's",
            given().sees(D, FOREIGN, 10).ordered(D, A),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),

        // what may be replaced
        elsewhere(
            "with Adopt another's record is replaced",
            given().adopting().sees(D, FOREIGN, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        elsewhere(
            "with Adopt an equal one needs no Put",
            given().adopting().sees(D, A, 1),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "Adopt that is edited in frees an object that stopped",
            given().stalled(Reason.ALREADY_EXISTS).adopting().edited(A).sees(D, FOREIGN, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        elsewhere(
            "several records are ambiguous with Adopt, too",
            given().adopting().seesSeveral(D, 1, FOREIGN, B),
            "ambiguous: False Ambiguous, stalled, drifted | read in SWEEP at 299s | nothing"),
        elsewhere(
            "Adopt with ApplyOnChange replaces once",
            given().adopting().applyingOnChange().sees(D, FOREIGN, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        elsewhere(
            "who only watches adopts nothing",
            given().adopting().observing().sees(D, FOREIGN, 1),
            "observe: True DriftTolerated, drifted | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> write() {
    return rule(
        "write",
        row(
            "a new record is entered into the ledger and put",
            given().absent(D, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        row(
            "after a restart between ledger and Put it is put again",
            given().reconciling(Reason.WRITING, 9).absent(D, 1).ordered(D, A),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        row(
            "an edit is put",
            Given.inSync().edited(B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        row(
            "after a restart between ledger and Put an edit is put again",
            Given.inSync().edited(B).reconciling(Reason.WRITING, 9).ordered(D, B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        elsewhere(
            "an edit back before anything was sent needs no Put",
            Given.inSync().ordered(D, B).edited(A),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "an edit that meets drift is an edit",
            Given.inSync().drifted(60).sees(D, FOREIGN, 1).edited(B),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        row(
            "a rotated key is put though the API hides keys",
            given()
                .wants(K2)
                .secretVersion("v2")
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "write: False Writing, reconciling | put K2 to sports in EDIT | sports: K1, held K1"),
        elsewhere(
            "a rotated key that the API shows already needs no Put",
            given()
                .wants(K2)
                .secretVersion("v2")
                .holds(D, K1)
                .sees(D, K2, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        elsewhere(
            "another version of the Secret with the same value is no rotation",
            given()
                .wants(K1)
                .secretVersion("v2")
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        row(
            "after a restart a hidden key that was ordered and never read back is written once more",
            given().wants(K2).secretVersion("v2").ordered(D, K1).sees(D, HIDDEN, 1),
            "write: False Writing, reconciling | put K2 to sports in FIRST_SYNC | sports: K1, held nothing"),
        row(
            "also if the first try of this process was refused, and then the Secret changed",
            given()
                .wants(K2)
                .secretVersion("v2")
                .ordered(D, K1)
                .sees(D, HIDDEN, 1)
                .putRefused(D, K1, Failures.notPermitted(), 9, 30),
            "write: False Writing, reconciling | put K2 to sports in FIRST_SYNC | sports: K1, held nothing"),
        row(
            "after a restart another version of the Secret is put where the API hides keys",
            given().wants(K2).secretVersion("v2").holds(D, K1).sees(D, HIDDEN, 1).ready(),
            "write: False Writing, reconciling | put K2 to sports in EDIT | sports: K1, held K1"),
        elsewhere(
            "where it shows them the read decides",
            given().wants(K2).secretVersion("v2").holds(D, K1).sees(D, K2, 1).ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        row(
            "another key that may have been written is put back",
            given()
                .wants(K1)
                .secretVersion("v3")
                .holds(D, K1)
                .putUnknown(D, K2, 9)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "write: False Writing, reconciling | put K1 to sports in EDIT | sports: K1, held K1"),
        row(
            "also if a Put of the right one has been refused since",
            given()
                .wants(K1)
                .secretVersion("v3")
                .holds(D, K1)
                .putUnknown(D, K2, 9)
                .putRefused(D, K1, throttled(), 8, 0)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "write: False Writing, reconciling | put K1 to sports in REPAIR | sports: K1, held K1"),
        elsewhere(
            "where the API shows keys the read decides that too",
            given()
                .wants(K1)
                .secretVersion("v3")
                .holds(D, K1)
                .putUnknown(D, K2, 90)
                .sees(D, K1, 1)
                .knowsAuthKey("key-one")
                .ready(),
            "inSync, inSync: True InSync, not drifted | nothing | sports: K1, held K1"),
        elsewhere(
            "the same version is not put",
            given().wants(K1).secretVersion("v1").holds(D, K1).sees(D, HIDDEN, 1).ready(),
            "inSync: True InSync, not drifted | nothing | sports: K1, held K1"));
  }

  @TestFactory
  Stream<DynamicTest> inSync() {
    return rule(
        "inSync",
        row(
            "what reads back as wanted is in sync",
            given().ordered(D, A).putAccepted(D, A, 2).sees(D, A, 1),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "a read in the instant in which the Put ended counts",
            given().ordered(D, A).putAccepted(D, A, 1).sees(D, A, 1),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "what may change yet is read once more after a minute",
            given().ordered(D, A).putUnknown(D, A, 20).sees(D, A, 1),
            "inSync: True InSync, not drifted | read back in REPAIR at 40s | sports: A, held A"),
        row(
            "which settles it",
            given().ordered(D, A).putUnknown(D, A, 61).sees(D, A, 1),
            "inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }
}
