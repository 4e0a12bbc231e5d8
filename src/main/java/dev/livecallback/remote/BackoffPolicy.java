package dev.livecallback.remote;

import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses after failures in a row. Each kind of failure has its own backoff, which doubles up to
 * a cap, is jittered by up to a fifth, and never gives up. What may be the object's own trouble is
 * capped by the sync period, at least {@link #OWN_CAP}: a failing object costs no more calls than a
 * healthy one. Other trouble has a short cap at first, and the same cap if it doesn't end.
 */
public final class BackoffPolicy {
  /** The least cap of the backoff of an object's own trouble. */
  public static final Duration OWN_CAP = Duration.ofMinutes(15);

  /** The cap of the pauses of a contest ({@code docs/design.md}, section 6). */
  private static final Duration CONTEST_CAP = Duration.ofHours(6);

  private static final Duration SHORT_CAP = Duration.ofMinutes(1);
  private static final Duration PERMISSION_CAP = Duration.ofMinutes(10);

  /** The number of failures in a row, within about ten minutes, for which the short cap holds. */
  private static final int PATIENCE = 20;

  private volatile Duration syncPeriod;
  private final RandomGenerator random;

  /**
   * @param syncPeriod the time between two sweeps of a scope
   * @param random the source of the jitter
   */
  public BackoffPolicy(Duration syncPeriod, RandomGenerator random) {
    this.syncPeriod = syncPeriod;
    this.random = random;
  }

  /** Changes the time between two sweeps of a scope, from the next pause on. */
  public void configure(Duration changed) {
    syncPeriod = changed;
  }

  /**
   * Returns the pause after a failure.
   *
   * @param inARow the number of failures of this kind in a row, from 1
   */
  public Duration pause(Failure failure, int inARow) {
    Duration ownCap = ownCap();
    return switch (failure) {
      case Failure.Throttled _ -> badLuck(Duration.ofSeconds(30), inARow);
      case Failure.Unavailable _ -> badLuck(SHORT_CAP, inARow);
      case Failure.NotPermitted _ -> backoff(Duration.ofSeconds(15), PERMISSION_CAP, inARow);
      case Failure.Rejected _ -> backoff(Duration.ofSeconds(30), ownCap, inARow);
      case Failure.ScopeMissing _, Failure.TooLarge _ ->
          backoff(Duration.ofSeconds(30), ownCap, inARow);
      case Failure.OutcomeUnknown _ -> backoff(Duration.ofSeconds(5), ownCap, inARow);
      // The gate speaks for the account, but opens again if only one record's calls are refused.
      case Failure.CredentialsRejected _, Failure.WrongEndpoint _ ->
          backoff(Duration.ofSeconds(15), ownCap, inARow);
    };
  }

  /**
   * Returns the pause before the next correction of a record that someone else keeps changing: the
   * sync period, doubled as many times as the contest's level says. It is at most six hours, or the
   * sync period if that is longer.
   *
   * @param level the contest's level, from 1
   */
  Duration contested(int level) {
    return backoff(syncPeriod, longer(CONTEST_CAP, syncPeriod), level + 1);
  }

  /** Returns the time between two sweeps of a scope. */
  public Duration syncPeriod() {
    return syncPeriod;
  }

  private Duration ownCap() {
    return longer(OWN_CAP, syncPeriod);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Duration badLuck(Duration cap, int inARow) {
    return inARow <= PATIENCE
        ? backoff(Duration.ofSeconds(1), cap, inARow)
        : backoff(cap.multipliedBy(2), ownCap(), inARow - PATIENCE);
  }

  private Duration backoff(Duration first, Duration cap, int inARow) {
    long factor = 1L << Math.min(Math.max(inARow, 1) - 1, 20);
    Duration full = first.multipliedBy(factor);
    Duration capped = full.compareTo(cap) > 0 ? cap : full;
    // The jitter only shortens, so that the cap stays a cap.
    return Duration.ofMillis((long) (capped.toMillis() * (1 - random.nextDouble() / 5)));
  }
}
