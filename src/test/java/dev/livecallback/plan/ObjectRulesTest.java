package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.notPermitted;
import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.OTHER;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static dev.livecallback.plan.RuleTable.elsewhere;
import static dev.livecallback.plan.RuleTable.row;
import static dev.livecallback.plan.RuleTable.rule;

import dev.livecallback.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the object as a whole, and the rows of each. */
class ObjectRulesTest {
  @TestFactory
  Stream<DynamicTest> paused() {
    return rule(
        "paused",
        row(
            "a new object that is paused isn't even read",
            given().paused(),
            "paused: as before Paused | nothing | nothing"),
        row(
            "an edit waits for the end of the pause",
            inSync().edited(B).paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        row(
            "drift is left while the object is paused",
            inSync().sees(D, FOREIGN, 1).paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        row(
            "a delete is held by a pause",
            inSync().deleting().paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        row(
            "even one with Orphan",
            inSync().orphan().deleting().paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        row(
            "a delete without any record waits too",
            given().deleting().paused(),
            "paused: as before Paused | nothing | nothing"),
        row(
            "a write in flight changes nothing about it",
            given().ordered(D, A).putInFlight(D, A).paused(),
            "paused: as before Paused | nothing | sports: A, held nothing"),
        row(
            "a move stops half-way",
            inSync().holds(OLD, A).sees(OLD, A, 1).paused(),
            "paused: as before Paused | nothing | sports: A, held A; former: A, held A"),
        row(
            "what an heir has written down stays till the end of the pause",
            inSync().observing().heir(D, true).paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        row(
            "a conflict is no matter while paused",
            given().heldBy(OTHER).paused(),
            "paused: as before Paused | nothing | nothing"),
        row(
            "nor is an account that is gone",
            inSync().noAccount().paused(),
            "paused: as before Paused | nothing | sports: A, held A"),
        row(
            "a request to reconcile waits too",
            inSync().reconcileRequested("now", 0).paused(),
            "paused: as before Paused | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> orphan() {
    return rule(
        "orphan",
        row(
            "an object that is deleted with Orphan lets its records go, unsettled writes included",
            inSync().putUnknown(D, A, 1).orphan().deleting(),
            "orphan, released: released | nothing | nothing"),
        row(
            "Orphan that is edited in on a blocked delete frees the object",
            inSync().deleting().stalled(Reason.DELETE_BLOCKED).gateShut(false).orphan(),
            "orphan, released: released | nothing | nothing"),
        elsewhere(
            "Orphan alone does nothing",
            inSync().orphan(),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> unsupported() {
    return rule(
        "unsupported",
        row(
            "a value that this version doesn't know stops the object, and only it",
            given().unsupported("spec.messageType is \"relay\""),
            "unsupported: False UnsupportedValue, stalled | nothing | nothing"),
        row(
            "what it has stays its own, and is neither read nor written",
            inSync().sees(D, FOREIGN, 1).unsupported("spec.managementPolicy is \"Maybe\""),
            "unsupported: False UnsupportedValue, stalled | nothing | sports: A, held A"),
        row(
            "nor is anything written while its ledger has a record that isn't known",
            inSync().edited(B).listsUnknown(),
            "unsupported: False UnsupportedValue, stalled | nothing | sports: A, held A"),
        row(
            "such a record blocks the object's end",
            inSync().listsUnknown().deleting(),
            "unsupported: False UnsupportedValue, stalled | nothing | sports: A, held A"),
        row(
            "an object that never wrote anything goes",
            given().unsupported("spec.messageType is \"relay\"").deleting(),
            "unsupported: released | nothing | nothing"),
        elsewhere(
            "what it has goes with it, whatever it wants",
            inSync().unsupported("spec.messageType is \"relay\"").deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        row(
            "but not while a policy isn't known",
            inSync().unsupported("spec.deletionPolicy is \"Archive\"").unknownPolicy().deleting(),
            "unsupported: False UnsupportedValue, stalled | nothing | sports: A, held A"),
        row(
            "with such a policy, too, an object that has nothing goes",
            given().unsupported("spec.deletionPolicy is \"Archive\"").unknownPolicy().deleting(),
            "unsupported: released | nothing | nothing"),
        row(
            "and Orphan lets it go",
            inSync()
                .unsupported("spec.managementPolicy is \"Maybe\"")
                .unknownPolicy()
                .orphan()
                .deleting(),
            "orphan, unsupported: released | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> ledgerLost() {
    return rule(
        "ledgerLost",
        row(
            "an object that is deleted and whose status was lost is read",
            given().deleting(),
            "ledgerLost: False Deleting, reconciling, no drift | read in EDIT | nothing"),
        row(
            "a record that is as the object says was the object's and goes",
            given().deleting().sees(D, A, 1),
            "ledgerLost, remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        row(
            "a record that is not as the object says is left",
            given().deleting().sees(D, FOREIGN, 1),
            "ledgerLost: released | nothing | nothing"),
        row(
            "of several records one as the object says was the object's",
            given().deleting().seesSeveral(D, 1, A, FOREIGN),
            "ledgerLost, remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A, held A"),
        row(
            "a record that another object holds is left",
            given().deleting().sees(D, A, 1).heldBy(OTHER),
            "ledgerLost: released | nothing | nothing"),
        row(
            "where there is no record nothing is to be removed",
            given().deleting().absent(D, 1),
            "ledgerLost: released | nothing | nothing"),
        row(
            "where there is no scope nothing is to be removed",
            given().deleting().noScope(D, false, 1),
            "ledgerLost: released | nothing | nothing"),
        elsewhere(
            "it is not let go unread while the gate is shut",
            given().deleting().gateShut(true),
            "accountClosed: False DeleteBlocked, stalled, no drift | nothing | nothing"),
        elsewhere(
            "it is not let go unread while reads are refused",
            given().deleting().readFailed(D, notPermitted(), 9),
            "backingOff: False DeleteBlocked, stalled, no drift | look again at 9s | nothing"),
        elsewhere(
            "nor while they are throttled",
            given().deleting().readFailed(D, throttled(), 9),
            "backingOff: False Deleting, reconciling, no drift | look again at 9s | nothing"),
        row(
            "after that pause it is read",
            given().deleting().readFailed(D, throttled(), 0),
            "ledgerLost: False Deleting, reconciling, no drift | read in REPAIR | nothing"),
        elsewhere(
            "with Orphan it is let go unread",
            given().orphan().deleting(),
            "released: released | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> released() {
    return rule(
        "released",
        row(
            "a deleted object with an empty ledger goes unread",
            given().stalled(Reason.ALREADY_EXISTS).deleting(),
            "released: released | nothing | nothing"));
  }
}
