package dev.livecallback.shadow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Virtual time and everything that is going to happen in it, in one thread. */
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
   * A time in which nothing is going to happen yet.
   *
   * @param start when it begins
   * @param mostEvents how many things may happen before it is said to come to no rest
   */
  public VirtualTime(Instant start, long mostEvents) {
    this.start = start;
    this.mostEvents = mostEvents;
  }

  /** Milliseconds since the start. */
  public long elapsed() {
    return now;
  }

  @Override
  public Instant instant() {
    return start.plusMillis(now);
  }

  /** Milliseconds from the start to an instant, rounded up. */
  public long millis(Instant instant) {
    return roundedUp(Duration.between(start, instant));
  }

  /** A pause in whole milliseconds that is no shorter. */
  static long roundedUp(Duration pause) {
    return pause.plusNanos(999_999).toMillis();
  }

  /** Has something happen after so many milliseconds. */
  public void in(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** Has something happen so many milliseconds after the start, or now if that is past. */
  public void at(long millis, Runnable what) {
    ahead.add(new Happening(Math.max(millis, now), sequence++, what));
  }

  /**
   * Has every {@link #runUntil} throw this from now on, whoever catches it.
   *
   * @return what is thrown: the first one that was told
   */
  public Error fail(Error why) {
    if (failure == null) {
      failure = why;
    }
    return failure;
  }

  /**
   * Lets everything happen until then. May be called from within what happens.
   *
   * @param end milliseconds since the start
   * @throws NeverAtRest if more happens than may
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
