package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.OTHER;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pauses: their end, and what is requested of a paused or failing object. */
class PlannerPauseTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plans(String situation, Given given, String plan) {
    Facts facts = given.facts();

    assertThat(Told.of(facts, new Planner().plan(facts))).isEqualTo(plan);
  }

  static Stream<Arguments> plans() {
    return Stream.of(paused(), resumed(), requested(), failingReads()).flatMap(rules -> rules);
  }

  /** paused */
  private static Stream<Arguments> paused() {
    return Stream.of(
        arguments(
            "a new object that is paused isn't even read",
            given().paused(),
            "paused: as before Paused | nothing | nothing"),
        arguments(
            "an edit waits for the end of the pause",
            inSync().edited(B).paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        arguments(
            "drift is left while the object is paused",
            inSync().sees(D, FOREIGN, 1).paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        arguments(
            "a delete is held by a pause",
            inSync().deleting().paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        arguments(
            "even one with Orphan",
            inSync().orphan().deleting().paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        arguments(
            "a delete without any record waits too",
            given().deleting().paused(),
            "paused: as before Paused | nothing | nothing"),
        arguments(
            "a write in flight changes nothing about it",
            given().ordered(D, A).putInFlight(D, A).paused(),
            "paused: as before Paused | nothing | sports: A, held nothing"),
        arguments(
            "a move stops half-way",
            inSync().holds(OLD, A).sees(OLD, A, 1).paused(),
            "paused: as before Paused | nothing | sports: A, held A; former: A, held A"),
        arguments(
            "what an heir has written down stays till the end of the pause",
            inSync().observing().heir(D, true).paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        arguments(
            "a conflict is no matter while paused",
            given().heldBy(OTHER).paused(),
            "paused: as before Paused | nothing | nothing"),
        arguments(
            "nor is an account that is gone",
            inSync().noAccount().paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        arguments(
            "a request to reconcile waits too",
            inSync().reconcileRequested("now", 0).paused(),
            "paused: as before Paused | nothing | sports: A, held A"));
  }

  /** unread: a pause ended. */
  private static Stream<Arguments> resumed() {
    return Stream.of(
        arguments(
            "after a pause a Ready object stays so and is read",
            inSync().showing(Reason.PAUSED).resumed(0),
            "unread: True InSync | read in SWEEP | sports: A, held A"),
        arguments(
            "one whose drift was left stays Ready for that reason",
            inSync().drifted(60).applyingOnChange().showing(Reason.PAUSED).resumed(0),
            "unread: True DriftTolerated | read in SWEEP | sports: A, held A"),
        arguments(
            "a read that began after its end is enough",
            inSync().showing(Reason.PAUSED).resumed(1),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "drift that came up meanwhile is corrected after that read",
            inSync().showing(Reason.PAUSED).sees(D, FOREIGN, 1).resumed(1),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        arguments(
            "what was edited meanwhile is read before it is written",
            inSync().showing(Reason.PAUSED).edited(B).resumed(0),
            "unread: Unknown Queued, reconciling | read in EDIT | sports: A, held A"),
        arguments(
            "and then written",
            inSync().showing(Reason.PAUSED).edited(B).resumed(1),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        arguments(
            "a delete that was held is read and goes on",
            inSync().showing(Reason.PAUSED).deleting().resumed(0),
            "unread: False Deleting, reconciling, no drift | read in EDIT | sports: A, held A"),
        arguments(
            "with the account closed a Ready object is Ready without being paused",
            inSync().showing(Reason.PAUSED).gateShut(true).resumed(0),
            "accountClosed: True InSync | nothing | sports: A, held A"),
        arguments(
            "with throttled reads as well",
            inSync().showing(Reason.PAUSED).readFailed(D, throttled(), 9).resumed(0),
            "backingOff: True InSync | look again at 9s | sports: A, held A"));
  }

  /** unread: a read was asked for. */
  private static Stream<Arguments> requested() {
    return Stream.of(
        arguments(
            "a request reads an object that is in sync at once",
            inSync().reconcileRequested("now", 0),
            "unread: kept | read in EDIT | sports: A, held A"),
        arguments(
            "a read that began in that instant answers it",
            inSync().reconcileRequested("now", 1),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "drift that it finds is corrected",
            inSync().sees(D, FOREIGN, 0).reconcileRequested("now", 0),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        arguments(
            "an object whose drift is left is asked for too",
            inSync()
                .applyingOnChange()
                .showing(Reason.DRIFT_TOLERATED)
                .drifted(60)
                .sees(D, FOREIGN, 1)
                .reconcileRequested("now", 0),
            "unread: kept | read in EDIT | sports: A, held A"),
        arguments(
            "an object that only watches is asked for too",
            given().observing().sees(D, A, 1).ready().reconcileRequested("now", 0),
            "unread: kept | read in EDIT | nothing"),
        arguments(
            "an object that waits for a person is judged anew",
            given().sees(D, FOREIGN, 1).stalled(Reason.ALREADY_EXISTS).reconcileRequested("now", 0),
            "unread: Unknown Queued, reconciling | read in EDIT | nothing"),
        arguments(
            "a failed read of a request is a retry",
            inSync().readFailed(D, throttled(), 0).reconcileRequested("now", 0),
            "unread: kept | read in SWEEP | sports: A, held A"),
        arguments(
            "a leftover is read for a request, too",
            inSync().holds(OLD, A).sees(OLD, A, 2).reconcileRequested("now", 1),
            "unread: kept | read in EDIT | sports: A, held A; former: A, held A"));
  }

  /** backingOff */
  private static Stream<Arguments> failingReads() {
    return Stream.of(
        arguments(
            "an edit that can be judged doesn't wait for throttled reads",
            inSync().edited(B).readFailed(D, throttled(), 9),
            "write: False Writing, reconciling | put B to sports in REPAIR | sports: B, held A"),
        arguments(
            "where a fresh read is wanted first it does",
            inSync().edited(B).readFailed(D, throttled(), 9).resumed(0),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held A"),
        arguments(
            "also where it was asked for",
            inSync().edited(B).readFailed(D, throttled(), 9).reconcileRequested("now", 0),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held A"),
        arguments(
            "and where it has to be found out whether a Put happened",
            given().absent(D, 9).ordered(D, A).putUnknown(D, A, 1).readFailed(D, throttled(), 9),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held nothing"),
        arguments(
            "or whether the record went along with another",
            inSync().removeUnknown(D, 0).readFailed(D, throttled(), 9),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: A, held A"),
        arguments(
            "or a Put that a read contradicted is read back again",
            inSync()
                .edited(B)
                .ordered(D, B)
                .putUnknown(D, B, 3)
                .sees(D, A, 2)
                .readFailed(D, throttled(), 9),
            "backingOff: False Throttled, reconciling | look again at 9s | sports: B, held A"),
        arguments(
            "an object that only watches stays Ready while reads are throttled",
            given().observing().sees(D, A, 1).ready().readFailed(D, throttled(), 9),
            "backingOff: kept | look again at 9s | nothing"),
        arguments(
            "as does one that held the record before it only watched",
            inSync().observing().edited(B).sees(D, B, 1).ready().readFailed(D, throttled(), 9),
            "backingOff: kept | look again at 9s | sports: A, held A"),
        arguments(
            "and while its account is closed",
            given().observing().sees(D, A, 1).ready().gateShut(false),
            "accountClosed: kept | nothing | nothing"));
  }
}
