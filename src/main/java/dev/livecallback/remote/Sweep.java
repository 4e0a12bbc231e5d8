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
 * When which listing is to be read again though nobody waits for it: once a sync period, give or
 * take a tenth, from the beginning of its last read, whatever that was for. One that was never read
 * is its objects' to order. It places no orders and asks for no time. Safe for use by several
 * threads.
 */
public final class Sweep {
  private static final double JITTER = 0.1;

  /** A sweep that was asked for and never answered, for its order was lost, is asked for again. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RemoteState remote;
  private volatile Duration syncPeriod;
  private final RandomGenerator random;

  @GuardedBy("this")
  private final Map<Listing, Schedule> turns = new HashMap<>();

  /**
   * @param remote knows when each was read
   * @param syncPeriod how often to read it
   * @param random for the jitter, which is drawn anew for each sweep
   */
  public Sweep(RemoteState remote, Duration syncPeriod, RandomGenerator random) {
    this.remote = remote;
    this.syncPeriod = syncPeriod;
    this.random = random;
  }

  /** Changes how often to read, from each scope's next sweep on. */
  public void configure(Duration changed) {
    syncPeriod = changed;
  }

  /**
   * How the sweep is doing.
   *
   * @param scopes how many scopes are in use
   * @param unread how many of them no read has told of yet
   * @param oldest how long ago the last read of one of the others began, at most; zero if there is
   *     none
   */
  public record SweepStatus(int scopes, int unread, Duration oldest) {}

  /**
   * The next sweep of a listing.
   *
   * @param readBegan the read that it comes after
   * @param due a jittered period later
   * @param asked when it was last asked for; null if it wasn't, or that was answered
   * @param pause its read pause then
   */
  private record Schedule(
      Instant readBegan, Instant due, @Nullable Instant asked, @Nullable Pause pause) {}

  /**
   * The listings to read now, the longest due first. Each is taken to be asked for, and not named
   * again before it was read, its read failed and the pause after that is over, or a minute has
   * passed.
   *
   * @param inUse the scopes that objects have to do with; all others are forgotten
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
   * When {@link #due} will next name one if nothing is learnt before; {@link Instant#MAX} if never.
   * May be past.
   *
   * @param inUse the scopes that objects have to do with; all others are forgotten
   */
  public synchronized Instant next(Collection<Scope> inUse) {
    refresh(inUse);
    return turns.entrySet().stream()
        .map(this::readyAt)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** How the sweep of these scopes is doing. */
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

  /** How many listings are remembered. */
  synchronized int size() {
    return turns.size();
  }

  /** Takes in what became of reads. In order, so that the same history draws the same chances. */
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
