package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.credentialsRejected;
import static dev.livecallback.plan.Failures.notPermitted;
import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Failures.unavailable;
import static dev.livecallback.plan.Failures.wrongEndpoint;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static dev.livecallback.plan.RuleTable.elsewhere;
import static dev.livecallback.plan.RuleTable.row;
import static dev.livecallback.plan.RuleTable.rule;

import dev.livecallback.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of calls that failed and of reads that are due, and the rows of each. */
class BackoffRulesTest {
  @TestFactory
  Stream<DynamicTest> backingOff() {
    return rule(
        "backingOff",
        row(
            "a throttled write waits",
            inSync().edited(B).ordered(D, B).putRefused(D, B, throttled(), 1, 7),
            "backingOff: False Throttled, reconciling | look again at 7s | sports: B, held A"),
        elsewhere(
            "after the pause it is tried again, as a retry",
            inSync().edited(B).ordered(D, B).putRefused(D, B, throttled(), 1, 0),
            "write: False Writing, reconciling | put B to sports in REPAIR | sports: B, held A"),
        elsewhere(
            "other content does not wait for that pause",
            inSync().edited(B).putRefused(D, FOREIGN, throttled(), 1, 7),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        row(
            "an unavailable API is named",
            inSync().edited(B).ordered(D, B).putRefused(D, B, unavailable(), 1, 7),
            "backingOff: False ApiUnavailable, reconciling | look again at 7s | sports: B, held A"),
        row(
            "a missing permission is the account's matter",
            inSync().edited(B).ordered(D, B).putRefused(D, B, notPermitted(), 1, 7),
            "backingOff: False AccountNotReady, reconciling | look again at 7s | sports: B, held A"),
        row(
            "a throttled sweep leaves what is in sync alone",
            inSync().readFailed(D, throttled(), 7),
            "backingOff: kept | look again at 7s | sports: A, held A"),
        row(
            "a throttled first read is told",
            given().readFailed(D, throttled(), 7),
            "backingOff: False Throttled, reconciling | look again at 7s | nothing"),
        row(
            "a rejected read waits for a person",
            given().readFailed(D, rejected(), 7),
            "backingOff: False RejectedByApi, stalled | look again at 7s | nothing"),
        row(
            "a throttled delete goes on later",
            inSync().deleting().removeRefused(D, throttled(), 1, 0, 7),
            "backingOff: False Deleting, reconciling, no drift | look again at 7s | sports: A, held A"),
        row(
            "a delete that is not permitted is blocked",
            inSync().deleting().removeRefused(D, notPermitted(), 1, 0, 7),
            "backingOff: False DeleteBlocked, stalled, no drift | look again at 7s | sports: A, held A"),
        elsewhere(
            "a delete does not wait for the pause of a Put",
            inSync().deleting().putRefused(D, A, throttled(), 5, 7),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        row(
            "a read that finds no API waits though the gate is open",
            given().readFailed(D, credentialsRejected(), 7),
            "backingOff: False AccountNotReady, reconciling | look again at 7s | nothing"),
        row(
            "so does a write",
            inSync().edited(B).ordered(D, B).putRefused(D, B, wrongEndpoint(), 1, 7),
            "backingOff: False AccountNotReady, reconciling | look again at 7s | sports: B, held A"),
        row(
            "and a delete is blocked for so long",
            inSync().deleting().removeRefused(D, wrongEndpoint(), 1, 0, 7),
            "backingOff: False DeleteBlocked, stalled, no drift | look again at 7s | sports: A, held A"),
        elsewhere(
            "an edit that can be judged doesn't wait for throttled reads",
            inSync().edited(B).readFailed(D, throttled(), 9),
            "write: False Writing, reconciling | put B to sports in REPAIR | sports: B, held A"),
        row(
            "where a fresh read is wanted first it does",
            inSync().edited(B).readFailed(D, throttled(), 9).resumed(0),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held A"),
        row(
            "also where it was asked for",
            inSync().edited(B).readFailed(D, throttled(), 9).reconcileRequested("now", 0),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held A"),
        row(
            "and where it has to be found out whether a Put happened",
            given().absent(D, 9).ordered(D, A).putUnknown(D, A, 1).readFailed(D, throttled(), 9),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held nothing"),
        row(
            "or whether the record went along with another",
            inSync().removeUnknown(D, 0).readFailed(D, throttled(), 9),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held A"),
        row(
            "or a Put that a read contradicted is read back again",
            inSync()
                .edited(B)
                .ordered(D, B)
                .putUnknown(D, B, 3)
                .sees(D, A, 2)
                .readFailed(D, throttled(), 9),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: B, held A"),
        row(
            "an object that only watches stays Ready while reads are throttled",
            given().observing().sees(D, A, 1).ready().readFailed(D, throttled(), 9),
            "backingOff: kept | look again at 9s | nothing"),
        row(
            "as does one that held the record before it only watched",
            inSync().observing().edited(B).sees(D, B, 1).ready().readFailed(D, throttled(), 9),
            "backingOff: kept | look again at 9s | sports: A, held A"),
        elsewhere(
            "and while its account is closed",
            given().observing().sees(D, A, 1).ready().gateShut(false),
            "accountClosed: kept | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> unread() {
    return rule(
        "unread",
        row(
            "a new object is read first",
            given(),
            "unread: Unknown Queued, reconciling | read in FIRST_SYNC | nothing"),
        row(
            "a Ready object stays so after a restart and is read with the sweep",
            given().holds(D, A).ready(),
            "unread: kept | read in SWEEP | sports: A, held A"),
        row(
            "one that was edited meanwhile is read for its edit",
            given().holds(D, A).ready().edited(B),
            "unread: Unknown Queued, reconciling | read in EDIT | sports: A, held A"),
        row(
            "what was absent before this generation was seen is read again",
            given().generationSeenAgo(10).absent(D, 11),
            "unread: Unknown Queued, reconciling | read in FIRST_SYNC | nothing"),
        elsewhere(
            "what was absent since is believed",
            given().generationSeenAgo(10).absent(D, 10),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        elsewhere(
            "what is in the ledger needs no second look",
            inSync().edited(B).generationSeenAgo(0),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        row(
            "a deleted object is read after a restart",
            given().holds(D, A).deleting(),
            "unread: False Deleting, reconciling, no drift | read in EDIT | sports: A, held A"),
        // a pause ended
        row(
            "after a pause a Ready object stays so and is read",
            inSync().showing(Reason.PAUSED).resumed(0),
            "unread: True InSync | read in SWEEP | sports: A, held A"),
        row(
            "one whose drift was left stays Ready for that reason",
            inSync().drifted(60).applyingOnChange().showing(Reason.PAUSED).resumed(0),
            "unread: True DriftTolerated | read in SWEEP | sports: A, held A"),
        elsewhere(
            "a read that began after its end is enough",
            inSync().showing(Reason.PAUSED).resumed(1),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "drift that came up meanwhile is corrected after that read",
            inSync().showing(Reason.PAUSED).sees(D, FOREIGN, 1).resumed(1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        row(
            "what was edited meanwhile is read before it is written",
            inSync().showing(Reason.PAUSED).edited(B).resumed(0),
            "unread: Unknown Queued, reconciling | read in EDIT | sports: A, held A"),
        elsewhere(
            "and then written",
            inSync().showing(Reason.PAUSED).edited(B).resumed(1),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        row(
            "a delete that was held is read and goes on",
            inSync().showing(Reason.PAUSED).deleting().resumed(0),
            "unread: False Deleting, reconciling, no drift | read in EDIT | sports: A, held A"),
        elsewhere(
            "with the account closed a Ready object is Ready without being paused",
            inSync().showing(Reason.PAUSED).gateShut(true).resumed(0),
            "accountClosed: True InSync | nothing | sports: A, held A"),
        elsewhere(
            "with throttled reads as well",
            inSync().showing(Reason.PAUSED).readFailed(D, throttled(), 9).resumed(0),
            "backingOff: True InSync | look again at 9s | sports: A, held A"),
        // a read was asked for
        row(
            "a request reads an object that is in sync at once",
            inSync().reconcileRequested("now", 0),
            "unread: kept | read in EDIT | sports: A, held A"),
        elsewhere(
            "a read that began in that instant answers it",
            inSync().reconcileRequested("now", 1),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "drift that it finds is corrected",
            inSync().sees(D, FOREIGN, 0).reconcileRequested("now", 0),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        row(
            "an object whose drift is left is asked for too",
            inSync()
                .applyingOnChange()
                .showing(Reason.DRIFT_TOLERATED)
                .drifted(60)
                .sees(D, FOREIGN, 1)
                .reconcileRequested("now", 0),
            "unread: kept | read in EDIT | sports: A, held A"),
        row(
            "an object that only watches is asked for too",
            given().observing().sees(D, A, 1).ready().reconcileRequested("now", 0),
            "unread: kept | read in EDIT | nothing"),
        row(
            "an object that waits for a person is judged anew",
            given().sees(D, FOREIGN, 1).stalled(Reason.ALREADY_EXISTS).reconcileRequested("now", 0),
            "unread: Unknown Queued, reconciling | read in EDIT | nothing"),
        row(
            "a failed read of a request is a retry",
            inSync().readFailed(D, throttled(), 0).reconcileRequested("now", 0),
            "unread: kept | read in SWEEP | sports: A, held A"),
        row(
            "a leftover is read for a request, too",
            inSync().holds(OLD, A).sees(OLD, A, 2).reconcileRequested("now", 1),
            "unread: kept | read in EDIT | sports: A, held A; former: A, held A"));
  }
}
