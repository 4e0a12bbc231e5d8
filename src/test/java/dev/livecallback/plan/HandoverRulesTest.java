package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.ACCOUNT;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.OLD;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static dev.livecallback.plan.RuleTable.elsewhere;
import static dev.livecallback.plan.RuleTable.row;
import static dev.livecallback.plan.RuleTable.rule;

import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.CallbackKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of records that change hands, and the rows of each. */
class HandoverRulesTest {
  private static final AccountName BEFORE = new AccountName("live", "before");

  /** The record of {@link Given#D} as another account names it. */
  private static final CallbackKey ELSEWHERE =
      new CallbackKey("live/before", D.scope(), D.app(), D.messageType());

  @TestFactory
  Stream<DynamicTest> releasedLeftover() {
    return rule(
        "releasedLeftover",
        row(
            "an object that only watches leaves what it wanted before",
            inSync().holds(OLD, A).sees(OLD, A, 1).observing(),
            "releasedLeftover, observe: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "whatever is on its way to it",
            inSync().holds(OLD, A).removeInFlight(OLD).observing(),
            "releasedLeftover, observe: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "all of it",
            given()
                .sees(D, A, 1)
                .holds(OLD, A)
                .holds(Given.key("older"), A)
                .putUnknown(OLD, A, 1)
                .observing(),
            "releasedLeftover, releasedLeftover, observe: True InSync, not drifted | nothing | nothing"),
        row(
            "an orphan's record stays, whatever is edited",
            inSync().holds(OLD, A).sees(OLD, A, 1).orphan(),
            "releasedLeftover, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "before the new one is written, too",
            given().sees(D, FOREIGN, 1).holds(OLD, A).orphan(),
            "releasedLeftover, alreadyExists: False AlreadyExists, stalled | read in SWEEP at 299s | nothing"),
        elsewhere(
            "what it wants stays in its ledger",
            inSync().observing(),
            "observe: True InSync, not drifted | nothing | sports: A, held A"));
  }

  @TestFactory
  Stream<DynamicTest> handedOver() {
    return rule(
        "handedOver",
        row(
            "what an heir has written down is dropped without a remote delete",
            inSync().holds(OLD, A).sees(OLD, A, 1).heir(OLD, true),
            "handedOver, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "not while a write to it is in flight",
            inSync().holds(OLD, A).sees(OLD, A, 1).removeInFlight(OLD).heir(OLD, true),
            "leftoverInFlight: False Verifying, reconciling | nothing | sports: A, held A; former: A, held A"),
        row(
            "what the object watches goes to an heir as well",
            inSync().observing().heir(D, true),
            "handedOver, observe: True InSync, not drifted | nothing | nothing"),
        row(
            "an object that is deleted goes once its heir has all",
            inSync().deleting().heir(D, true),
            "handedOver, released: released | nothing | nothing"),
        elsewhere(
            "but not while its own Remove is in flight",
            inSync().deleting().removeInFlight(D).heir(D, true),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | sports: A, held A"),
        row(
            "it drops an unsettled one too, for the heir's ledger has it",
            inSync().deleting().putUnknown(D, A, 1).heir(D, true),
            "handedOver, released: released | nothing | nothing"),
        row(
            "it needs no account for that",
            inSync().deleting().heir(D, true).noAccount(),
            "handedOver, released: released | nothing | nothing"));
  }

  @TestFactory
  Stream<DynamicTest> sameRecord() {
    return rule(
        "sameRecord",
        row(
            "the same record by another account is taken over if both lead to one",
            given()
                .holdsThrough(BEFORE, ELSEWHERE, A)
                .account(BEFORE, AccountFacts.open("2100000001"))
                .sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "if it isn't known where the old one leads",
            given()
                .holdsThrough(BEFORE, ELSEWHERE, A)
                .account(BEFORE, AccountFacts.open(null))
                .sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "or the old one is gone",
            given().holdsThrough(BEFORE, ELSEWHERE, A).sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        row(
            "or where the new one leads",
            given()
                .holdsThrough(BEFORE, ELSEWHERE, A)
                .account(BEFORE, AccountFacts.open("2100000002"))
                .account(ACCOUNT, AccountFacts.open(null))
                .sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "what it was isn't there any more: then it may be no other's, and isn't replaced",
            given().holdsThrough(BEFORE, ELSEWHERE, A).sees(D, FOREIGN, 1),
            "alreadyExists: False AlreadyExists, stalled | read in SWEEP at 299s | sports: A, held A"),
        row(
            "if both lead to one, it is drift",
            given()
                .holdsThrough(BEFORE, ELSEWHERE, A)
                .account(BEFORE, AccountFacts.open("2100000001"))
                .sees(D, FOREIGN, 1),
            "sameRecord, drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        elsewhere(
            "where nothing is seen, the record is written first",
            given().holdsThrough(BEFORE, ELSEWHERE, A).absent(D, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held A;"
                + " sports: A, held nothing"),
        row(
            "and once it is in order, the former one is let go, for it may be the same",
            inSync().holdsThrough(BEFORE, ELSEWHERE, A).sees(ELSEWHERE, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        elsewhere(
            "nothing is taken over by an account that doesn't let the object in",
            given().holdsThrough(BEFORE, ELSEWHERE, A).sees(D, A, 1).notAllowed(),
            "notAllowed: False NotAllowed, stalled | nothing | sports: A, held A"),
        row(
            "the very record by another account of the same cloud account is had by this one",
            given()
                .observing()
                .holdsThrough(BEFORE, D, A)
                .account(BEFORE, AccountFacts.open("2100000001"))
                .sees(D, FOREIGN, 1),
            "sameRecord, observe: True DriftTolerated, drifted | nothing | sports: A, held A"),
        elsewhere(
            "a leftover of another cloud account is another record, and goes after the move",
            inSync()
                .holdsThrough(BEFORE, ELSEWHERE, A)
                .account(BEFORE, AccountFacts.open("2100000002"))
                .sees(ELSEWHERE, A, 1),
            "remove: False Verifying, reconciling | remove sports in EDIT | sports: A, held A; sports: A,"
                + " held A"),
        elsewhere(
            "its account has to be there for that",
            inSync().holdsThrough(BEFORE, OLD, A).sees(OLD, A, 1),
            "accountMissing: False AccountNotFound, reconciling | look again at 600s | sports: A, held A; former:"
                + " A, held A"),
        elsewhere(
            "an object that is deleted keeps the account by which it wrote",
            given().holdsThrough(BEFORE, ELSEWHERE, A).sees(ELSEWHERE, A, 1).deleting(),
            "accountMissing: False DeleteBlocked, stalled, no drift | nothing | sports: A, held A"));
  }
}
