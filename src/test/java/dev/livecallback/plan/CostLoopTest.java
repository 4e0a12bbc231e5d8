package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After its first 15 minutes an object that fails costs no more calls per hour than a healthy one
 * that drifts every sweep.
 */
class CostLoopTest {
  private static final int MOST = 40;

  private static int callsOfAHealthyOne() {
    Loop loop = new Loop(true);
    loop.settle(MOST);
    loop.callsIn(Duration.ofMinutes(20), () -> loop.cloud.change(D, FOREIGN));
    return loop.callsIn(Duration.ofHours(1), () -> loop.cloud.change(D, FOREIGN));
  }

  @Test
  void aHealthyOneThatDriftsEverySweepCostsThreeCallsASweep() {
    assertThat(callsOfAHealthyOne()).isEqualTo(18);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource
  void aFailingObjectCostsNoMore(String what, Consumer<Loop> trouble, String reason) {
    Loop loop = new Loop(true);
    loop.settle(MOST);
    loop.passUntil(loop.now.plus(Duration.ofMinutes(10)));
    trouble.accept(loop);

    loop.callsIn(Duration.ofMinutes(15), () -> {});
    int soon = loop.callsIn(Duration.ofMinutes(60), () -> {});
    int later = loop.callsIn(Duration.ofMinutes(60), () -> {});

    assertThat(loop.reason()).isEqualTo(reason);
    assertThat(soon).isBetween(1, callsOfAHealthyOne());
    assertThat(later).isBetween(1, callsOfAHealthyOne());
  }

  static Stream<Arguments> aFailingObjectCostsNoMore() {
    return Stream.of(
        arguments("no Put is known to happen", edited(Cloud.Mood.LOST), "Verifying"),
        arguments("no Remove is known to happen", deleted(Cloud.Mood.LOST), "Deleting"),
        arguments("no drift is known to be corrected", drifted(Cloud.Mood.LOST), "Verifying"),
        arguments("no hidden key is known to arrive", rotated(Cloud.Mood.DONE_UNSAID), "Verifying"),
        arguments("every Put is rejected", edited(Cloud.Mood.REJECTED), "RejectedByApi"),
        arguments("every Put meets no API", edited(Cloud.Mood.WRONG_ENDPOINT), "AccountNotReady"),
        arguments("every Remove meets no API", deleted(Cloud.Mood.WRONG_ENDPOINT), "DeleteBlocked"),
        arguments("every Put is throttled", edited(Cloud.Mood.THROTTLED), "Throttled"),
        arguments("no Put reaches the API", edited(Cloud.Mood.UNAVAILABLE), "ApiUnavailable"),
        arguments("the scope is missing", unread(Cloud.Mood.NO_SCOPE), "ScopeNotFound"),
        arguments("every read is throttled", unread(Cloud.Mood.THROTTLED), "Throttled"),
        arguments("no read reaches the API", unread(Cloud.Mood.UNAVAILABLE), "ApiUnavailable"),
        arguments("every read meets no API", unread(Cloud.Mood.WRONG_ENDPOINT), "AccountNotReady"));
  }

  private static Consumer<Loop> edited(Cloud.Mood mood) {
    return loop -> {
      loop.writeMood = () -> mood;
      loop.wants(B);
    };
  }

  private static Consumer<Loop> deleted(Cloud.Mood mood) {
    return loop -> {
      loop.writeMood = () -> mood;
      loop.delete(false);
    };
  }

  private static Consumer<Loop> drifted(Cloud.Mood mood) {
    return loop -> {
      loop.writeMood = () -> mood;
      loop.cloud.change(D, FOREIGN);
    };
  }

  private static Consumer<Loop> rotated(Cloud.Mood mood) {
    return loop -> {
      loop.wants(D, K1, "v1");
      loop.settle(MOST);
      loop.writeMood = () -> mood;
      loop.wants(D, K2, "v2");
    };
  }

  /** Nothing is remembered, and the object was edited. */
  private static Consumer<Loop> unread(Cloud.Mood mood) {
    return loop -> {
      loop.mood = () -> mood;
      loop.restart();
      loop.wants(B);
    };
  }

  @Test
  void saysThatNobodyKnowsWhetherAWriteHappenedAndStaysWithIt() {
    Loop loop = new Loop(true);
    loop.settle(MOST);
    edited(Cloud.Mood.LOST).accept(loop);

    loop.callsIn(Duration.ofMinutes(30), () -> {});
    Condition ready = loop.status().condition(ConditionType.READY).orElseThrow();
    int told = loop.statuses();
    loop.callsIn(Duration.ofHours(2), () -> {});

    assertThat(ready.message()).contains("unknown whether the write happened");
    assertThat(ready.message()).endsWith("The API didn't answer.");
    assertThat(loop.status().condition(ConditionType.RECONCILING)).isPresent();
    assertThat(loop.statuses()).as("no status changes with each try").isEqualTo(told);
  }

  @Test
  void isInSyncSoonAfterTheApiIsHealed() {
    Loop loop = new Loop(true);
    loop.settle(MOST);
    edited(Cloud.Mood.LOST).accept(loop);
    loop.callsIn(Duration.ofHours(2), () -> {});

    loop.writeMood = null;
    loop.callsIn(Duration.ofMinutes(20), () -> {});

    assertThat(loop.reason()).isEqualTo("InSync");
    assertThat(loop.cloud.record(D)).isEqualTo(B);
  }

  @Test
  void aHiddenKeyThatMayHaveBeenWrittenIsPutBack() {
    Loop loop = new Loop(true);
    loop.wants(D, K1, "v1");
    loop.settle(MOST);
    loop.writeMood = () -> Cloud.Mood.DONE_UNSAID;
    loop.wants(D, K2, "v2");
    loop.carryOutNext();
    loop.carryOutNext();
    loop.writeMood = null;
    assertThat(loop.cloud.record(D)).isEqualTo(K2);

    loop.wants(D, K1, "v3");
    loop.settle(MOST);

    assertThat(loop.reason()).isEqualTo("InSync");
    assertThat(loop.cloud.record(D)).isEqualTo(K1).isNotEqualTo(A);
  }
}
