package dev.livecallback.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The schedule by which each listing is read again though nobody waits for it: once a sync period,
 * give or take a tenth. The period runs from the beginning of the listing's last read of any kind.
 * A listing that was never read is left to its objects to order. The sweep places no orders and
 * asks for no time. Safe for use by several threads.
 */
public final class Sweep {
  private static final double JITTER = 0.1;

  /**
   * The time after which a sweep that was asked for and never answered, because its order was lost,
   * is asked for again.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RemoteState remote;
  private volatile Duration syncPeriod;
  private final RandomGenerator random;

  @GuardedBy("this")
  private final Map<Listing, Schedule> turns = new HashMap<>();

  /**
   * @param remote the memory that knows when each listing was read
   * @param syncPeriod the time between two sweeps of a listing
   * @param random the source of the jitter, which is drawn anew for each sweep
   */
  public Sweep(RemoteState remote, Duration syncPeriod, RandomGenerator random) {
    this.remote = remote;
    this.syncPeriod = syncPeriod;
    this.random = random;
  }

  /** Changes the time between two sweeps, from each listing's next sweep on. */
  public void configure(Duration changed) {
    syncPeriod = changed;
  }

  /**
   * The state of the sweep.
   *
   * @param scopes the number of scopes in use
   * @param unread the number of them that no read has covered yet
   * @param oldest the longest time since the last read of one of the other scopes began; zero if
   *     there is no other scope
   */
  public record SweepStatus(int scopes, int unread, Duration oldest) {}

  /**
   * The next sweep of a listing.
   *
   * @param readBegan the beginning of the read that it comes after
   * @param due the time of the sweep, a jittered period later
   * @param asked the time at which it was last asked for; null if it wasn't, or that was answered
   * @param pause the listing's read pause at that time
   */
  private record Schedule(
      Instant readBegan, Instant due, @Nullable Instant asked, @Nullable Pause pause) {}

  /**
   * Returns the listings to read now, the longest due first. Each of them then counts as asked for.
   * It isn't returned again before it was read, or its read failed and the pause after that is
   * over, or a minute has passed.
   *
   * @param inUse the scopes that objects use; all others are forgotten
   */
  public synchronized List<Listing> due(Instant now, Collection<Scope> inUse) {
    refresh(inUse);
    List<Listing> due =
        turns.entrySet().stream()
            .filter(entry -> !readyAt(entry).isAfter(now))
            .sorted(Comparator.comparing(this::readyAt).thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    for (Listing listing : due) {
      turns.computeIfPresent(
          listing, (_, turn) -> new Schedule(turn.readBegan(), turn.due(), now, pause(listing)));
    }
    return due;
  }

  /**
   * Returns when {@link #due} will next return a listing if nothing is learnt before; {@link
   * Instant#MAX} if never. The time may be past.
   *
   * @param inUse the scopes that objects use; all others are forgotten
   */
  public synchronized Instant next(Collection<Scope> inUse) {
    refresh(inUse);
    return turns.entrySet().stream()
        .map(this::readyAt)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** Returns the state of the sweep of these scopes. */
  public SweepStatus status(Instant now, Collection<Scope> inUse) {
    List<Instant> reads = Set.copyOf(inUse).stream().map(this::readBegan).sorted().toList();
    List<Instant> told = reads.stream().filter(began -> !began.equals(Instant.MIN)).toList();
    return new SweepStatus(
        reads.size(),
        reads.size() - told.size(),
        told.isEmpty() ? Duration.ZERO : Duration.between(told.getFirst(), now));
  }

  private Instant readBegan(Scope scope) {
    return remote.readBegan(scope);
  }

  /** Returns the number of listings that are remembered. */
  synchronized int size() {
    return turns.size();
  }

  /**
   * Records the results of reads, in a fixed order, so that the same history draws the same random
   * numbers.
   */
  @GuardedBy("this")
  private void refresh(Collection<Scope> inUse) {
    Set<Listing> used =
        inUse.stream()
            .flatMap(scope -> remote.listings(scope).stream())
            .collect(Collectors.toSet());
    turns.keySet().retainAll(used);
    for (Listing listing : used.stream().sorted().toList()) {
      if (outdated(listing)) {
        renew(listing);
      }
    }
  }

  @GuardedBy("this")
  private boolean outdated(Listing listing) {
    Schedule turn = turns.get(listing);
    Instant readBegan = remote.readBegan(listing);
    return turn == null
        ? !readBegan.equals(Instant.MIN)
        : !turn.readBegan().equals(readBegan) || answered(listing, turn);
  }

  private boolean answered(Listing listing, Schedule turn) {
    return turn.asked() != null
        && !Optional.ofNullable(turn.pause()).equals(remote.readPause(listing));
  }

  @GuardedBy("this")
  private void renew(Listing listing) {
    Instant readBegan = remote.readBegan(listing);
    if (readBegan.equals(Instant.MIN)) {
      turns.remove(listing);
      return;
    }
    turns.compute(
        listing,
        (_, turn) ->
            turn != null && turn.readBegan().equals(readBegan)
                ? new Schedule(readBegan, turn.due(), null, null)
                : new Schedule(readBegan, readBegan.plus(jittered()), null, null));
  }

  private Instant readyAt(Map.Entry<Listing, Schedule> entry) {
    Schedule turn = entry.getValue();
    Instant due = turn.asked() == null ? turn.due() : turn.asked().plus(PATIENCE);
    Pause pause = pause(entry.getKey());
    return pause != null && pause.until().isAfter(due) ? pause.until() : due;
  }

  private @Nullable Pause pause(Listing listing) {
    return remote.readPause(listing).orElse(null);
  }

  private Duration jittered() {
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofMillis((long) (syncPeriod.toMillis() * factor));
  }
}
