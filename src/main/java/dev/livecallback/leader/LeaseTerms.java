package dev.livecallback.leader;

import java.time.Duration;

/**
 * The durations that hold for a lease.
 *
 * @param duration the time after its last renewal for which others leave the lease alone; whole
 *     seconds
 * @param renewDeadline the time after its last renewal for which the holder acts; shorter than the
 *     duration
 * @param retryPeriod the interval at which the holder renews the lease, and others look at it;
 *     shorter than the deadline
 */
public record LeaseTerms(Duration duration, Duration renewDeadline, Duration retryPeriod) {
  /** Returns whether the three durations have the order that makes the lease safe. */
  public boolean isSafe() {
    return duration.compareTo(renewDeadline) > 0 && renewDeadline.compareTo(retryPeriod) > 0;
  }
}
