package dev.livecallback.leader;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process may act: call the cloud, and write to Kubernetes. It may while it holds the
 * lease, and was sure of that less than the renew deadline ago. Ask it directly before whatever
 * mustn't happen otherwise: a process that was frozen learns here that its time is over, before it
 * learns it from anybody else. Safe for use by many threads.
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

  /** Of a process that has no others beside it: it may always act. */
  public static Leadership alone() {
    return new Leadership(null, Ticks.system());
  }

  /**
   * Of a process that doesn't lead yet.
   *
   * @param renewDeadline for so long a renewal counts, from just before it was asked for
   */
  static Leadership none(Duration renewDeadline, Ticks ticks) {
    return new Leadership(renewDeadline, ticks);
  }

  /** Whether it may act now. */
  public boolean mayAct() {
    return renewDeadline == null ? !over : !left().isZero();
  }

  /** How long it may act unless the lease is renewed: zero = it may not. */
  Duration left() {
    Tick last = renewed;
    if (over || last == null || renewDeadline == null) {
      return Duration.ZERO;
    }
    // A suspended machine stops the one clock, and a person may set the other back.
    Duration byTicks = Duration.ofNanos(ticks.nanos() - last.nanos());
    Duration byClock = Duration.between(last.instant(), ticks.instant());
    Duration left = renewDeadline.minus(byTicks.compareTo(byClock) > 0 ? byTicks : byClock);
    return left.isNegative() ? Duration.ZERO : left;
  }

  Tick now() {
    return new Tick(ticks.nanos(), ticks.instant());
  }

  /**
   * The lease was taken or renewed.
   *
   * @param asked when that was asked for: before, so that it is never held for longer than it is
   */
  void renewed(Tick asked) {
    renewed = asked;
  }

  /** It may never act again. */
  void end() {
    over = true;
  }
}
