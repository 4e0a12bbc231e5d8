package dev.livecallback.shadow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Virtual time, and everything that is going to happen in it, in one thread. */
public final class VirtualTime implements InstantSource {
  private record Happening(long at, long sequence, Runnable what) {}

  private final PriorityQueue<Happening> ahead =
      new PriorityQueue<>(
          Comparator.comparingLong(Happening::at).thenComparingLong(Happening::sequence));
  private final Instant start;
  private final long mostEvents;
  private long now;
  private long sequence;
  private @Nullable Error failure;

  /**
   * Creates a time in which nothing is going to happen yet.
   *
   * @param start the instant at which it begins
   * @param mostEvents the most events that may be scheduled before {@link NeverAtRest} is thrown
   */
  public VirtualTime(Instant start, long mostEvents) {
    this.start = start;
    this.mostEvents = mostEvents;
  }

  /** Returns the milliseconds since the start. */
  public long elapsed() {
    return now;
  }

  @Override
  public Instant instant() {
    return start.plusMillis(now);
  }

  /** Returns the milliseconds from the start to an instant, rounded up. */
  public long millis(Instant instant) {
    return roundedUp(Duration.between(start, instant));
  }

  /** Returns a pause in whole milliseconds, rounded up. */
  static long roundedUp(Duration pause) {
    return pause.plusNanos(999_999).toMillis();
  }

  /** Schedules an event after so many milliseconds. */
  public void in(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** Schedules an event so many milliseconds after the start, or now if that is past. */
  public void at(long millis, Runnable what) {
    ahead.add(new Happening(Math.max(millis, now), sequence++, what));
  }

  /**
   * Lets every {@link #runUntil} throw this error from now on, even if somebody catches it.
   *
   * @return the error that is thrown: the first one that was given
   */
  public Error fail(Error why) {
    if (failure == null) {
      failure = why;
    }
    return failure;
  }

  /**
   * Runs all events until a time. An event may call this, too.
   *
   * @param end milliseconds since the start
   * @throws NeverAtRest if more events were scheduled than allowed
   */
  public void runUntil(long end) {
    while (!ahead.isEmpty() && ahead.peek().at() <= end) {
      Happening next = ahead.remove();
      now = Math.max(now, next.at());
      if (sequence > mostEvents) {
        throw fail(new NeverAtRest(mostEvents));
      }
      next.what().run();
      if (failure != null) {
        throw failure;
      }
    }
    now = Math.max(now, end);
  }
}
