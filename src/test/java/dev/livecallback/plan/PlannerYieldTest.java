package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.ACCOUNT;
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
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Reason;
import dev.livecallback.volcengine.CallbackKey;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that change hands: rules 5 to 7, 11, 12 and 31 of {@code docs/planner.md}, from the side
 * of whoever gives and of whoever takes.
 */
class PlannerYieldTest {
  /** The record of {@link Given#D} as another account names it. */
  private static final CallbackKey ELSEWHERE =
      new CallbackKey("live/before", D.scope(), D.app(), D.messageType());

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plans(String situation, Given given, String plan) {
    Facts facts = given.facts();

    assertThat(Told.of(facts, new Planner().plan(facts))).isEqualTo(plan);
  }

  static Stream<Arguments> plans() {
    return Stream.of(observedLeftover(), yielded(), awaited(), sameRecord(), conflict(), inherit())
        .flatMap(rules -> rules);
  }

  /** observedLeftover */
  private static Stream<Arguments> observedLeftover() {
    return Stream.of(
        arguments(
            "an object that only watches leaves what it wanted before",
            inSync().holds(OLD, A).sees(OLD, A, 1).observing(),
            "observedLeftover, observe: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "whatever is on its way to it",
            inSync().holds(OLD, A).removeInFlight(OLD).observing(),
            "observedLeftover, observe: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "all of it",
            given()
                .sees(D, A, 1)
                .holds(OLD, A)
                .holds(Given.key("older"), A)
                .putUnknown(OLD, A, 1)
                .observing(),
            "observedLeftover, observedLeftover, observe: True InSync, not drifted | nothing | nothing"),
        arguments(
            "what it wants stays in its ledger",
            inSync().observing(),
            "observe: True InSync, not drifted | nothing | sports: A, held A"));
  }

  /** handedOver */
  private static Stream<Arguments> yielded() {
    return Stream.of(
        arguments(
            "what an heir has written down is dropped without a remote delete",
            inSync().holds(OLD, A).sees(OLD, A, 1).heir(OLD, true),
            "handedOver, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "not while a write to it is in flight",
            inSync().holds(OLD, A).sees(OLD, A, 1).removeInFlight(OLD).heir(OLD, true),
            "leftoverInFlight: False Verifying, reconciling | nothing | sports: A, held A; former: A, held A"),
        arguments(
            "what the object watches goes to an heir as well",
            inSync().observing().heir(D, true),
            "handedOver, observe: True InSync, not drifted | nothing | nothing"),
        arguments(
            "an object that is deleted goes once its heir has all",
            inSync().deleting().heir(D, true),
            "handedOver, released: released | nothing | nothing"),
        arguments(
            "but not while its own Remove is in flight",
            inSync().deleting().removeInFlight(D).heir(D, true),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | sports: A, held A"),
        arguments(
            "it drops an unsettled one too, for the heir's ledger has it",
            inSync().deleting().putUnknown(D, A, 1).heir(D, true),
            "handedOver, released: released | nothing | nothing"),
        arguments(
            "it needs no account for that",
            inSync().deleting().heir(D, true).noAccount(),
            "handedOver, released: released | nothing | nothing"));
  }

  /** leftoverInFlight: an heir is awaited. */
  private static Stream<Arguments> awaited() {
    return Stream.of(
        arguments(
            "what an heir will take isn't removed",
            inSync().deleting().heir(D, false),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | sports: A, held A"),
        arguments(
            "nor what was wanted before, while what is wanted isn't any matter of a delete",
            given().holds(OLD, A).sees(OLD, A, 1).sees(D, FOREIGN, 1).deleting().heir(OLD, false),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | former: A, held A"),
        arguments(
            "nor if that is absent",
            given().holds(OLD, A).sees(OLD, A, 1).absent(D, 1).deleting().heir(OLD, false),
            "leftoverInFlight: False Deleting, reconciling, no drift | nothing | former: A, held A"),
        arguments(
            "the rest is removed meanwhile",
            inSync().holds(OLD, A).sees(OLD, A, 1).deleting().heir(D, false),
            "remove: False Deleting, reconciling, no drift | remove former in EDIT | sports: A, held A;"
                + " former: A, held A"),
        arguments(
            "a move is done though its heir is awaited",
            inSync().holds(OLD, A).sees(OLD, A, 1).heir(OLD, false),
            "inSync: True InSync, not drifted | nothing | sports: A, held A; former: A, held A"),
        arguments(
            "what an object that only watches holds is awaited without a word",
            inSync().observing().heir(D, false),
            "observe: True InSync, not drifted | nothing | sports: A, held A"));
  }

  /** sameRecord */
  private static Stream<Arguments> sameRecord() {
    return Stream.of(
        arguments(
            "the same record by another account is taken over if both lead to one",
            given()
                .holdsThrough("live/before", ELSEWHERE, A)
                .account("live/before", AccountFacts.open("2100000001"))
                .sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "if it isn't known where the old one leads",
            given()
                .holdsThrough("live/before", ELSEWHERE, A)
                .account("live/before", AccountFacts.open(null))
                .sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "or the old one is gone",
            given().holdsThrough("live/before", ELSEWHERE, A).sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "or where the new one leads",
            given()
                .holdsThrough("live/before", ELSEWHERE, A)
                .account("live/before", AccountFacts.open("2100000002"))
                .account(ACCOUNT, AccountFacts.open(null))
                .sees(D, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "what it was isn't there any more: then it may be no other's, and isn't replaced",
            given().holdsThrough("live/before", ELSEWHERE, A).sees(D, FOREIGN, 1),
            "alreadyExists: False AlreadyExists, stalled | read in SWEEP at 299s | sports: A, held A"),
        arguments(
            "if both lead to one, it is drift",
            given()
                .holdsThrough("live/before", ELSEWHERE, A)
                .account("live/before", AccountFacts.open("2100000001"))
                .sees(D, FOREIGN, 1),
            "sameRecord, drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " A"),
        arguments(
            "where nothing is seen, the record is written first",
            given().holdsThrough("live/before", ELSEWHERE, A).absent(D, 1),
            "write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held A;"
                + " sports: A, held nothing"),
        arguments(
            "and once it is in order, the former one is let go, for it may be the same",
            inSync().holdsThrough("live/before", ELSEWHERE, A).sees(ELSEWHERE, A, 1),
            "sameRecord, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "nothing is taken over by an account that doesn't let the object in",
            given().holdsThrough("live/before", ELSEWHERE, A).sees(D, A, 1).notAllowed(),
            "notAllowed: False NotAllowed, stalled | nothing | sports: A, held A"),
        arguments(
            "the very record by another account of the same cloud account is had by this one",
            given()
                .observing()
                .holdsThrough("live/before", D, A)
                .account("live/before", AccountFacts.open("2100000001"))
                .sees(D, FOREIGN, 1),
            "sameRecord, observe: True DriftTolerated, drifted | nothing | sports: A, held A"),
        arguments(
            "a leftover of another cloud account is another record, and goes after the move",
            inSync()
                .holdsThrough("live/before", ELSEWHERE, A)
                .account("live/before", AccountFacts.open("2100000002"))
                .sees(ELSEWHERE, A, 1),
            "remove: False Verifying, reconciling | remove sports in EDIT | sports: A, held A; sports: A,"
                + " held A"),
        arguments(
            "its account has to be there for that",
            inSync().holdsThrough("live/before", OLD, A).sees(OLD, A, 1),
            "accountMissing: False AccountNotFound, reconciling | look again at 600s | sports: A, held A; former:"
                + " A, held A"),
        arguments(
            "an object that is deleted keeps the account by which it wrote",
            given().holdsThrough("live/before", ELSEWHERE, A).sees(ELSEWHERE, A, 1).deleting(),
            "accountMissing: False DeleteBlocked, stalled, no drift | nothing | sports: A, held A"));
  }

  /** conflict */
  private static Stream<Arguments> conflict() {
    return Stream.of(
        arguments(
            "an object that only watches has no conflict",
            given().observing().sees(D, A, 1).heldBy(OTHER),
            "observe: True InSync, not drifted | nothing | nothing"),
        arguments(
            "an object that moves onto a held key keeps the old record",
            given().holds(OLD, A).sees(OLD, A, 1).sees(D, A, 1).heldBy(OTHER),
            "conflict: False Conflict, reconciling | look again at 60s | former: A, held A"),
        arguments(
            "of two that hold it the younger does nothing",
            inSync().sees(D, FOREIGN, 1).heldBy(OTHER),
            "conflict: False Conflict, reconciling | look again at 60s | sports: A, held A"),
        arguments(
            "adopting is no way around it",
            given().adopting().sees(D, FOREIGN, 1).heldBy(OTHER),
            "conflict: False Conflict, reconciling | look again at 60s | nothing"));
  }

  /** inherit */
  private static Stream<Arguments> inherit() {
    return Stream.of(
        arguments(
            "an heir that wants the same has nothing to do",
            given().sees(D, A, 1).inherits(D, A),
            "inherit, inSync, inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "an heir writes what it wants, whatever its adoptionPolicy says",
            given().sees(D, B, 1).inherits(D, B),
            "inherit, write: False Writing, reconciling | put A to sports in EDIT | sports: A, held B"),
        arguments(
            "also over what somebody else made of it",
            given().sees(D, FOREIGN, 1).inherits(D, B),
            "inherit, write: False Writing, reconciling | put A to sports in EDIT | sports: A, held B"),
        arguments(
            "it reads first, with the key in its ledger",
            given().inherits(D, B),
            "inherit, unread: Unknown Queued, reconciling | read in EDIT | sports: nothing, held B"),
        arguments(
            "what the holder never saw held isn't proven to the heir either",
            given().sees(D, B, 1).inheritsUnproven(D, B),
            "inherit, write: False Writing, reconciling | put A to sports in FIRST_SYNC | sports: A, held nothing"),
        arguments(
            "an heir with nothing to sign with inherits all the same",
            given().secretMissing().sees(D, B, 1).inherits(D, B),
            "inherit, keyUnusable: False SecretNotFound, reconciling | look again at 600s | sports: nothing, held B"),
        arguments(
            "an heir with a closed account waits",
            given().sees(D, B, 1).inherits(D, B).gateShut(true),
            "accountClosed: False ApiUnavailable, reconciling | nothing | nothing"),
        arguments(
            "who only watches inherits nothing",
            given().observing().sees(D, B, 1).inherits(D, B),
            "observe: True DriftTolerated, drifted | nothing | nothing"),
        arguments(
            "who holds it already inherits nothing",
            inSync().inherits(D, B),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"),
        arguments(
            "while the holder's Remove is in flight the heir waits",
            given().sees(D, A, 1).removeInFlight(D).inherits(D, A),
            "inherit, inFlight: False Writing, reconciling | nothing | sports: nothing, held A"),
        arguments(
            "what the holder removed is put again",
            given().sees(D, A, 5).removeAccepted(D, 1, 1).inherits(D, A),
            "inherit, write: False Writing, reconciling | put A to sports in EDIT | sports: A, held A"),
        arguments(
            "an inherited record may be signed with the holder's key",
            given().wants(K1).secretVersion("v1").sees(D, HIDDEN, 1).inherits(D, K2),
            "inherit, write: False Writing, reconciling | put K1 to sports in EDIT | sports: K1, held K1"),
        arguments(
            "whatever key the heir had accepted for another record",
            given()
                .wants(K1)
                .secretVersion("v1")
                .sees(D, HIDDEN, 1)
                .inherits(D, K2)
                .knowsAuthKey("key-one"),
            "inherit, write: False Writing, reconciling | put K1 to sports in EDIT | sports: K1, held K1"),
        arguments(
            "a rejected heir keeps what it has to take from its holder",
            given()
                .reconciling(Reason.WRITING, 9)
                .absent(D, 9)
                .putRefused(D, A, rejected(), 1, 30)
                .inheritsUnproven(D, B),
            "inherit, refused: False RejectedByApi, stalled | look again at 30s | sports: B, held nothing"));
  }
}
