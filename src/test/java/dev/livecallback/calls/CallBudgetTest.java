package dev.livecallback.calls;

import static dev.livecallback.calls.Lane.EDIT;
import static dev.livecallback.calls.Lane.FIRST_SYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallBudgetTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<Lane> LANES = List.of(Lane.values());

  private final CallBudget budget = CallBudget.of(10);

  @Test
  void tenEditsGoAtOnceAndTheEleventhASecondAndTheMarginLater() {
    assertThat(taken(EDIT, 11, T0)).isEqualTo(10);

    assertThat(budget.earliest(EDIT, T0)).isEqualTo(at(1010));
    assertThat(budget.tryTake(EDIT, at(1009))).isFalse();
    assertThat(taken(EDIT, 11, at(1010))).isEqualTo(10);
  }

  @Test
  void whatCountsAndWhatIsAllowedCanBeRead() {
    assertThat(budget.used(T0)).isZero();
    budget.tryTake(EDIT, T0);
    budget.tryTake(EDIT, at(100));
    budget.ended(T0, at(5));
    budget.ended(at(100), at(105));

    assertThat(budget.used(at(500))).isEqualTo(2);
    assertThat(budget.used(at(1050))).isEqualTo(1);
    assertThat(budget.used(at(2000))).isZero();

    budget.throttled(at(2000), at(2100), Optional.empty());
    assertThat(budget.limit(at(2200))).isEqualTo(5);
    assertThat(budget.configured()).isEqualTo(10);
  }

  @Test
  void nothingGoesWhileItIsHeldWhateverTheLaneAndThenAllThatMay() {
    budget.hold(T0, Duration.ofSeconds(10));

    assertThat(budget.earliest(EDIT, T0)).isEqualTo(at(10_000));
    assertThat(budget.earliest(FIRST_SYNC, at(9_999))).isEqualTo(at(10_000));
    assertThat(taken(EDIT, 1, at(9_999))).isZero();
    assertThat(taken(EDIT, 11, at(10_000))).isEqualTo(10);
  }

  @Test
  void aClockThatIsSetBackMakesAHoldNoLonger() {
    budget.hold(T0, Duration.ofSeconds(10));
    Instant earlier = T0.minus(Duration.ofHours(1));

    assertThat(budget.earliest(EDIT, earlier)).isEqualTo(earlier.plusSeconds(10));
  }

  @Test
  void theMarginIsTheConstructors() {
    CallBudget strict = new CallBudget(1, Duration.ofMillis(250));
    assertThat(strict.tryTake(EDIT, T0)).isTrue();
    strict.ended(T0, T0);

    assertThat(strict.earliest(EDIT, T0)).isEqualTo(at(1250));
  }

  @Test
  void sendsThatAreALittleLateEachCostNothingOfTheQuota() {
    int taken = 0;
    for (int millis = 0; millis < 10_000; millis += 7) {
      taken += taken(FIRST_SYNC, 1, at(millis));
    }

    assertThat(taken).as("10 s at 10 a second, less the margin of each").isBetween(98, 99);
  }

  @Test
  void aBeatThatWasMissedIsMadeUpForByOneCall() {
    for (int millis = 0; millis < 500; millis += 100) {
      assertThat(taken(FIRST_SYNC, 2, at(millis))).isEqualTo(1);
    }

    assertThat(taken(FIRST_SYNC, 5, at(580))).as("the beat of 500, late").isEqualTo(1);
    assertThat(budget.earliest(FIRST_SYNC, at(580))).as("still in step").isEqualTo(at(600));
    assertThat(taken(FIRST_SYNC, 5, at(950))).as("the beat of now and one more").isEqualTo(2);
    assertThat(budget.earliest(FIRST_SYNC, at(950))).isEqualTo(at(1050));
  }

  @Test
  void aCallThatTookLongerThanTheQuickestMayHaveArrivedThatMuchLater() {
    CallBudget one = knowing(20);
    assertThat(one.tryTake(EDIT, T0)).isTrue();
    one.ended(T0, at(90));

    assertThat(one.earliest(EDIT, at(90))).isEqualTo(at(1000 + 10 + 70));
  }

  @Test
  void aCallThatIsOutstandingMayHaveArrivedASecondLater() {
    CallBudget one = CallBudget.of(1);
    assertThat(one.tryTake(EDIT, T0)).isTrue();

    assertThat(one.earliest(EDIT, T0)).isEqualTo(at(1000 + 10 + 1000));
  }

  @Test
  void aServiceThatIsSlowToAnswerCostsNoMoreThanASecond() {
    CallBudget one = knowing(20);
    assertThat(one.tryTake(EDIT, T0)).isTrue();
    one.ended(T0, at(1900));

    assertThat(one.earliest(EDIT, at(1900))).isEqualTo(at(1000 + 10 + 1000));
  }

  @Test
  void untilEnoughCallsAreKnownAllOfATripMayHaveBeenTheWayThere() {
    CallBudget one = CallBudget.of(1);
    for (int i = 0; i < 62; i++) {
      one.ended(at(-5000), at(-4980));
    }
    assertThat(one.tryTake(EDIT, T0)).isTrue();
    one.ended(T0, at(90));
    assertThat(one.earliest(EDIT, at(90))).isEqualTo(at(1000 + 10 + 90));

    one.ended(at(-5000), at(-4980));

    assertThat(one.earliest(EDIT, at(90))).as("64 are known").isEqualTo(at(1000 + 10 + 70));
  }

  @Test
  void howLateACallWasIsSeenOnceAQuickerOneWas() {
    CallBudget one = knowing(100);
    assertThat(one.tryTake(EDIT, T0)).isTrue();
    one.ended(T0, at(100));
    assertThat(one.earliest(EDIT, at(100))).isEqualTo(at(1000 + 10));

    one.ended(at(-5000), at(-4990));

    assertThat(one.earliest(EDIT, at(100))).isEqualTo(at(1000 + 10 + 90));
  }

  @Test
  void theQuickestCallIsForgottenAfterSixtyFourOthers() {
    CallBudget one = knowing(10);
    for (int i = 0; i < 63; i++) {
      one.ended(at(-5000), at(-4900));
    }
    assertThat(one.tryTake(EDIT, T0)).isTrue();
    one.ended(T0, at(100));

    assertThat(one.earliest(EDIT, at(100))).isEqualTo(at(1000 + 10));
  }

  @Test
  void aClockThatSteppedBackDuringACallTeachesNothing() {
    CallBudget one = CallBudget.of(1);
    assertThat(one.tryTake(EDIT, T0)).isTrue();
    one.ended(T0, at(-1));

    assertThat(one.earliest(EDIT, T0)).isEqualTo(at(2010));
  }

  @Test
  void otherLanesAreSpacedSoThatASlotComesFreeEvenlyForTheNextEdit() {
    assertThat(taken(FIRST_SYNC, 2, T0)).isEqualTo(1);
    assertThat(budget.earliest(FIRST_SYNC, T0)).isEqualTo(at(100));
    assertThat(budget.tryTake(FIRST_SYNC, at(99))).isFalse();

    assertThat(taken(EDIT, 10, at(99))).as("edits aren't spaced").isEqualTo(9);
    assertThat(budget.earliest(EDIT, at(99))).isEqualTo(at(1010));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pauses")
  void pauses(String situation, Optional<Duration> retryAfter, Duration pause) {
    assertThat(budget.tryTake(EDIT, T0)).isTrue();
    budget.throttled(T0, at(200), retryAfter);

    assertThat(budget.earliest(EDIT, at(200))).isEqualTo(at(200).plus(pause));
    assertThat(budget.tryTake(EDIT, at(200).plus(pause).minusMillis(1))).isFalse();
    assertThat(budget.tryTake(EDIT, at(200).plus(pause))).isTrue();
  }

  static Stream<Arguments> pauses() {
    return Stream.of(
        arguments("a second if the API doesn't say", Optional.empty(), Duration.ofSeconds(1)),
        arguments("as told", Optional.of(Duration.ofSeconds(7)), Duration.ofSeconds(7)),
        arguments("a minute at most", Optional.of(Duration.ofHours(1)), Duration.ofSeconds(60)),
        arguments("a second if told zero", Optional.of(Duration.ZERO), Duration.ofSeconds(1)),
        arguments(
            "a second if told less", Optional.of(Duration.ofSeconds(-5)), Duration.ofSeconds(1)));
  }

  @Test
  void theLimitIsHalvedOncePerIncident() {
    taken(EDIT, 10, T0);
    budget.throttled(T0, at(100), Optional.empty());
    budget.throttled(T0, at(150), Optional.empty());
    budget.throttled(T0, at(300), Optional.of(Duration.ofSeconds(3)));

    assertThat(budget.limit(at(300))).isEqualTo(5);
    assertThat(budget.earliest(EDIT, at(300))).as("the longest pause counts").isEqualTo(at(3300));
    assertThat(taken(EDIT, 10, at(3300))).isEqualTo(5);
  }

  @Test
  void aCallSentAtTheVeryInstantOfThePauseBelongsToTheIncident() {
    budget.throttled(T0, T0, Optional.empty());
    budget.throttled(T0, T0, Optional.empty());

    assertThat(budget.limit(T0)).isEqualTo(5);
  }

  @Test
  void aCallSentAfterThePauseIsANewIncidentAndTheLimitNeverFallsBelowOne() {
    Instant now = T0;
    List<Integer> limits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      budget.throttled(now, now, Optional.empty());
      limits.add(budget.limit(now));
      now = now.plusMillis(1100);
    }

    assertThat(limits).containsExactly(5, 2, 1, 1, 1);
  }

  @Test
  void oneIsAddedBackEveryTenSecondsAfterThePauseUntilTheConfiguredLimit() {
    budget.throttled(T0, T0, Optional.empty());

    assertThat(budget.limit(at(10_999))).isEqualTo(5);
    assertThat(budget.limit(at(11_000))).isEqualTo(6);
    assertThat(budget.limit(at(51_000))).isEqualTo(10);
    assertThat(budget.limit(at(500_000))).isEqualTo(10);
  }

  @Test
  void whoWaitsForALimitThatGrowsMeanwhileNeedsNotWaitAsLong() {
    CallBudget four = CallBudget.of(4);
    four.throttled(T0, T0, Optional.empty());
    assertThat(four.tryTake(EDIT, at(10_500))).isTrue();
    assertThat(four.tryTake(EDIT, at(10_500))).isTrue();

    assertThat(four.limit(at(10_500))).isEqualTo(2);
    assertThat(four.earliest(EDIT, at(10_500))).isEqualTo(at(11_000));
    assertThat(four.tryTake(EDIT, at(11_000))).isTrue();
    assertThat(four.earliest(EDIT, at(11_000))).isEqualTo(at(12_510));
  }

  @Test
  void aLateAnswerOfAnIncidentPausesAgainWithoutHalvingWhatHasGrownBack() {
    budget.throttled(T0, T0, Optional.empty());
    budget.throttled(T0, at(11_000), Optional.empty());

    assertThat(budget.limit(at(11_000))).isEqualTo(6);
    assertThat(budget.earliest(EDIT, at(11_000))).isEqualTo(at(12_000));
  }

  @Test
  void aReducedLimitAlsoSpacesTheOtherLanesFurther() {
    budget.throttled(T0, T0, Optional.empty());
    assertThat(budget.tryTake(FIRST_SYNC, at(1000))).isTrue();

    assertThat(budget.earliest(FIRST_SYNC, at(1000))).isEqualTo(at(1200));
  }

  @Test
  void theLimitCanBeChanged() {
    taken(EDIT, 10, T0);
    budget.configure(2);
    assertThat(budget.limit(T0)).isEqualTo(2);
    assertThat(taken(EDIT, 10, at(1010))).isEqualTo(2);

    budget.configure(4);
    assertThat(taken(EDIT, 10, at(1010))).isEqualTo(2);
  }

  @Test
  void aNewLeaderCountsTheBudgetAsSpent() {
    budget.countAsSpent(T0);

    assertThat(budget.earliest(EDIT, T0)).isEqualTo(at(1010));
  }

  @Test
  void aClockThatStepsBackCostsASecondNotAnHour() {
    taken(EDIT, 10, at(3_600_000));
    budget.throttled(at(3_600_000), at(3_600_000), Optional.of(Duration.ofSeconds(5)));

    assertThat(budget.earliest(EDIT, T0)).isEqualTo(at(5000));
    assertThat(taken(EDIT, 10, at(5000))).isEqualTo(5);
  }

  @ParameterizedTest(name = "a limit of {0} is refused")
  @ValueSource(ints = {0, -1})
  void refuses(int limit) {
    assertThatThrownBy(() -> CallBudget.of(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> budget.configure(limit)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "no second holds more than the limit, seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noSecondHoldsMoreThanTheLimit(long seed) {
    Random random = new Random(seed);
    int limit = 1 + random.nextInt(12);
    CallBudget tested = CallBudget.of(limit);
    List<Instant> sent = new ArrayList<>();
    Instant now = T0;
    for (int i = 0; i < 5000; i++) {
      Lane lane = LANES.get(random.nextInt(LANES.size()));
      if (tested.tryTake(lane, now)) {
        sent.add(now);
      } else if (random.nextInt(3) == 0) {
        now = tested.earliest(lane, now);
        assertThat(tested.tryTake(lane, now)).as("earliest keeps its word").isTrue();
        sent.add(now);
      }
      if (random.nextInt(200) == 0) {
        tested.throttled(now.minusMillis(random.nextInt(2000)), now, Optional.empty());
      }
      now = now.plusMillis(random.nextInt(60));
    }

    assertThat(sent).hasSizeGreaterThan(limit);
    for (int i = limit; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - limit), sent.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest(name = "no second at the service holds more than the limit of {0}, seed {1}")
  @CsvSource({
    "10, 1", "10, 2", "10, 3", "10, 4", "10, 5", "10, 6", "10, 7", "10, 8", "1, 1", "1, 2", "1, 3"
  })
  void noSecondAtTheServiceHoldsMoreThanTheLimit(int limit, long seed) {
    Random random = new Random(seed);
    CallBudget tested = CallBudget.of(limit);
    List<Instant> arrived = new ArrayList<>();
    PriorityQueue<Answered> answers = new PriorityQueue<>(Comparator.comparing(Answered::at));
    Instant now = T0;
    for (int i = 0; i < 20_000; i++) {
      while (!answers.isEmpty() && !answers.peek().at().isAfter(now)) {
        Answered answer = answers.remove();
        tested.ended(answer.sent(), answer.at());
      }
      if (tested.tryTake(LANES.get(random.nextInt(LANES.size())), now)) {
        // Slow at first, then as a rule quick, now and then very late: there, or back.
        int there = 10 + (i < 200 ? 300 : 0) + late(random);
        arrived.add(now.plusMillis(there));
        answers.add(new Answered(now, now.plusMillis(there + 10 + late(random))));
      }
      now = now.plusMillis(1 + random.nextInt(20));
    }

    arrived.sort(Comparator.naturalOrder());
    assertThat(arrived).hasSizeGreaterThan(150 * limit);
    for (int i = limit; i < arrived.size(); i++) {
      assertThat(Duration.between(arrived.get(i - limit), arrived.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  private static int late(Random random) {
    return random.nextInt(20) == 0 ? random.nextInt(600) : random.nextInt(8);
  }

  private record Answered(Instant sent, Instant at) {}

  /** A budget of one call a second that knows enough calls of that many milliseconds. */
  private static CallBudget knowing(long millis) {
    CallBudget one = CallBudget.of(1);
    for (int i = 0; i < 64; i++) {
      one.ended(at(-9000), at(-9000 + millis));
    }
    return one;
  }

  /** How many calls go; each is answered at once. */
  private int taken(Lane lane, int asked, Instant now) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      if (budget.tryTake(lane, now)) {
        budget.ended(now, now);
        taken++;
      }
    }
    return taken;
  }

  private static Instant at(long millis) {
    return T0.plusMillis(millis);
  }
}
