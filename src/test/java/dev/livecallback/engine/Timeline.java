package dev.livecallback.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Virtual time and everything that is going to happen, in one thread. */
final class Timeline implements InstantSource {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_EVENTS = 250_000;

  private record Event(long at, long sequence, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
  private long now;
  private long sequence;
  private @Nullable Violation failure;

  /** Milliseconds since the start. */
  long elapsed() {
    return now;
  }

  @Override
  public Instant instant() {
    return START.plusMillis(now);
  }

  /** Milliseconds since the start of an instant, rounded up. */
  static long millis(Instant instant) {
    Duration since = Duration.between(START, instant);
    return since.plusNanos(999_999).toMillis();
  }

  /** Has something happen after so many milliseconds. */
  void in(long delay, Runnable what) {
    at(now + delay, what);
  }

  /** Has something happen then, or now if that is past. */
  void at(long millis, Runnable what) {
    events.add(new Event(Math.max(millis, now), sequence++, what));
  }

  /** Ends this world, whoever catches what is thrown. Only the first one counts. */
  Violation fail(String kind, String what) {
    if (failure == null) {
      failure = new Violation(kind + ": " + what);
    }
    return failure;
  }

  /** Lets everything happen until then. May be called from within an event. */
  void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.remove();
      now = Math.max(now, event.at());
      if (sequence > MOST_EVENTS) {
        throw fail("it never comes to rest", "more than " + MOST_EVENTS + " events");
      }
      event.what().run();
      if (failure != null) {
        throw failure;
      }
    }
    now = Math.max(now, end);
  }
}
