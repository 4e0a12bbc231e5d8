package dev.livecallback.leader;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right of this process to act: to call the cloud, and to write to Kubernetes. The process may
 * act while it holds the lease and its last good renewal began less than the renew deadline ago.
 * Ask {@link #mayAct} directly before everything that only the leader may do: a process that was
 * frozen learns here first that its time is over. Safe for use by many threads.
 */
public final class Leadership {
  private final @Nullable Duration renewDeadline;
  private final Ticks ticks;
  private volatile @Nullable Tick renewed;
  private volatile boolean over;

  /** An instant by both clocks. */
  record Tick(long nanos, Instant instant) {}

  private Leadership(@Nullable Duration renewDeadline, Ticks ticks) {
    this.renewDeadline = renewDeadline;
    this.ticks = ticks;
  }

  /**
   * Returns the leadership of a process that has no others beside it. It may act until {@link
   * #end}.
   */
  public static Leadership alone() {
    return new Leadership(null, Ticks.system());
  }

  /**
   * Returns the leadership of a process that doesn't lead yet.
   *
   * @param renewDeadline the time for which a renewal counts, from just before its request
   */
  static Leadership none(Duration renewDeadline, Ticks ticks) {
    return new Leadership(renewDeadline, ticks);
  }

  /** Returns whether this process may act now. */
  public boolean mayAct() {
    return renewDeadline == null ? !over : !left().isZero();
  }

  /** Returns how long this process may act unless the lease is renewed; zero = it may not. */
  Duration left() {
    Tick last = renewed;
    if (over || last == null || renewDeadline == null) {
      return Duration.ZERO;
    }
    // A suspended machine stops the monotonic clock, and a person may set the wall clock back.
    Duration byTicks = Duration.ofNanos(ticks.nanos() - last.nanos());
    Duration byClock = Duration.between(last.instant(), ticks.instant());
    Duration left = renewDeadline.minus(byTicks.compareTo(byClock) > 0 ? byTicks : byClock);
    return left.isNegative() ? Duration.ZERO : left;
  }

  Tick now() {
    return new Tick(ticks.nanos(), ticks.instant());
  }

  /**
   * Records that the lease was taken or renewed.
   *
   * @param asked the time just before the request, so that this process never counts the lease as
   *     held for too long
   */
  void renewed(Tick asked) {
    renewed = asked;
  }

  /** Ends the leadership: this process may never act again. */
  void end() {
    over = true;
  }
}
