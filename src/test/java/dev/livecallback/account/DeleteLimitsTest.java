package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeleteLimitsTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  private final DeleteLimits limits = new DeleteLimits();

  private static CallbackKey key(int record) {
    return new CallbackKey(
        "2100000001", Scope.vhost("live.example.com"), "app" + record, MessageType.PUSH);
  }

  private boolean takes(String namespace, int record, long minute) {
    return limits.tryTake(namespace, key(record), T.plus(Duration.ofMinutes(minute)));
  }

  @Test
  void whatOneNamespaceDeletesHoldsUpNoOther() {
    limits.configure(new DeletesPerHour(2, null));

    assertThat(takes("one", 1, 0)).isTrue();
    assertThat(takes("one", 2, 0)).isTrue();
    assertThat(takes("one", 3, 0)).isFalse();
    assertThat(takes("two", 4, 1)).isTrue();
    assertThat(limits.heldUntil("one", key(3), T)).contains(T.plus(Duration.ofHours(1)));
    assertThat(limits.heldUntil("two", key(5), T)).isEmpty();
    assertThat(limits.heldUntil("one", key(1), T)).as("it counts already").isEmpty();
  }

  @Test
  void theLimitForAllHoldsWhatNoNamespacesOwnHolds() {
    limits.configure(new DeletesPerHour(2, 3));

    assertThat(takes("one", 1, 0)).isTrue();
    assertThat(takes("one", 2, 0)).isTrue();
    assertThat(takes("two", 3, 10)).isTrue();
    assertThat(takes("two", 4, 20)).isFalse();
    assertThat(limits.heldUntil("two", key(4), T.plus(Duration.ofMinutes(20))))
        .contains(T.plus(Duration.ofHours(1)));
    assertThat(takes("two", 4, 60)).isTrue();
  }

  @Test
  void whatOneLimitHoldsIsNotCountedByTheOther() {
    limits.configure(new DeletesPerHour(1, 2));

    assertThat(takes("one", 1, 0)).isTrue();
    for (int record = 2; record < 10; record++) {
      assertThat(takes("one", record, 0)).isFalse();
    }
    assertThat(takes("two", 10, 0)).isTrue();
  }

  @Test
  void aLimitThatIsChangedHoldsForNamespacesThatAreKnown() {
    limits.configure(new DeletesPerHour(5, null));
    assertThat(takes("one", 1, 0)).isTrue();
    limits.configure(new DeletesPerHour(1, null));

    assertThat(takes("one", 2, 1)).isFalse();
  }

  @Test
  void aReleaseGoesByTheWallClockHoweverThatIsSetMeanwhile() {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    SteadyClock clock = SteadyClock.of(() -> T, () -> T.plus(ahead.get()));
    String until = clock.wall().instant().plusSeconds(60).toString();
    limits.configure(new DeletesPerHour(0, null));

    limits.follow(until, clock);
    assertThat(limits.heldUntil("one", key(1), T.plusSeconds(59))).isEmpty();
    assertThat(limits.heldUntil("one", key(1), T.plusSeconds(61))).isPresent();

    ahead.set(Duration.ofHours(1));
    limits.follow(until, clock);
    assertThat(limits.heldUntil("one", key(1), T)).as("it is later than they said").isPresent();
  }
}
