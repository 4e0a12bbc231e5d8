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
import static dev.livecallback.plan.Given.given;
import static dev.livecallback.plan.Given.inSync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Reason;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told once: transitions, never states. */
class NoticesTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void tells(String situation, Given given, String notices) {
    Plan plan = Planner.ofTable().plan(given.facts());

    assertThat(
            plan.notices().stream()
                .map(notice -> (notice.warning() ? "Warning " : "Normal ") + notice.reason())
                .collect(Collectors.joining(", ")))
        .isEqualTo(notices);
  }

  /** Not every object has outside changes put back. */
  @Test
  void promisesNothingOfOutsideChangesThatThePolicyDoesNotSay() {
    Plan plan = Planner.ofTable().plan(inSync().observing().allowedDriftFor(9).facts());

    assertThat(plan.notices())
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .contains("as its managementPolicy says")
        .doesNotContain("put back");
  }

  static Stream<Arguments> tells() {
    return Stream.of(
        arguments(
            "a first record",
            given().ordered(D, A).putAccepted(D, A, 2).sees(D, A, 1),
            "Normal Created"),
        arguments("a record that was there already", given().sees(D, A, 1), ""),
        arguments(
            "one that turns out to be there after a restart",
            given().ordered(D, A).sees(D, A, 1),
            ""),
        arguments(
            "an edit",
            inSync().edited(B).ordered(D, B).putAccepted(D, B, 2).sees(D, B, 1),
            "Normal Updated"),
        arguments("a state", inSync().putAccepted(D, A, 2), ""),
        arguments(
            "a new key",
            given()
                .wants(K2)
                .secretVersion("v2")
                .holds(D, K1)
                .putAccepted(D, K2, 2)
                .sees(D, HIDDEN, 1)
                .knowsAuthKey("key-two"),
            "Normal KeyRotated"),
        arguments("one more write of the same", inSync().putAccepted(D, A, 2).sees(D, A, 1), ""),
        arguments("drift", inSync().sees(D, FOREIGN, 1), "Warning DriftDetected"),
        arguments("drift that goes on", inSync().drifted(60).sees(D, FOREIGN, 1), ""),
        arguments(
            "drift that is put back",
            inSync().drifted(60).putAccepted(D, A, 2).sees(D, A, 1),
            "Normal DriftCorrected"),
        arguments("drift that went by itself", inSync().drifted(60), "Normal DriftCorrected"),
        arguments(
            "an edit while it drifted",
            inSync().drifted(60).edited(B).ordered(D, B).putAccepted(D, B, 2).sees(D, B, 1),
            "Normal Updated"),
        arguments("allowed drift", inSync().allowsDrift("2026-03-01T13:00:00Z"), ""),
        arguments(
            "an allowance that was taken off",
            inSync().allowedDriftFor(9),
            "Normal AllowanceEnded"),
        arguments(
            "an allowance that was taken off while there was drift",
            inSync().drifted(60).sees(D, FOREIGN, 1).allowedDriftFor(9),
            "Normal AllowanceEnded"),
        arguments("an allowance whose time is over", inSync().allowedDriftFor(0), ""),
        arguments("another's record", given().sees(D, FOREIGN, 1), "Warning AlreadyExists"),
        arguments(
            "another's record still",
            given().sees(D, FOREIGN, 1).stalled(Reason.ALREADY_EXISTS),
            ""),
        arguments(
            "another trouble than before",
            inSync().edited(B).putRefused(D, B, rejected(), 1, 9).stalled(Reason.ALREADY_EXISTS),
            "Warning RejectedByApi"),
        arguments(
            "several records",
            given().seesSeveral(D, 1, B, FOREIGN),
            "Warning DriftDetected, Warning Ambiguous"),
        arguments(
            "what another's delete took along",
            inSync().removeUnknown(D, 2).absent(D, 1),
            "Warning CollateralDelete"),
        arguments(
            "what is being put back after that",
            inSync().removeUnknown(D, 2).absent(D, 1).reconciling(Reason.WRITING, 1),
            ""),
        arguments("Orphan", inSync().orphan().deleting(), "Normal RecordKept"),
        arguments(
            "a delete", inSync().deleting().removeAccepted(D, 2, 1).absent(D, 1), "Normal Deleted"),
        arguments(
            "a scope that is gone",
            given().holds(D, A).noScope(D, false, 1).deleting(),
            "Normal Deleted"),
        arguments(
            "a record that isn't ours",
            given().ordered(D, A).sees(D, FOREIGN, 1).reconciling(Reason.WRITING, 9).deleting(),
            "Normal RecordKept"),
        arguments(
            "a lost ledger and a record that isn't as the object says",
            given().deleting().sees(D, FOREIGN, 1),
            "Normal RecordKept"),
        arguments("a lost ledger and no record", given().deleting().absent(D, 1), ""),
        arguments(
            "a former record that is removed",
            inSync().holds(OLD, A).removeAccepted(OLD, 5, 1).absent(OLD, 1),
            "Normal Deleted"));
  }
}
