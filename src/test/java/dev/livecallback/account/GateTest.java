package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Gate.GateChange;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);
  private static final Failure CREDENTIALS = new Failure.CredentialsRejected(DETAIL);
  private static final Failure ENDPOINT = new Failure.WrongEndpoint(DETAIL);
  private static final Failure DOWN = new Failure.Unavailable(DETAIL);
  private static final Failure UNKNOWN = new Failure.OutcomeUnknown(DETAIL);

  private static final Scope ONE = Scope.vhost("one.example.com");
  private static final Scope OTHER = Scope.vhost("other.example.com");

  private final Gate gate = new Gate(new Random(1));

  private GateChange fails(Failure failure, long second) {
    return gate.answered(new Answer.Failed<>(failure), T.plusSeconds(second));
  }

  private GateChange succeeds(long second) {
    return gate.answered(new Answer.Ok<>(WriteAccepted.DONE, "r"), T.plusSeconds(second));
  }

  private Instant probeAt() {
    return gate.shut().orElseThrow().probeAt();
  }

  @Test
  void letsOneCallThroughUntilTheAccountHasProvenGood() {
    int before = gate.maxInFlight();
    GateChange turn = succeeds(1);

    assertThat(before).isEqualTo(1);
    assertThat(turn).isEqualTo(GateChange.STAYED);
    assertThat(gate.maxInFlight()).isEqualTo(CallQueue.MAX_IN_FLIGHT);
  }

  @Test
  void isToldNothingByCallsThatWereNotSent() {
    succeeds(1);
    for (int second = 2; second < 20; second++) {
      Answer<?> unsent = new UnsentCalls("paused meanwhile").describe(Listing.of(ONE));
      assertThat(gate.answered(ONE, unsent, T.plusSeconds(second), _ -> true))
          .isEqualTo(GateChange.STAYED);
    }
    assertThat(gate.shut()).isEmpty();
    assertThat(gate.isProven()).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void isShutByTheAccountsOwnTrouble(Failure failure) {
    succeeds(1);

    assertThat(fails(failure, 2)).isEqualTo(GateChange.SHUT);
    assertThat(gate.maxInFlight()).isZero();
    assertThat(gate.shut().orElseThrow().failure()).isEqualTo(failure);
    assertThat(gate.shut().orElseThrow().apiUnavailable()).isFalse();
  }

  static Stream<Failure> isShutByTheAccountsOwnTrouble() {
    return Stream.of(CREDENTIALS, ENDPOINT);
  }

  @ParameterizedTest
  @MethodSource
  void isOpenedByEveryAnswerOfAnApiThatKnowsTheAccount(Failure failure) {
    fails(CREDENTIALS, 1);

    assertThat(fails(failure, 2)).isEqualTo(GateChange.OPENED);
    assertThat(gate.shut()).isEmpty();
    assertThat(gate.maxInFlight()).isEqualTo(CallQueue.MAX_IN_FLIGHT);
  }

  static Stream<Failure> isOpenedByEveryAnswerOfAnApiThatKnowsTheAccount() {
    return Stream.of(
        new Failure.Throttled(DETAIL, null),
        new Failure.NotPermitted(DETAIL),
        new Failure.Rejected(DETAIL),
        new Failure.TooLarge(DETAIL),
        new Failure.ScopeMissing(DETAIL, true));
  }

  @Test
  void isShutByFiveUnavailableAnswersInARow() {
    succeeds(0);
    for (int i = 1; i < Gate.UNAVAILABLE_IN_A_ROW; i++) {
      assertThat(fails(i % 2 == 0 ? DOWN : UNKNOWN, i)).isEqualTo(GateChange.STAYED);
    }

    assertThat(fails(DOWN, 5)).isEqualTo(GateChange.SHUT);
    assertThat(gate.shut().orElseThrow().apiUnavailable()).isTrue();
  }

  @Test
  void isNotShutByFiveThatAreNotInARow() {
    for (int i = 0; i < 20; i++) {
      assertThat(i % 4 == 3 ? succeeds(i) : fails(UNKNOWN, i)).isEqualTo(GateChange.STAYED);
    }
  }

  @Test
  void probesAfterStepsThatDoubleUpToAMinute() {
    Instant now = T;
    for (int step = 0; step < 12; step++) {
      gate.answered(new Answer.Failed<>(CREDENTIALS), now);
      Duration pause = Duration.between(now, probeAt());
      Duration full = Duration.ofSeconds(Math.min(60, 1L << step));
      assertThat(pause).isBetween(full.multipliedBy(4).dividedBy(5), full);
      now = probeAt();
    }
  }

  @Test
  void takesLateAnswersOfCallsThatWereInFlightTogetherForOneStep() {
    fails(CREDENTIALS, 1);
    Instant probeAt = probeAt();

    assertThat(fails(CREDENTIALS, 1)).isEqualTo(GateChange.STAYED);
    assertThat(probeAt()).isEqualTo(probeAt);
  }

  @Test
  void saysSoWhenItIsShutForAnotherReason() {
    fails(CREDENTIALS, 1);

    assertThat(fails(ENDPOINT, 2)).isEqualTo(GateChange.SHUT);
    assertThat(gate.shut().orElseThrow().failure()).isEqualTo(ENDPOINT);
  }

  @Test
  void staysShutForAnUnavailableAnswerWhileItIsShut() {
    fails(CREDENTIALS, 1);

    assertThat(fails(DOWN, 2)).isEqualTo(GateChange.SHUT);
    assertThat(gate.maxInFlight()).isZero();
  }

  @Test
  void beginsItsStepsAnewAfterItWasOpenForMinutes() {
    for (int i = 0; i < 100; i += 10) {
      fails(CREDENTIALS, i);
    }
    succeeds(100);
    fails(CREDENTIALS, 500);

    assertThat(probeAt()).isBetween(T.plusMillis(500_800), T.plusSeconds(501));
  }

  @Test
  void goesOnWithItsStepsIfItWasOpenForAMomentOnly() {
    for (int i = 0; i < 100; i += 10) {
      fails(CREDENTIALS, i);
    }
    succeeds(100);
    fails(ENDPOINT, 101);

    assertThat(probeAt()).as("one action only is answered so").isAfter(T.plusSeconds(101 + 30));
  }

  @Test
  void isReopenedForOneCallWhenTheCredentialsProveGoodElsewhere() {
    fails(CREDENTIALS, 1);

    assertThat(gate.credentialsAccepted(T)).isEqualTo(GateChange.OPENED);
    assertThat(gate.maxInFlight()).isEqualTo(1);
  }

  @Test
  void goesOnWithItsStepsIfTheLiveApiRejectsThemAllTheSame() {
    Instant now = T;
    for (int step = 0; step < 4; step++) {
      gate.answered(new Answer.Failed<>(CREDENTIALS), now);
      now = probeAt();
      gate.credentialsAccepted(now);
    }
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);

    assertThat(Duration.between(now, probeAt())).isGreaterThan(Duration.ofSeconds(12));
  }

  @Test
  void isNotReopenedByGoodCredentialsIfSomethingElseIsWrong() {
    GateChange whileOpen = gate.credentialsAccepted(T);
    fails(ENDPOINT, 1);

    assertThat(whileOpen).isEqualTo(GateChange.STAYED);
    assertThat(gate.credentialsAccepted(T)).isEqualTo(GateChange.STAYED);
    assertThat(gate.maxInFlight()).isZero();
  }

  @Test
  void waitsAStepMoreAfterAProbeInVain() {
    gate.probedInVain(T);
    boolean open = gate.shut().isEmpty();
    fails(CREDENTIALS, 1);
    gate.probedInVain(T.plusSeconds(5));

    assertThat(open).isTrue();
    assertThat(probeAt()).isBetween(T.plusMillis(6_600), T.plusSeconds(7));
    assertThat(gate.shut().orElseThrow().failure()).isEqualTo(CREDENTIALS);
  }

  /** A tenant's vhost with too many records, or one that the API keeps failing. */
  @Test
  void staysOpenHoweverOftenScopesFailThatDoNotSpeakForAll() {
    succeeds(0);
    List<Set<Scope>> asked = new ArrayList<>();

    for (int i = 1; i < 50; i++) {
      Scope scope = i % 2 == 0 ? ONE : OTHER;
      Failure failure = List.of(DOWN, UNKNOWN, ENDPOINT).get(i % 3);
      assertThat(
              gate.answered(
                  scope,
                  new Answer.Failed<>(failure),
                  T.plusSeconds(i),
                  failing -> {
                    asked.add(failing);
                    return false;
                  }))
          .isEqualTo(GateChange.STAYED);
    }

    assertThat(gate.maxInFlight()).isEqualTo(CallQueue.MAX_IN_FLIGHT);
    assertThat(asked).hasSize(50 - Gate.UNAVAILABLE_IN_A_ROW).containsOnly(Set.of(ONE, OTHER));
  }

  @Test
  void isShutByScopesThatSpeakForAllAndForgetsThemWithAGoodAnswer() {
    for (int i = 0; i < 20; i++) {
      gate.answered(ONE, new Answer.Failed<>(DOWN), T.plusSeconds(i), _ -> false);
      succeeds(i);
    }
    for (int i = 1; i < Gate.UNAVAILABLE_IN_A_ROW; i++) {
      gate.answered(OTHER, new Answer.Failed<>(DOWN), T.plusSeconds(20 + i), _ -> true);
    }

    assertThat(
            gate.answered(
                OTHER, new Answer.Failed<>(DOWN), T.plusSeconds(30), Set.of(OTHER)::equals))
        .isEqualTo(GateChange.SHUT);
  }

  @Test
  void isShutAtOnceByWhatIsNotTheApiBeforeItHasProvenGood() {
    assertThat(gate.answered(ONE, new Answer.Failed<>(ENDPOINT), T, _ -> false))
        .isEqualTo(GateChange.SHUT);
  }
}
