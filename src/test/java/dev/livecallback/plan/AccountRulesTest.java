package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.HIDDEN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
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

/** The rules of the object's account and its claim, and the rows of each. */
class AccountRulesTest {
  @TestFactory
  Stream<DynamicTest> accountMissing() {
    return rule(
        "accountMissing",
        row(
            "an account that isn't there may come yet",
            given().noAccount(),
            "accountMissing: False AccountNotFound, reconciling | look again at 600s | nothing"),
        row(
            "after ten minutes it waits for a person",
            inSync().reconciling(Reason.ACCOUNT_NOT_FOUND, 600).noAccount(),
            "accountMissing: False AccountNotFound, stalled | nothing | sports: A, held A"),
        row(
            "a delete without its account is blocked",
            inSync().deleting().noAccount(),
            "accountMissing: False DeleteBlocked, stalled, no drift | nothing | sports: A, held A"),
        elsewhere(
            "Orphan frees it",
            inSync().deleting().orphan().noAccount(),
            "orphan, released: released | nothing | nothing"),
        row(
            "a delete whose status was lost isn't let go unread without its account",
            given().deleting().noAccount(),
            "accountMissing: False DeleteBlocked, stalled, no drift | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> notAllowed() {
    return rule(
        "notAllowed",
        row(
            "what the account doesn't allow isn't done",
            given().notAllowed(),
            "notAllowed: False NotAllowed, stalled | nothing | nothing"),
        row(
            "not even what was done before",
            inSync().sees(D, FOREIGN, 1).notAllowed(),
            "notAllowed: False NotAllowed, stalled | nothing | sports: A, held A"),
        row(
            "nor watched",
            given().observing().notAllowed(),
            "notAllowed: False NotAllowed, stalled | nothing | nothing"),
        elsewhere(
            "but a delete needs no permission",
            inSync().notAllowed().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A,"
                + " held A"),
        elsewhere(
            "nor does cleaning up after a move",
            inSync().notAllowed().holds(OLD, A).sees(OLD, A, 1),
            "remove: False Verifying, reconciling | remove former in EDIT | sports: A, held A;"
                + " former: A, held A"),
        row(
            "a move to what isn't allowed keeps the old record",
            given().holds(OLD, A).sees(OLD, A, 1).absent(D, 1).notAllowed(),
            "notAllowed: False NotAllowed, stalled | nothing | former: A, held A"),
        row(
            "a message type that the service doesn't have is told so",
            given().unsupported(),
            "notAllowed: False MessageTypeUnsupported, stalled | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> doubtful() {
    return rule(
        "doubtful",
        row(
            "what nothing proves to be its own isn't removed for an object that is refused",
            inSync().doubts(D).deleting(),
            "doubtful: False DeleteBlocked, stalled, no drift | nothing | sports: A, held A"),
        row(
            "nor is it read",
            given().holds(D, A).doubts(D).deleting(),
            "doubtful: False DeleteBlocked, stalled, no drift | nothing | sports: A, held A"),
        row(
            "nor is it removed after a move",
            inSync().holds(OLD, A).sees(OLD, A, 1).doubts(OLD),
            "doubtful: False DeleteBlocked, stalled | nothing | sports: A, held A; former: A, held"
                + " A"),
        elsewhere(
            "what is beyond doubt goes first",
            inSync().holds(OLD, A).sees(OLD, A, 1).doubts(D).deleting(),
            "remove: False Deleting, reconciling, no drift | remove former in EDIT | sports: A,"
                + " held A; former: A, held A"),
        elsewhere(
            "whoever has it by right keeps it, and the object goes",
            inSync().doubts(D).heir(D, true).deleting(),
            "handedOver, released: released | nothing | nothing"),
        elsewhere(
            "Orphan frees it",
            inSync().doubts(D).deleting().orphan(),
            "orphan, released: released | nothing | nothing"),
        elsewhere(
            "of a living object that wants it nothing is done, as of any that is refused",
            inSync().doubts(D),
            "notAllowed: False NotAllowed, stalled | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> accountClosed() {
    return rule(
        "accountClosed",
        row(
            "while the gate is shut an object that waits for work says so",
            given().gateShut(false),
            "accountClosed: False AccountNotReady, reconciling | nothing | nothing"),
        row(
            "an unreachable API is told from bad credentials",
            given().gateShut(true),
            "accountClosed: False ApiUnavailable, reconciling | nothing | nothing"),
        row(
            "a verified, unchanged object stays Ready",
            inSync().gateShut(false),
            "accountClosed: kept | nothing | sports: A, held A"),
        row(
            "an edited object does not",
            inSync().edited(B).gateShut(false),
            "accountClosed: False AccountNotReady, reconciling | nothing | sports: A, held A"),
        row(
            "an object whose key was rotated does not",
            given()
                .wants(K2)
                .holds(D, K1)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-one")
                .ready()
                .gateShut(false),
            "accountClosed: False AccountNotReady, reconciling | nothing | sports: K1, held K1"),
        row(
            "a delete is blocked",
            inSync().deleting().gateShut(true),
            "accountClosed: False DeleteBlocked, stalled, no drift | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> conflict() {
    return rule(
        "conflict",
        row(
            "a record that another object holds is left alone",
            given().heldBy(OTHER).absent(D, 1),
            "conflict: False Conflict, reconciling | look again at 60s | nothing"),
        row(
            "after ten minutes that waits for a person",
            given().heldBy(OTHER).absent(D, 1).reconciling(Reason.CONFLICT, 600),
            "conflict: False Conflict, stalled | look again at 60s | nothing"),
        row(
            "not a second earlier",
            given().heldBy(OTHER).absent(D, 1).reconciling(Reason.QUEUED, 599),
            "conflict: False Conflict, reconciling | look again at 1s | nothing"),
        row(
            "what is stalled stays so",
            given().heldBy(OTHER).absent(D, 1).stalled(Reason.CONFLICT),
            "conflict: False Conflict, stalled | look again at 60s | nothing"),
        row(
            "an edit gives it ten minutes anew",
            given().heldBy(OTHER).absent(D, 1).stalled(Reason.CONFLICT).edited(B),
            "conflict: False Conflict, reconciling | look again at 60s | nothing"),
        elsewhere(
            "deleting is no matter of claims",
            inSync().deleting().heldBy(OTHER),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: A,"
                + " held A"),
        elsewhere(
            "an object that only watches has no conflict",
            given().observing().sees(D, A, 1).heldBy(OTHER),
            "observe: True InSync, not drifted | nothing | nothing"),
        row(
            "an object that moves onto a held key keeps the old record",
            given().holds(OLD, A).sees(OLD, A, 1).sees(D, A, 1).heldBy(OTHER),
            "conflict: False Conflict, reconciling | look again at 60s | former: A, held A"),
        row(
            "of two that hold it the younger does nothing",
            inSync().sees(D, FOREIGN, 1).heldBy(OTHER),
            "conflict: False Conflict, reconciling | look again at 60s | sports: A, held A"),
        row(
            "adopting is no way around it",
            given().adopting().sees(D, FOREIGN, 1).heldBy(OTHER),
            "conflict: False Conflict, reconciling | look again at 60s | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> inherit() {
    return rule(
        "inherit",
        row(
            "an heir that wants the same has nothing to do",
            given().sees(D, A, 1).inherits(D, A),
            "inherit, inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "an heir writes what it wants, whatever its adoptionPolicy says",
            given().sees(D, B, 1).inherits(D, B),
            "inherit, write: False Writing, reconciling | put A to sports in EDIT | sports: A, held"
                + " B"),
        row(
            "also over what somebody else made of it",
            given().sees(D, FOREIGN, 1).inherits(D, B),
            "inherit, write: False Writing, reconciling | put A to sports in EDIT | sports: A, held"
                + " B"),
        row(
            "it reads first, with the key in its ledger",
            given().inherits(D, B),
            "inherit, unread: Unknown Queued, reconciling | read in EDIT | sports: nothing, held"
                + " B"),
        row(
            "what the holder never saw held isn't proven to the heir either",
            given().sees(D, B, 1).inheritsUnverified(D, B),
            "inherit, write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports:"
                + " A, held nothing"),
        row(
            "an heir with nothing to sign with inherits all the same",
            given().secretMissing().sees(D, B, 1).inherits(D, B),
            "inherit, keyUnusable: False SecretNotFound, reconciling | look again at 600s | sports:"
                + " nothing, held B"),
        elsewhere(
            "an heir with a closed account waits",
            given().sees(D, B, 1).inherits(D, B).gateShut(true),
            "accountClosed: False ApiUnavailable, reconciling | nothing | nothing"),
        elsewhere(
            "who only watches inherits nothing",
            given().observing().sees(D, B, 1).inherits(D, B),
            "observe: True DriftTolerated, drifted | nothing | nothing"),
        elsewhere(
            "who holds it already inherits nothing",
            inSync().inherits(D, B),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "while the holder's Remove is in flight the heir waits",
            given().sees(D, A, 1).removeInFlight(D).inherits(D, A),
            "inherit, inFlight: False Writing, reconciling | nothing | sports: nothing, held A"),
        row(
            "what the holder removed is put again",
            given().sees(D, A, 5).removeAccepted(D, 1, 1).inherits(D, A),
            "inherit, write: False Writing, reconciling | put A to sports in EDIT | sports: A, held"
                + " A"),
        row(
            "an inherited record may be signed with the holder's key",
            given().wants(K1).secretVersion("v1").sees(D, HIDDEN, 1).inherits(D, K2),
            "inherit, write: False Writing, reconciling | put K1 to sports in EDIT | sports: K1,"
                + " held K1"),
        row(
            "whatever key the heir had accepted for another record",
            given()
                .wants(K1)
                .secretVersion("v1")
                .sees(D, HIDDEN, 1)
                .inherits(D, K2)
                .knowsAuthKey("key-one"),
            "inherit, write: False Writing, reconciling | put K1 to sports in EDIT | sports: K1,"
                + " held K1"),
        row(
            "a rejected heir keeps what it has to take from its holder",
            given()
                .reconciling(Reason.WRITING, 9)
                .absent(D, 9)
                .putRefused(D, A, rejected(), 1, 30)
                .inheritsUnverified(D, B),
            "inherit, refused: False RejectedByApi, stalled | look again at 30s | sports: B, held"
                + " nothing"));
  }
}
