package dev.livecallback.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackoffPolicyTest {
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);
  private static final Failure REJECTED = new Failure.Rejected(DETAIL);

  /** A chance that always says the same. */
  private static BackoffPolicy backoff(Duration syncPeriod, double chance) {
    RandomGenerator fixed =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return (long) (chance * (1L << 53)) << 11;
          }
        };
    return new BackoffPolicy(syncPeriod, fixed);
  }

  @ParameterizedTest(name = "{0}: {2} s after the first, never more than {3} s")
  @MethodSource
  void doubleUpToACap(String kind, Failure failure, long first, long cap) {
    BackoffPolicy backoff = backoff(Duration.ofMinutes(10), 0);

    assertThat(backoff.pause(failure, 1)).isEqualTo(Duration.ofSeconds(first));
    assertThat(backoff.pause(failure, 2)).isEqualTo(Duration.ofSeconds(2 * first));
    assertThat(backoff.pause(failure, 3)).isEqualTo(Duration.ofSeconds(4 * first));
    assertThat(backoff.pause(failure, 12)).isEqualTo(Duration.ofSeconds(cap));
    assertThat(backoff.pause(failure, 0)).isEqualTo(Duration.ofSeconds(first));
  }

  static Stream<Arguments> doubleUpToACap() {
    return Stream.of(
        arguments("throttled", new Failure.Throttled(DETAIL, null), 1, 30),
        arguments("unavailable", new Failure.Unavailable(DETAIL), 1, 60),
        arguments("not permitted", new Failure.NotPermitted(DETAIL), 15, 600),
        arguments("rejected", REJECTED, 30, 900),
        arguments("scope missing", new Failure.ScopeMissing(DETAIL, false), 30, 900),
        arguments("outcome unknown", new Failure.OutcomeUnknown(DETAIL), 5, 900),
        arguments("credentials", new Failure.CredentialsRejected(DETAIL), 15, 900),
        arguments("endpoint", new Failure.WrongEndpoint(DETAIL), 15, 900));
  }

  @Test
  void takeBadLuckThatNeverEndsForTheObjectsOwnTrouble() {
    BackoffPolicy backoff = backoff(Duration.ofMinutes(10), 0);
    Failure throttled = new Failure.Throttled(DETAIL, null);

    assertThat(backoff.pause(throttled, 20)).isEqualTo(Duration.ofSeconds(30));
    assertThat(backoff.pause(throttled, 21)).isEqualTo(Duration.ofMinutes(1));
    assertThat(backoff.pause(throttled, 22)).isEqualTo(Duration.ofMinutes(2));
    assertThat(backoff.pause(throttled, 30)).isEqualTo(BackoffPolicy.OWN_CAP);
    assertThat(backoff.pause(new Failure.Unavailable(DETAIL), 21)).isEqualTo(Duration.ofMinutes(2));
    assertThat(backoff.pause(throttled, Integer.MAX_VALUE)).isEqualTo(BackoffPolicy.OWN_CAP);
  }

  @Test
  void letAnObjectsOwnTroubleCostNoMoreThanASweep() {
    assertThat(backoff(Duration.ofHours(2), 0).pause(REJECTED, 20)).isEqualTo(Duration.ofHours(2));
    assertThat(backoff(Duration.ofSeconds(5), 0).pause(REJECTED, 20))
        .isEqualTo(BackoffPolicy.OWN_CAP);
  }

  @Test
  void letAContestCostNoMoreThanASweepOnceItHasGoneOnForLong() {
    assertThat(backoff(Duration.ofMinutes(10), 0).contested(1)).isEqualTo(Duration.ofMinutes(20));
    assertThat(backoff(Duration.ofMinutes(10), 0).contested(20)).isEqualTo(Duration.ofHours(6));
    assertThat(backoff(Duration.ofHours(24), 0).contested(20)).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void areShortenedByUpToAFifth() {
    assertThat(backoff(Duration.ofMinutes(10), 0.5).pause(REJECTED, 1))
        .isEqualTo(Duration.ofSeconds(27));
    assertThat(backoff(Duration.ofMinutes(10), 0.999_999).pause(REJECTED, 1))
        .isBetween(Duration.ofSeconds(24), Duration.ofMillis(24_010));
  }

  @Test
  void spreadWhatFailedTogether() {
    BackoffPolicy backoff = new BackoffPolicy(Duration.ofMinutes(10), new Random(7));

    assertThat(Stream.generate(() -> backoff.pause(REJECTED, 1)).limit(100).distinct())
        .hasSizeGreaterThan(90)
        .allMatch(pause -> pause.compareTo(Duration.ofSeconds(24)) >= 0)
        .allMatch(pause -> pause.compareTo(Duration.ofSeconds(30)) <= 0);
  }
}
