package dev.livecallback.plan;

import static dev.livecallback.plan.Failures.rejected;
import static dev.livecallback.plan.Failures.throttled;
import static dev.livecallback.plan.Failures.unavailable;
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

import dev.livecallback.api.Condition;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Section 1 of {@code docs/planner.md}, row by row: the conditions that an object shows, as a
 * sentence like {@code Ready=True InSync, Drifted=False}.
 */
class ShownTest {
  private static final String IN_SYNC = "Ready=True InSync, Drifted=False";

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void shows(String row, Given given, String shown) {
    LiveCallbackStatus status = compose(given);

    assertThat(told(status)).isEqualTo(shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shows")
  void neverShowsReconcilingAndStalledTogether(String row, Given given, String shown) {
    assertThat(compose(given).conditions())
        .extracting(Condition::type)
        .doesNotHaveDuplicates()
        .satisfies(
            types ->
                assertThat(types.contains("Reconciling") && types.contains("Stalled")).isFalse());
  }

  private static LiveCallbackStatus compose(Given given) {
    Facts facts = given.facts();
    return new StatusComposer().compose(facts, Planner.ofTable().plan(facts));
  }

  private static String told(LiveCallbackStatus status) {
    return status.conditions().stream()
        .map(
            condition ->
                condition.type()
                    + "="
                    + condition.status()
                    + (condition.type().equals("Ready") ? " " + condition.reason() : ""))
        .collect(Collectors.joining(", "));
  }

  static Stream<Arguments> shows() {
    return Stream.of(
            beginning(),
            working(),
            done(),
            troubled(),
            left(),
            waiting(),
            patient(),
            paused(),
            deleting())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> beginning() {
    return Stream.of(
        arguments(
            "queued; first read outstanding", given(), "Ready=Unknown Queued, Reconciling=True"));
  }

  private static Stream<Arguments> working() {
    return Stream.of(
        arguments(
            "writing a first record",
            given().absent(D, 1),
            "Ready=False Writing, Reconciling=True"),
        arguments(
            "writing an edit",
            inSync().edited(B),
            "Ready=False Writing, Drifted=False, Reconciling=True"),
        arguments(
            "writing an edit of a record that drifted",
            inSync().drifted(60).sees(D, FOREIGN, 1).edited(B),
            "Ready=False Writing, Drifted=True, Reconciling=True"),
        arguments(
            "a write in flight",
            given().absent(D, 9).ordered(D, A).putInFlight(D, A),
            "Ready=False Writing, Reconciling=True"),
        arguments(
            "verifying",
            inSync().edited(B).ordered(D, B).sees(D, A, 9).putAccepted(D, B, 1),
            "Ready=False Verifying, Drifted=False, Reconciling=True"),
        arguments(
            "outcome unknown",
            given().ordered(D, A).absent(D, 9).putUnknown(D, A, 1),
            "Ready=False Verifying, Reconciling=True"),
        arguments(
            "the old record of a move goes",
            inSync().holds(OLD, A).sees(OLD, A, 1),
            "Ready=False Verifying, Drifted=False, Reconciling=True"),
        arguments(
            "Enforce, correcting drift",
            inSync().sees(D, FOREIGN, 1),
            "Ready=False Correcting, Drifted=True, Reconciling=True"));
  }

  private static Stream<Arguments> done() {
    return Stream.of(
        arguments("in sync, Enforce", inSync(), IN_SYNC),
        arguments("in sync, ApplyOnChange", inSync().applyingOnChange(), IN_SYNC),
        arguments("in sync, Observe", given().observing().sees(D, A, 1), IN_SYNC),
        arguments(
            "in sync with an annotation that can't be read",
            inSync().allowsDrift("tomorrow"),
            IN_SYNC),
        arguments(
            "in sync after everything else",
            inSync().drifted(60).reconciling(Reason.CORRECTING, 60),
            IN_SYNC));
  }

  private static Stream<Arguments> troubled() {
    UnaryOperator<Given> throttledReads = given -> given.readFailed(D, throttled(), 9);
    return Stream.of(
        arguments("in sync, and reads are throttled", throttledReads.apply(inSync()), IN_SYNC),
        arguments(
            "in sync, and the API is down", inSync().readFailed(D, unavailable(), 9), IN_SYNC),
        arguments("in sync, and the account is rejected", inSync().gateShut(false), IN_SYNC),
        arguments("in sync, and the account is out of reach", inSync().gateShut(true), IN_SYNC),
        arguments(
            "drift is left, and the account is rejected",
            inSync()
                .applyingOnChange()
                .showing(Reason.DRIFT_TOLERATED)
                .drifted(60)
                .sees(D, FOREIGN, 1)
                .gateShut(false),
            "Ready=True DriftTolerated, Drifted=True"),
        arguments(
            "in sync, Observe, and reads are throttled",
            throttledReads.apply(given().observing().sees(D, A, 1).ready()),
            IN_SYNC),
        arguments(
            "work pending, and the account is throttled",
            throttledReads.apply(given()),
            "Ready=False Throttled, Reconciling=True"),
        arguments(
            "work pending, and the API is down",
            inSync().edited(B).ordered(D, B).putRefused(D, B, unavailable(), 1, 9),
            "Ready=False ApiUnavailable, Drifted=False, Reconciling=True"),
        arguments(
            "work pending, and the account is rejected",
            inSync().edited(B).gateShut(false),
            "Ready=False AccountNotReady, Drifted=False, Reconciling=True"));
  }

  private static Stream<Arguments> left() {
    String driftTolerated = "Ready=True DriftTolerated, Drifted=True";
    return Stream.of(
        arguments(
            "Observe, and the record differs",
            given().observing().sees(D, FOREIGN, 1),
            driftTolerated),
        arguments(
            "ApplyOnChange, and the record differs",
            inSync().applyingOnChange().sees(D, FOREIGN, 1),
            driftTolerated),
        arguments(
            "allow-drift, and the record differs",
            inSync().allowsDrift("2026-03-01T12:30:00Z").sees(D, FOREIGN, 1),
            driftTolerated),
        arguments(
            "a spec edit during allow-drift is written",
            inSync().allowsDrift("2026-03-01T12:30:00Z").edited(B),
            "Ready=False Writing, Drifted=False, Reconciling=True"));
  }

  private static Stream<Arguments> waiting() {
    return Stream.of(
        arguments(
            "contested",
            inSync().sees(D, FOREIGN, 1).contested(D, 9),
            "Ready=False Contested, Drifted=True, Stalled=True"),
        arguments(
            "stored differently",
            given().ordered(D, A).putAccepted(D, A, 70).sees(D, B, 0).unchangedFor(D, 60),
            "Ready=False StoredDifferently, Drifted=True, Stalled=True"),
        arguments(
            "several records match",
            inSync().seesSeveral(D, 1, B, FOREIGN),
            "Ready=False Ambiguous, Drifted=True, Stalled=True"),
        arguments(
            "RejectedByApi",
            inSync().edited(B).ordered(D, B).putRefused(D, B, rejected(), 1, 9),
            "Ready=False RejectedByApi, Drifted=False, Stalled=True"),
        arguments(
            "InvalidAuthKey",
            inSync().keyInvalid(),
            "Ready=False InvalidAuthKey, Drifted=False, Stalled=True"),
        arguments(
            "AlreadyExists",
            given().sees(D, FOREIGN, 1),
            "Ready=False AlreadyExists, Stalled=True"),
        arguments(
            "NotAllowed",
            inSync().notAllowed(),
            "Ready=False NotAllowed, Drifted=False, Stalled=True"),
        arguments(
            "MessageTypeUnsupported",
            given().unsupported(),
            "Ready=False MessageTypeUnsupported, Stalled=True"));
  }

  private static Stream<Arguments> patient() {
    return Stream.of(
            patient("SecretNotFound", Reason.SECRET_NOT_FOUND, Given::secretMissing),
            patient("AccountNotFound", Reason.ACCOUNT_NOT_FOUND, Given::noAccount),
            patient("ScopeNotFound", Reason.SCOPE_NOT_FOUND, given -> given.noScope(D, false, 1)),
            patient("Conflict", Reason.CONFLICT, given -> given.heldBy(OTHER)))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> patient(
      String reason, Reason word, UnaryOperator<Given> trouble) {
    String waiting = "Ready=False " + reason + ", Drifted=False, ";
    return Stream.of(
        arguments(
            reason + " for the first ten minutes",
            trouble.apply(inSync().reconciling(word, 599)),
            waiting + "Reconciling=True"),
        arguments(
            reason + " then",
            trouble.apply(inSync().reconciling(word, 600)),
            waiting + "Stalled=True"),
        arguments(
            reason + " at last of a record that drifted",
            trouble.apply(inSync().drifted(60).stalled(word)),
            "Ready=False " + reason + ", Drifted=True, Stalled=True"));
  }

  private static Stream<Arguments> paused() {
    return Stream.of(
        arguments("paused, never seen", given().paused(), "Ready=Unknown Paused"),
        arguments("paused, in sync", inSync().paused(), "Ready=True Paused, Drifted=False"),
        arguments(
            "paused, drifted",
            inSync().drifted(60).showing(Reason.DRIFT_TOLERATED).paused(),
            "Ready=True Paused, Drifted=True"),
        arguments(
            "paused, working",
            inSync().reconciling(Reason.WRITING, 9).paused(),
            "Ready=False Paused, Drifted=False"),
        arguments(
            "paused, waiting for a person",
            given().stalled(Reason.ALREADY_EXISTS).paused(),
            "Ready=False Paused"),
        arguments(
            "paused, deleting",
            inSync().deleting().reconciling(Reason.DELETING, 9).paused(),
            "Ready=False Paused, Drifted=False"));
  }

  private static Stream<Arguments> deleting() {
    return Stream.of(
        arguments(
            "deleting", inSync().drifted(60).deleting(), "Ready=False Deleting, Reconciling=True"),
        arguments(
            "delete blocked",
            inSync().gateShut(false).deleting(),
            "Ready=False DeleteBlocked, Stalled=True"),
        arguments(
            "delete held",
            inSync().deleteLimitReached(9).deleting(),
            "Ready=False DeleteLimitReached, Stalled=True"),
        arguments(
            "the last step of a move is held",
            inSync().holds(OLD, A).sees(OLD, A, 1).deleteLimitReached(9),
            "Ready=False DeleteLimitReached, Drifted=False, Stalled=True"));
  }
}
