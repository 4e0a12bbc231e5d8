package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Failures.scopeMissing;
import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The record that is wanted: what was done about it, and why it can't be. */
class PlannerDesiredRecordTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void plans(String situation, Given given, String plan) {
    Facts facts = given.facts();

    assertThat(Told.of(facts, new Planner().plan(facts))).isEqualTo(plan);
  }

  static Stream<Arguments> plans() {
    return Stream.of(
            inFlight(),
            keyUnusable(),
            refused(),
            missingScope(),
            verify(),
            unsettled(),
            ambiguous())
        .flatMap(rules -> rules);
  }

  /** inFlight */
  private static Stream<Arguments> inFlight() {
    return Stream.of(
        arguments(
            "while a write is in flight nothing is ordered",
            given().absent(D, 5).ordered(D, A).putInFlight(D, A),
            "inFlight: False Writing, reconciling | nothing | sports: A, held nothing"),
        arguments(
            "not even what the object was edited to meanwhile",
            inSync().edited(B).putInFlight(D, A),
            "inFlight: False Writing, reconciling | nothing | sports: A, held A"));
  }

  /** keyUnusable */
  private static Stream<Arguments> keyUnusable() {
    return Stream.of(
        arguments(
            "a missing Secret may come within ten minutes",
            given().absent(D, 1).secretMissing(),
            "keyUnusable: False SecretNotFound, reconciling | look again at 600s | nothing"),
        arguments(
            "then it waits for a person",
            given().absent(D, 1).secretMissing().reconciling(Reason.QUEUED, 601),
            "keyUnusable: False SecretNotFound, stalled | nothing | nothing"),
        arguments(
            "an invalid key waits for a person at once",
            given().absent(D, 1).keyInvalid(),
            "keyUnusable: False InvalidAuthKey, stalled | nothing | nothing"),
        arguments(
            "a Secret that is gone does not matter to a delete",
            given().holds(D, K1).sees(D, K1, 1).secretMissing().deleting(),
            "remove: False Deleting, reconciling, no drift | remove sports in EDIT | sports: K1, held K1"));
  }

  /** refused */
  private static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            "a refused first Put takes the key out of the ledger",
            given().absent(D, 5).ordered(D, A).putRefused(D, A, rejected(), 1, 30),
            "refused, refused: False RejectedByApi, stalled | look again at 30s | nothing"),
        arguments(
            "a refused edit keeps the old record",
            inSync().edited(B).ordered(D, B).putRefused(D, B, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: B, held A"),
        arguments(
            "the key stays if an earlier Put may yet land",
            given()
                .absent(D, 9)
                .ordered(D, A)
                .putUnknown(D, A, 5)
                .putRefused(D, A, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: A, held nothing"),
        arguments(
            "the key stays if an earlier Put was accepted and not read back",
            given()
                .absent(D, 9)
                .ordered(D, A)
                .putAccepted(D, A, 5)
                .edited(B)
                .ordered(D, B)
                .putRefused(D, B, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: B, held nothing"),
        arguments(
            "the key stays if a record is there",
            given().sees(D, FOREIGN, 9).ordered(D, A).putRefused(D, A, rejected(), 1, 30),
            "refused: False RejectedByApi, stalled | look again at 30s | sports: A, held nothing"),
        arguments(
            "after the pause it is tried again",
            given().absent(D, 5).putRefused(D, A, rejected(), 1, 0),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        arguments(
            "which changes nothing that is shown",
            given().stalled(Reason.REJECTED_BY_API).absent(D, 5).putRefused(D, A, rejected(), 1, 0),
            "write: kept | put A to sports in REPAIR | sports: A, held nothing"),
        arguments(
            "an edit is written at once",
            given()
                .stalled(Reason.REJECTED_BY_API)
                .edited(B)
                .generationSeenAgo(60)
                .absent(D, 5)
                .putRefused(D, A, rejected(), 1, 30),
            "write: False Writing, reconciling | put B to sports in FIRST_SYNC | sports: B, held nothing"),
        arguments(
            "and in the lane of edits where the record was held",
            inSync()
                .edited(B)
                .stalled(Reason.REJECTED_BY_API)
                .putRefused(D, FOREIGN, rejected(), 1, 30),
            "write: False Writing, reconciling | put B to sports in EDIT | sports: B, held A"));
  }

  /** scopeMissing */
  private static Stream<Arguments> missingScope() {
    return Stream.of(
        arguments(
            "where there is no scope the object waits for it",
            given().noScope(D, false, 1),
            "scopeMissing: False ScopeNotFound, reconciling | read in SWEEP at 299s, look again at 600s |"
                + " nothing"),
        arguments(
            "the oldest object of the scope probes with a Put",
            given().noScope(D, false, 1).oldestOfScope(),
            "scopeMissing: False ScopeNotFound, reconciling | put A to sports in FIRST_SYNC, look again at 600s |"
                + " sports: A, held nothing"),
        arguments(
            "a refused probe is repeated after its pause",
            given()
                .noScope(D, false, 9)
                .ordered(D, A)
                .putRefused(D, A, scopeMissing(false), 1, 30)
                .oldestOfScope(),
            "scopeMissing, scopeMissing: False ScopeNotFound, reconciling | look again at 30s | nothing"),
        arguments(
            "an accepted probe is read back",
            given().noScope(D, false, 9).ordered(D, A).putAccepted(D, A, 1).oldestOfScope(),
            "verify: False Verifying, reconciling | read back in FIRST_SYNC | sports: A, held nothing"),
        arguments(
            "an accepted probe that helped nothing is repeated a quarter of an hour later",
            given()
                .noScope(D, false, 1)
                .ordered(D, A)
                .putAccepted(D, A, 9)
                .oldestOfScope()
                .stalled(Reason.SCOPE_NOT_FOUND),
            "scopeMissing: False ScopeNotFound, stalled | look again at 891s | sports: A, held nothing"),
        arguments(
            "and not before",
            given()
                .noScope(D, false, 1)
                .ordered(D, A)
                .putAccepted(D, A, 900)
                .oldestOfScope()
                .stalled(Reason.SCOPE_NOT_FOUND),
            "scopeMissing: False ScopeNotFound, stalled | put A to sports in FIRST_SYNC | sports: A, held"
                + " nothing"),
        arguments(
            "so is one of unknown outcome",
            given()
                .noScope(D, false, 1)
                .ordered(D, A)
                .putUnknown(D, A, 9)
                .oldestOfScope()
                .stalled(Reason.SCOPE_NOT_FOUND),
            "scopeMissing: False ScopeNotFound, stalled | look again at 891s | sports: A, held nothing"),
        arguments(
            "a Put that finds no scope is no matter of luck",
            inSync().edited(B).ordered(D, B).putRefused(D, B, scopeMissing(true), 1, 30),
            "scopeMissing: False ScopeNotFound, reconciling | look again at 30s | sports: B, held A"));
  }

  /** verify */
  private static Stream<Arguments> verify() {
    return Stream.of(
        arguments(
            "an accepted Put is read back",
            given().absent(D, 9).ordered(D, A).putAccepted(D, A, 1),
            "verify: False Verifying, reconciling | read back in FIRST_SYNC | sports: A, held nothing"),
        arguments(
            "a Put of unknown outcome is read before anything else",
            inSync().edited(B).ordered(D, B).putUnknown(D, B, 0),
            "verify: False Verifying, reconciling | read back in REPAIR | sports: B, held A"),
        arguments(
            "a read that began before the Put ended proves nothing",
            inSync().putAccepted(D, A, 0),
            "verify: False Verifying, reconciling | read back in REPAIR | sports: A, held A"),
        arguments(
            "an edit back to what was read before the Put ended is written",
            inSync().ordered(D, B).putAccepted(D, B, 0).edited(A),
            "write: False Writing, reconciling | put A to sports in EDIT | sports: A, held B"),
        arguments(
            "and stays an edit until it is sent",
            inSync().edited(A).putAccepted(D, B, 0),
            "write: False Writing, reconciling | put A to sports in EDIT | sports: A, held A"),
        arguments(
            "a refused Put of other content changed nothing",
            inSync().putRefused(D, B, rejected(), 0, 30),
            "inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }

  /** unsettled */
  private static Stream<Arguments> unsettled() {
    return Stream.of(
        arguments(
            "a read that contradicts an accepted Put is repeated after a second",
            given().absent(D, 1).ordered(D, A).putAccepted(D, A, 1),
            "unsettled: False Verifying, reconciling | read back in FIRST_SYNC at 0s | sports: A, held"
                + " nothing"),
        arguments(
            "after growing pauses",
            given().absent(D, 0).ordered(D, A).putAccepted(D, A, 16),
            "unsettled: False Verifying, reconciling | read back in FIRST_SYNC at 16s | sports: A, held"
                + " nothing"),
        arguments(
            "for a minute",
            given().absent(D, 0).ordered(D, A).putAccepted(D, A, 59),
            "unsettled: False Verifying, reconciling | read back in FIRST_SYNC at 59s | sports: A, held"
                + " nothing"),
        arguments(
            "then it is believed",
            given().absent(D, 0).ordered(D, A).putAccepted(D, A, 60),
            "drift: False Correcting, reconciling, drifted | put A to sports in REPAIR | sports: A, held"
                + " nothing"),
        arguments(
            "one that contradicts a Put of unknown outcome is repeated for five seconds",
            given().absent(D, 0).ordered(D, A).putUnknown(D, A, 4),
            "unsettled: False Verifying, reconciling | read back in REPAIR at 4s | sports: A, held nothing"),
        arguments(
            "then the same content is put again",
            given().absent(D, 0).ordered(D, A).putUnknown(D, A, 5),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        arguments(
            "after more unknown outcomes in a row one read is enough until the pause is over",
            given().absent(D, 9).ordered(D, A).putUnknown(D, A, 9).unknownAgain(D, 2, 1),
            "unsettled: False Verifying, reconciling | look again at 1s | sports: A, held nothing"),
        arguments(
            "then it is put once more",
            given().absent(D, 9).ordered(D, A).putUnknown(D, A, 9).unknownAgain(D, 2, 0),
            "write: False Writing, reconciling | put A to sports in REPAIR | sports: A, held nothing"),
        arguments(
            "which changes nothing of what is shown",
            given()
                .absent(D, 9)
                .ordered(D, A)
                .putUnknown(D, A, 9)
                .unknownAgain(D, 2, 0)
                .reconciling(Reason.VERIFYING, 60),
            "write: kept | put A to sports in REPAIR | sports: A, held nothing"),
        arguments(
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

  /** ambiguous */
  private static Stream<Arguments> ambiguous() {
    return Stream.of(
        arguments(
            "several records of which none is right wait for a person",
            given().seesSeveral(D, 10, B, FOREIGN),
            "ambiguous: False Ambiguous, stalled, drifted | read in SWEEP at 290s | nothing"),
        arguments(
            "one that is right is enough",
            given().seesSeveral(D, 1, A, FOREIGN),
            "adoptEqual, inSync: True InSync, not drifted | nothing | sports: A, held A"));
  }
}
