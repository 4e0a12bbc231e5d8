package dev.livecallback.calls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The quota of one action of one cloud account, as a log of the calls of the last second. The next
 * call may go when fewer than N logged calls are younger than a second and a margin, so that no
 * second ever holds more than N.
 *
 * <p>The service counts a call when the call arrives, and calls aren't equally long on their way.
 * If a call took longer than the quickest recent call, all of the difference may have been on the
 * way there. The call is therefore taken to have arrived that much later than it was sent, {@link
 * #MOST_LATE} at most. While too few calls are known to tell how quick a call can be, all the time
 * that the call took counts as the difference: a process is slow at first, and a slow call that is
 * followed by a quick one arrives close to it.
 *
 * <p>Lanes other than {@link Lane#EDIT} are also spaced 1/N s apart. An idle account carries out N
 * edits at once, and under load a slot comes free every 1/N s instead of N slots once a second. If
 * a call is late for its beat, one call makes up for it, and no more.
 *
 * <p>Passive and thread-safe. If the clock steps back, an instant in the future counts as now.
 */
public final class CallBudget {
  /**
   * The time beyond a second after which the slot of a call is free. It covers what the durations
   * of calls don't show: a call that arrives quicker than the quickest recent one, and clocks that
   * don't run alike.
   */
  public static final Duration DEFAULT_MARGIN = Duration.ofMillis(10);

  /** The longest time between the sending of a call and the arrival that is assumed for it. */
  static final Duration MOST_LATE = Duration.ofSeconds(1);

  private static final int REMEMBERED_TRIPS = 64;
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration RECOVERY_STEP = Duration.ofSeconds(10);

  /**
   * A period of trouble: the API answered "throttled".
   *
   * @param began the instant of the first such answer
   * @param pausedUntil the instant before which no call goes
   * @param limit the limit at the end of the pause; it grows from there
   */
  private record Incident(Instant began, Instant pausedUntil, int limit) {}

  /**
   * A call that was sent.
   *
   * @param at the instant at which it was sent
   * @param trip the time until its answer was there; null = it is outstanding
   */
  private record Sent(Instant at, @Nullable Duration trip) {}

  /** A period in which no call goes. */
  private record Hold(Instant from, Instant until) {}

  private final Duration margin;

  @GuardedBy("this")
  private final List<Sent> sent = new ArrayList<>();

  @GuardedBy("this")
  private final Deque<Duration> trips = new ArrayDeque<>();

  /** The duration of the quickest recent call; zero while too few calls are known. */
  @GuardedBy("this")
  private Duration quickest = Duration.ZERO;

  @GuardedBy("this")
  private @Nullable Instant pace;

  @GuardedBy("this")
  private @Nullable Hold hold;

  @GuardedBy("this")
  private int configured;

  @GuardedBy("this")
  private @Nullable Incident incident;

  /** Creates a budget with {@link #DEFAULT_MARGIN}. */
  public static CallBudget of(int callsPerSecond) {
    return new CallBudget(callsPerSecond, DEFAULT_MARGIN);
  }

  /**
   * Creates a budget of which nothing is spent yet.
   *
   * @param callsPerSecond N, at least 1
   * @param margin the time beyond a second after which the slot of a call is free
   */
  public CallBudget(int callsPerSecond, Duration margin) {
    this.configured = atLeastOne(callsPerSecond);
    this.margin = margin;
  }

  /** Changes N from the next call on. N is at least 1. */
  public synchronized void configure(int callsPerSecond) {
    configured = atLeastOne(callsPerSecond);
  }

  /**
   * Returns the number of calls that a second may hold now: the configured N, or less after an
   * incident.
   */
  public synchronized int limit(Instant now) {
    if (incident == null) {
      return configured;
    }
    long steps = Duration.between(incident.pausedUntil, now).dividedBy(RECOVERY_STEP);
    return (int) Math.min(configured, incident.limit + Math.max(0, steps));
  }

  /** Returns the number of calls that a second may hold if there is no trouble. */
  public synchronized int configured() {
    return configured;
  }

  /**
   * Returns the number of calls that count in the present second. It may exceed a limit that was
   * just cut.
   */
  public synchronized int used(Instant now) {
    return (int) freeAt().filter(now::isBefore).count();
  }

  /**
   * Returns the instant at which the next call of a lane may go, if no call goes before it. An
   * instant that isn't after {@code now} means at once, and nothing else.
   */
  public synchronized Instant earliest(Lane lane, Instant now) {
    pullFromFuture(now);
    Instant at = now;
    Instant earliest = earliest(lane, now, limit(now));
    for (Instant grows = grows(at); earliest.isAfter(grows); grows = grows(at)) {
      at = grows;
      earliest = later(at, earliest(lane, now, limit(at)));
    }
    return earliest;
  }

  @GuardedBy("this")
  private Instant earliest(Lane lane, Instant now, int limit) {
    Instant earliest = incident == null ? Instant.MIN : incident.pausedUntil;
    if (hold != null) {
      earliest = later(earliest, hold.until);
    }
    if (sent.size() >= limit) {
      List<Instant> taken = freeAt().filter(now::isBefore).sorted().toList();
      if (taken.size() >= limit) {
        earliest = later(earliest, taken.get(taken.size() - limit));
      }
    }
    if (lane != Lane.EDIT && pace != null) {
      earliest = later(earliest, pace.plus(WINDOW.dividedBy(limit)));
    }
    return earliest;
  }

  /** Returns the next instant after this one at which the limit grows; MAX if it doesn't. */
  @GuardedBy("this")
  private Instant grows(Instant after) {
    if (incident == null || limit(after) == configured) {
      return Instant.MAX;
    }
    long steps = Duration.between(incident.pausedUntil, after).dividedBy(RECOVERY_STEP);
    return incident.pausedUntil.plus(RECOVERY_STEP.multipliedBy(Math.max(0, steps) + 1));
  }

  /** Takes a slot if one is free for the lane, and returns whether it did. */
  public synchronized boolean tryTake(Lane lane, Instant now) {
    if (earliest(lane, now).isAfter(now)) {
      return false;
    }
    take(now);
    return true;
  }

  /**
   * Records that the answer to a call is there, whatever the answer is.
   *
   * @param sentAt the instant at which the call was sent
   * @param now the instant at which the answer was there
   */
  public synchronized void ended(Instant sentAt, Instant now) {
    Duration trip = Duration.between(sentAt, now);
    if (trip.isNegative()) {
      return;
    }
    trips.addLast(trip);
    if (trips.size() > REMEMBERED_TRIPS) {
      trips.removeFirst();
    }
    if (trips.size() == REMEMBERED_TRIPS) {
      quickest = Collections.min(trips);
    }
    int call = sent.indexOf(new Sent(sentAt, null));
    if (call >= 0) {
      sent.set(call, new Sent(sentAt, trip));
    }
  }

  /**
   * Records that the API answered "throttled". No call goes for as long as the API asked (60 s at
   * most, 1 s if it didn't say). The limit is halved once per incident, and grows by one for every
   * 10 s after the pause.
   *
   * @param sentAt the instant at which the call was sent; a call from before the incident belongs
   *     to it
   * @param now the instant at which the answer was there
   * @param retryAfter the pause that the API asked for; not positive = it didn't say
   */
  public synchronized void throttled(Instant sentAt, Instant now, Optional<Duration> retryAfter) {
    Duration asked = retryAfter.filter(Duration::isPositive).orElse(DEFAULT_PAUSE);
    Instant until = now.plus(asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
    int limit = limit(now);
    if (incident != null && !sentAt.isAfter(incident.began)) {
      incident = new Incident(incident.began, later(until, incident.pausedUntil), limit);
    } else {
      incident = new Incident(now, until, Math.max(1, limit / 2));
    }
  }

  /**
   * Counts the whole budget as spent now, because the last calls of another process are unknown.
   */
  public synchronized void countAsSpent(Instant now) {
    pace = now;
    for (int i = 0; i < configured; i++) {
      sent.add(new Sent(now, Duration.ZERO));
    }
  }

  /** Stops all calls for a while. */
  public synchronized void hold(Instant now, Duration howLong) {
    hold = new Hold(now, now.plus(howLong));
  }

  /** Logs a call that is sent. */
  synchronized void take(Instant now) {
    Duration fastest = quickest;
    sent.removeIf(call -> !freeAt(call, fastest).isAfter(now));
    sent.add(new Sent(now, null));
    pace = inStep(now);
  }

  /**
   * Returns the beat that a send at this instant belongs to. A call that is late by a beat at most
   * doesn't delay all that follow. Otherwise the spacing alone would cost some of the quota.
   */
  @GuardedBy("this")
  private Instant inStep(Instant now) {
    Duration step = WINDOW.dividedBy(limit(now));
    Instant due = pace == null ? now : pace.plus(step);
    return due.isAfter(now) ? now : later(due, now.minus(step));
  }

  /** Returns the instant at which each taken slot is free again. */
  @GuardedBy("this")
  private Stream<Instant> freeAt() {
    Duration fastest = quickest;
    return sent.stream().map(call -> freeAt(call, fastest));
  }

  private Instant freeAt(Sent call, Duration fastest) {
    return call.at().plus(late(call, fastest)).plus(WINDOW).plus(margin);
  }

  private static Duration late(Sent call, Duration fastest) {
    if (call.trip() == null) {
      return MOST_LATE;
    }
    Duration late = call.trip().minus(fastest);
    if (late.isNegative()) {
      return Duration.ZERO;
    }
    return late.compareTo(MOST_LATE) > 0 ? MOST_LATE : late;
  }

  @GuardedBy("this")
  private void pullFromFuture(Instant now) {
    sent.replaceAll(call -> call.at().isAfter(now) ? new Sent(now, call.trip()) : call);
    if (pace != null && pace.isAfter(now)) {
      pace = now;
    }
    if (hold != null && hold.from.isAfter(now)) {
      hold = new Hold(now, now.plus(Duration.between(hold.from, hold.until)));
    }
    if (incident != null && incident.began.isAfter(now)) {
      Instant until = now.plus(Duration.between(incident.began, incident.pausedUntil));
      incident = new Incident(now, until, incident.limit);
    }
  }

  private static int atLeastOne(int callsPerSecond) {
    if (callsPerSecond < 1) {
      throw new IllegalArgumentException("calls per second: at least 1, not " + callsPerSecond);
    }
    return callsPerSecond;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
