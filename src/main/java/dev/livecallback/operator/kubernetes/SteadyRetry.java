package dev.livecallback.operator.kubernetes;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The retries of a failed round of the SDK, which is the patch of a finalizer: at growing
 * intervals, without an end, by our own timer. The SDK's timer goes by the wall clock: if the clock
 * is set back, nothing is due for as long as the step was.
 */
final class SteadyRetry implements Retry {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofMinutes(1);

  /**
   * The delay for the SDK's own timer, which it always sets: so long that our timer is always
   * first.
   */
  private static final Duration NEVER = Duration.ofDays(1);

  private final BiConsumer<ResourceID, Duration> again;

  /**
   * Creates the retries.
   *
   * @param again has a new round of an object begin after a time
   */
  SteadyRetry(BiConsumer<ResourceID, Duration> again) {
    this.again = again;
  }

  @Override
  public RetryExecution initExecution() {
    return new Tries(
        new GenericRetry()
            .setInitialInterval(FIRST)
            .setMaxInterval(LAST.toMillis())
            .withoutMaxAttempts()
            .initExecution());
  }

  /** The tries of one object. Within the round that failed, the SDK asks for the next delay. */
  private final class Tries implements RetryExecution {
    private final RetryExecution backoff;

    Tries(RetryExecution backoff) {
      this.backoff = backoff;
    }

    @Override
    public Optional<Long> nextDelay() {
      Optional<Long> millis = backoff.nextDelay();
      Optional<ResourceID> object = SdkRounds.object();
      if (object.isEmpty()) {
        return millis;
      }
      millis.ifPresent(delay -> again.accept(object.get(), Duration.ofMillis(delay)));
      return Optional.of(NEVER.toMillis());
    }

    @Override
    public int getAttemptCount() {
      return backoff.getAttemptCount();
    }

    @Override
    public boolean isLastAttempt() {
      return false;
    }
  }
}
