package dev.livecallback.leader;

import java.time.Duration;

/**
 * How long a lease lasts.
 *
 * @param duration so long after its last renewal others leave it alone; whole seconds
 * @param renewDeadline so long after it the holder acts; shorter than the duration
 * @param retryPeriod how often the holder renews it, and others look at it; shorter than the
 *     deadline
 */
public record LeaseTerms(Duration duration, Duration renewDeadline, Duration retryPeriod) {
  /** Whether it keeps the order that makes it safe. */
  public boolean isSafe() {
    return duration.compareTo(renewDeadline) > 0 && renewDeadline.compareTo(retryPeriod) > 0;
  }
}
