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
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
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

/** The object as a whole, its account, its claim, its last call. */
class PlannerTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plans(String situation, Given given, String plan) {
    Facts facts = given.facts();

    assertThat(Told.of(facts, new Planner().plan(facts))).isEqualTo(plan);
  }

  static Stream<Arguments> plans() {
    return Stream.of(
            letGo(), ledgerLost(), released(), accountClosed(), conflict(), backingOff(), unread())
        .flatMap(rules -> rules);
  }

  /** orphan */
  private static Stream<Arguments> letGo() {
    return Stream.of(
        arguments(
            "an object that is deleted with Orphan lets its records go, unsettled writes included",
            inSync().putUnknown(D, A, 1).orphan().deleting(),
            "orphan, released: released | nothing | nothing"),
        arguments(
            "Orphan that is edited in on a blocked delete frees the object",
            inSync().deleting().stalled(Reason.DELETE_BLOCKED).gateShut(false).orphan(),
            "orphan, released: released | nothing | nothing"),
        arguments(
            "Orphan alone does nothing",
            inSync().orphan(),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }

  /** ledgerLost */
  private static Stream<Arguments> ledgerLost() {
    return Stream.of(
        arguments(
            "an object that is deleted and whose status was lost is read",
            given().deleting(),
            "ledgerLost: False Deleting, reconciling, no drift | read in EDIT | nothing"),
        arguments(
            "a record that is as the object says was the object's and goes",
            given().deleting().sees(D, A, 1),
            "ledgerLost, remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        arguments(
            "a record that is not as the object says is left",
            given().deleting().sees(D, FOREIGN, 1),
            "ledgerLost: released | nothing | nothing"),
        arguments(
            "of several records one as the object says was the object's",
            given().deleting().seesSeveral(D, 1, A, FOREIGN),
            "ledgerLost, remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        arguments(
            "a record that another object holds is left",
            given().deleting().sees(D, A, 1).heldBy(OTHER),
            "ledgerLost: released | nothing | nothing"),
        arguments(
            "where there is no record nothing is to be removed",
            given().deleting().absent(D, 1),
            "ledgerLost: released | nothing | nothing"),
        arguments(
            "where there is no scope nothing is to be removed",
            given().deleting().noScope(D, false, 1),
            "ledgerLost: released | nothing | nothing"),
        arguments(
            "it is not let go unread while the gate is shut",
            given().deleting().gateShut(true),
            "accountClosed: False DeleteBlocked, stalled, no drift | nothing | nothing"),
        arguments(
            "it is not let go unread while reads are refused",
            given().deleting().readFailed(D, notPermitted(), 9),
            "backingOff: False DeleteBlocked, stalled, no drift | look again at 9s | nothing"),
        arguments(
            "nor while they are throttled",
            given().deleting().readFailed(D, throttled(), 9),
            "backingOff: False Deleting, reconciling, no drift | look again at 9s | nothing"),
        arguments(
            "after that pause it is read",
            given().deleting().readFailed(D, throttled(), 0),
            "ledgerLost: False Deleting, reconciling, no drift | read in REPAIR | nothing"),
        arguments(
            "with Orphan it is let go unread",
            given().orphan().deleting(),
            "released: released | nothing | nothing"));
  }

  /** released */
  private static Stream<Arguments> released() {
    return Stream.of(
        arguments(
            "a deleted object with an empty ledger goes unread",
            given().stalled(Reason.ALREADY_EXISTS).deleting(),
            "released: released | nothing | nothing"));
  }

  /** accountClosed */
  private static Stream<Arguments> accountClosed() {
    return Stream.of(
        arguments(
            "while the gate is shut an object that waits for work says so",
            given().gateShut(false),
            "accountClosed: False AccountNotReady, reconciling | nothing | nothing"),
        arguments(
            "an unreachable API is told from bad credentials",
            given().gateShut(true),
            "accountClosed: False ApiUnavailable, reconciling | nothing | nothing"),
        arguments(
            "a verified, unchanged object stays Ready",
            inSync().gateShut(false),
            "accountClosed: kept | nothing | sports: A, held A"),
        arguments(
            "an edited object does not",
            inSync().edited(B).gateShut(false),
            "accountClosed: False AccountNotReady, reconciling | nothing | sports: A, held A"),
        arguments(
            "an object whose key was rotated does not",
            given()
                .wants(K2)
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready()
                .gateShut(false),
            "accountClosed: False AccountNotReady, reconciling | nothing | sports: K1, held K1"),
        arguments(
            "a delete is blocked",
            inSync().deleting().gateShut(true),
            "accountClosed: False DeleteBlocked, stalled, no drift | nothing | sports: A, held A"));
  }

  /** conflict */
  private static Stream<Arguments> conflict() {
    return Stream.of(
        arguments(
            "a record that another object holds is left alone",
            given().heldBy(OTHER).absent(D, 1),
            "conflict: False Conflict, reconciling | look again at 60s | nothing"),
        arguments(
            "after ten minutes that waits for a person",
            given().heldBy(OTHER).absent(D, 1).reconciling(Reason.CONFLICT, 600),
            "conflict: False Conflict, stalled | look again at 60s | nothing"),
        arguments(
            "not a second earlier",
            given().heldBy(OTHER).absent(D, 1).reconciling(Reason.QUEUED, 599),
            "conflict: False Conflict, reconciling | look again at 1s | nothing"),
        arguments(
            "what is stalled stays so",
            given().heldBy(OTHER).absent(D, 1).stalled(Reason.CONFLICT),
            "conflict: False Conflict, stalled | look again at 60s | nothing"),
        arguments(
            "an edit gives it ten minutes anew",
            given().heldBy(OTHER).absent(D, 1).stalled(Reason.CONFLICT).edited(B),
            "conflict: False Conflict, reconciling | look again at 60s | nothing"),
        arguments(
            "deleting is no matter of claims",
            inSync().deleting().heldBy(OTHER),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"));
  }

  /** backingOff */
  private static Stream<Arguments> backingOff() {
    return Stream.of(
        arguments(
            "a throttled write waits",
            inSync().edited(B).ordered(D, B).putRefused(D, B, throttled(), 1, 7),
            "backingOff: False Throttled, reconciling | look again at 7s | sports: B, held A"),
        arguments(
            "after the pause it is tried again, as a retry",
            inSync().edited(B).ordered(D, B).putRefused(D, B, throttled(), 1, 0),
            "write: False Writing, reconciling | put B to sports in REPAIR | sports: B, held A"),
        arguments(
            "other content does not wait for that pause",
            inSync().edited(B).putRefused(D, FOREIGN, throttled(), 1, 7),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        arguments(
            "an unavailable API is named",
            inSync().edited(B).ordered(D, B).putRefused(D, B, unavailable(), 1, 7),
            "backingOff: False ApiUnavailable, reconciling | look again at 7s | sports: B, held A"),
        arguments(
            "a missing permission is the account's matter",
            inSync().edited(B).ordered(D, B).putRefused(D, B, notPermitted(), 1, 7),
            "backingOff: False AccountNotReady, reconciling | look again at 7s | sports: B, held A"),
        arguments(
            "a throttled sweep leaves what is in sync alone",
            inSync().readFailed(D, throttled(), 7),
            "backingOff: kept | look again at 7s | sports: A, held A"),
        arguments(
            "a throttled first read is told",
            given().readFailed(D, throttled(), 7),
            "backingOff: False Throttled, reconciling | look again at 7s | nothing"),
        arguments(
            "a rejected read waits for a person",
            given().readFailed(D, rejected(), 7),
            "backingOff: False RejectedByApi, stalled | look again at 7s | nothing"),
        arguments(
            "a throttled delete goes on later",
            inSync().deleting().removeRefused(D, throttled(), 1, 0, 7),
            "backingOff: False Deleting, reconciling, no drift | look again at 7s | sports: A, held A"),
        arguments(
            "a delete that is not permitted is blocked",
            inSync().deleting().removeRefused(D, notPermitted(), 1, 0, 7),
            "backingOff: False DeleteBlocked, stalled, no drift | look again at 7s | sports: A, held A"),
        arguments(
            "a delete does not wait for the pause of a Put",
            inSync().deleting().putRefused(D, A, throttled(), 5, 7),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        arguments(
            "a read that finds no API waits though the gate is open",
            given().readFailed(D, credentialsRejected(), 7),
            "backingOff: False AccountNotReady, reconciling | look again at 7s | nothing"),
        arguments(
            "so does a write",
            inSync().edited(B).ordered(D, B).putRefused(D, B, wrongEndpoint(), 1, 7),
            "backingOff: False AccountNotReady, reconciling | look again at 7s | sports: B, held A"),
        arguments(
            "and a delete is blocked for so long",
            inSync().deleting().removeRefused(D, wrongEndpoint(), 1, 0, 7),
            "backingOff: False DeleteBlocked, stalled, no drift | look again at 7s | sports: A, held A"));
  }

  /** unread */
  private static Stream<Arguments> unread() {
    return Stream.of(
        arguments(
            "a new object is read first",
            given(),
            "unread: Unknown Queued, reconciling | read in FIRST_SYNC | nothing"),
        arguments(
            "a Ready object stays so after a restart and is read with the sweep",
            given().holds(D, A).ready(),
            "unread: kept | read in SWEEP | sports: A, held A"),
        arguments(
            "one that was edited meanwhile is read for its edit",
            given().holds(D, A).ready().edited(B),
            "unread: Unknown Queued, reconciling | read in EDIT | sports: A, held A"),
        arguments(
            "what was absent before this generation was seen is read again",
            given().generationSeenAgo(10).absent(D, 11),
            "unread: Unknown Queued, reconciling | read in FIRST_SYNC | nothing"),
        arguments(
            "what was absent since is believed",
            given().generationSeenAgo(10).absent(D, 10),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held nothing"),
        arguments(
            "what is in the ledger needs no second look",
            inSync().edited(B).generationSeenAgo(0),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"),
        arguments(
            "a deleted object is read after a restart",
            given().holds(D, A).deleting(),
            "unread: False Deleting, reconciling, no drift | read in EDIT | sports: A, held A"));
  }
}
