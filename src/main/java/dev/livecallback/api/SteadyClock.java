package dev.livecallback.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that nobody sets: it begins at what the wall clock says, and from then on goes by the
 * monotonic one. Pauses, dues and whatever is newer than something else go by it. What people or
 * other machines wrote is compared with the {@link #wall} clock, and what is written for them is
 * taken from that: {@link #fromWall} and {@link #wallAhead} lead from one to the other.
 *
 * <p>The two differ by as much as the wall clock was set since, and by the time that the machine
 * was suspended.
 */
public final class SteadyClock implements InstantSource {
  private final InstantSource steady;
  private final InstantSource wall;

  private SteadyClock(InstantSource steady, InstantSource wall) {
    this.steady = steady;
    this.wall = wall;
  }

  /**
   * A clock that begins now.
   *
   * @param nanos the monotonic clock, in nanoseconds from any beginning
   */
  public static SteadyClock of(LongSupplier nanos, InstantSource wall) {
    Instant began = wall.instant();
    long from = nanos.getAsLong();
    return new SteadyClock(() -> began.plusNanos(nanos.getAsLong() - from), wall);
  }

  /** One that shows what the first one does, which nobody sets. */
  public static SteadyClock of(InstantSource steady, InstantSource wall) {
    return new SteadyClock(steady, wall);
  }

  /** This clock, if it is a steady one; else one whose wall clock nobody sets, either. */
  public static SteadyClock of(InstantSource clock) {
    return clock instanceof SteadyClock already ? already : new SteadyClock(clock, clock);
  }

  @Override
  public Instant instant() {
    return steady.instant();
  }

  /** The clock that people see, and set. */
  public InstantSource wall() {
    return wall;
  }

  /** How far the wall clock is ahead; negative if it is behind. */
  public Duration wallAhead() {
    return Duration.between(steady.instant(), wall.instant());
  }

  /** When this clock shows what the wall clock shows then, unless that is set meanwhile. */
  public Instant fromWall(Instant then) {
    return then.minus(wallAhead());
  }
}
