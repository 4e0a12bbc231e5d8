package dev.livecallback.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that nobody sets. It begins at the wall clock's time, and from then on goes by the
 * monotonic clock. Pauses, due times and every comparison of which is newer go by it. Times that
 * people or other machines wrote are compared with the {@link #wall} clock, and times that are
 * written for them are taken from that clock. {@link #fromWall} and {@link #wallAhead} lead from
 * one clock to the other.
 *
 * <p>The two clocks differ by as much as the wall clock was set since, and by the time that the
 * machine was suspended.
 */
public final class SteadyClock implements InstantSource {
  private final InstantSource steady;
  private final InstantSource wall;

  private SteadyClock(InstantSource steady, InstantSource wall) {
    this.steady = steady;
    this.wall = wall;
  }

  /**
   * Returns a clock that begins now.
   *
   * @param nanos the monotonic clock, in nanoseconds from any beginning
   */
  public static SteadyClock of(LongSupplier nanos, InstantSource wall) {
    Instant began = wall.instant();
    long from = nanos.getAsLong();
    return new SteadyClock(() -> began.plusNanos(nanos.getAsLong() - from), wall);
  }

  /** Returns a clock that shows what {@code steady} shows, which nobody sets. */
  public static SteadyClock of(InstantSource steady, InstantSource wall) {
    return new SteadyClock(steady, wall);
  }

  /**
   * Returns this clock, if it is a steady one; else a steady clock that uses {@code clock} for
   * both, which nobody sets.
   */
  public static SteadyClock of(InstantSource clock) {
    return clock instanceof SteadyClock already ? already : new SteadyClock(clock, clock);
  }

  @Override
  public Instant instant() {
    return steady.instant();
  }

  /** Returns the clock that people see, and set. */
  public InstantSource wall() {
    return wall;
  }

  /** Returns how far the wall clock is ahead; negative = it is behind. */
  public Duration wallAhead() {
    return Duration.between(steady.instant(), wall.instant());
  }

  /**
   * Returns the time of this clock at which the wall clock shows {@code then}, unless the wall
   * clock is set meanwhile.
   */
  public Instant fromWall(Instant then) {
    return then.minus(wallAhead());
  }
}
