package dev.livecallback.account;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.WellKnown;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limit of how many records may be removed in an hour, which slows down a mass deletion. A
 * removal counts for an hour from when it is first taken. Its repeats within that hour don't count
 * again. So no more removals begin in any hour than the limit says. The limit knows only what this
 * process took: a restart begins anew. Safe for use by several threads; waits for no other lock.
 */
public final class DeleteLimit {
  /** The time for which a removal counts. */
  public static final Duration WINDOW = Duration.ofHours(1);

  @GuardedBy("this")
  private final Queue<Taken> taken = new ArrayDeque<>();

  @GuardedBy("this")
  private final Set<CallbackKey> counted = new HashSet<>();

  @GuardedBy("this")
  private @Nullable Integer perHour;

  @GuardedBy("this")
  private Instant releasedUntil = Instant.MIN;

  @GuardedBy("this")
  private Instant latest = Instant.MIN;

  private record Taken(CallbackKey key, Instant at) {
    boolean counts(Instant now) {
      return now.isBefore(at.plus(WINDOW));
    }
  }

  /**
   * Sets the limit. Removals that were counted so far go on counting.
   *
   * @param perHour the most removals in any hour; null = no limit, and none are counted; 0 = none
   *     are let through, not even repeats
   */
  public synchronized void configure(@Nullable Integer perHour) {
    this.perHour = perHour;
  }

  /**
   * Lets removals through, uncounted, until an instant.
   *
   * @param end the instant, see {@link #release}; null = the limit holds
   */
  public synchronized void releaseUntil(@Nullable Instant end) {
    releasedUntil = end == null ? Instant.MIN : end;
  }

  /**
   * Reads the account's annotation {@link WellKnown#RELEASE_DELETES_UNTIL}. A value that can't be
   * read releases nothing.
   *
   * @param annotation the annotation's value; null = there is none
   */
  public static Deadline release(@Nullable String annotation, Instant now) {
    return Deadline.of(
        WellKnown.RELEASE_DELETES_UNTIL, "the limit of deletes holds", annotation, now);
  }

  /**
   * Takes a removal, if the limit allows it.
   *
   * @param key the key whose record is to be removed; a key that counts already is let through
   *     again
   * @param now the time; a time that went back counts as the latest that was given
   * @return true if the removal may go
   */
  public synchronized boolean tryTake(CallbackKey key, Instant now) {
    latest = now.isAfter(latest) ? now : latest;
    forget(latest);
    if (unlimited(latest)) {
      return true;
    }
    if (perHour == null || perHour <= 0) {
      return false;
    }
    if (counted.contains(key)) {
      return true;
    }
    if (taken.size() >= perHour) {
      return false;
    }
    taken.add(new Taken(key, latest));
    counted.add(key);
    return true;
  }

  /**
   * Returns when one more removal may go.
   *
   * @return empty = now; if no removal may ever go, always an hour ahead
   */
  public synchronized Optional<Instant> heldUntil(Instant now) {
    if (unlimited(now) || perHour == null) {
      return Optional.empty();
    }
    if (perHour <= 0) {
      return Optional.of(now.plus(WINDOW));
    }
    List<Taken> counting = counting(now);
    return counting.size() < perHour
        ? Optional.empty()
        : Optional.of(counting.get(counting.size() - perHour).at().plus(WINDOW));
  }

  /**
   * Returns when a removal of this record may go: at once if it counts already, else as any other.
   */
  public synchronized Optional<Instant> heldUntil(CallbackKey key, Instant now) {
    boolean repeat = perHour != null && perHour > 0 && counts(key, now);
    return repeat ? Optional.empty() : heldUntil(now);
  }

  /** Returns how many removals count now. */
  public synchronized int spent(Instant now) {
    return counting(now).size();
  }

  @GuardedBy("this")
  private boolean unlimited(Instant now) {
    return perHour == null || now.isBefore(releasedUntil);
  }

  @GuardedBy("this")
  private boolean counts(CallbackKey key, Instant now) {
    return counted.contains(key)
        && taken.stream().anyMatch(entry -> entry.key().equals(key) && entry.counts(now));
  }

  @GuardedBy("this")
  private List<Taken> counting(Instant now) {
    return taken.stream().filter(entry -> entry.counts(now)).toList();
  }

  @GuardedBy("this")
  private void forget(Instant now) {
    for (Taken oldest = taken.peek();
        oldest != null && !oldest.counts(now);
        oldest = taken.peek()) {
      taken.remove();
      counted.remove(oldest.key());
    }
  }
}
