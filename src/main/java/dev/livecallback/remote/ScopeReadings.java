package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of the reads of one scope, and the listings by which it is read. It is read as a
 * whole, as long as its answers are small enough; else by message types, and the types that are too
 * large by apps. Not safe for use by several threads.
 */
final class ScopeReadings {
  /** The time after which a scope that was found too large is tried as a whole again. */
  static final Duration WHOLE_AGAIN = Duration.ofHours(1);

  private final Listing whole;

  /** The snapshots by listing; the map is replaced as a whole. */
  private Map<Listing, ListingSnapshot> readings = Map.of();

  private final Set<MessageType> largeTypes = EnumSet.noneOf(MessageType.class);

  /** The time at which the scope was last found too large; null = it isn't known to be. */
  private @Nullable Instant largeSince;

  ScopeReadings(Scope scope) {
    this.whole = Listing.of(scope);
  }

  /** Returns the listing of the whole scope. */
  Listing whole() {
    return whole;
  }

  /** Returns the listing in which a key has to be looked up now. */
  Listing listing(CallbackKey key) {
    if (largeSince == null) {
      return whole;
    }
    return largeTypes.contains(key.messageType())
        ? Listing.of(key)
        : whole.ofType(key.messageType());
  }

  /** Returns the listings in which these keys have to be looked up now. */
  Set<Listing> listings(Set<CallbackKey> keys) {
    return largeSince == null
        ? Set.of(whole)
        : keys.stream().map(this::listing).collect(Collectors.toSet());
  }

  /** Returns whether keys are looked up in this listing now. */
  boolean isReadBy(Listing listing) {
    MessageType type = listing.type();
    boolean large = type != null && largeTypes.contains(type);
    return listing.isWhole() == (largeSince == null) && (listing.app() == null || large);
  }

  /** Returns the latest snapshot that covers a whole listing. */
  ListingSnapshot of(Listing listing) {
    return latest(readings, listing);
  }

  private ListingSnapshot latest(Map<Listing, ListingSnapshot> readings, Listing listing) {
    if (readings.size() == 1) {
      // The ordinary case.
      Map.Entry<Listing, ListingSnapshot> only = readings.entrySet().iterator().next();
      return only.getKey().covers(listing) ? only.getValue() : ListingSnapshot.NONE;
    }
    return Stream.of(whole, new Listing(whole.scope(), listing.type(), null), listing)
        .map(readings::get)
        .flatMap(Stream::ofNullable)
        .max(Comparator.comparing(ListingSnapshot::began))
        .orElse(ListingSnapshot.NONE);
  }

  /** Returns the latest snapshot that covers a key. */
  ListingSnapshot of(CallbackKey key) {
    return of(Listing.of(key));
  }

  /** Returns the function from a key to its observation, as reads have it until now. */
  Function<CallbackKey, Observation> observations() {
    Map<Listing, ListingSnapshot> now = readings;
    return key -> latest(now, Listing.of(key)).observation(key);
  }

  /** Returns the pause after failed reads of exactly this listing; null = none failed. */
  @Nullable Pause pause(Listing listing) {
    return readings.getOrDefault(listing, ListingSnapshot.NONE).pause();
  }

  /**
   * Records an answer.
   *
   * @return whether keys are looked up in smaller listings from now on
   */
  boolean ended(
      Listing listing,
      Instant began,
      Instant ended,
      Answer<List<CallbackRecord>> answer,
      BackoffPolicy backoff,
      long revision) {
    if (isTooLarge(answer) && split(listing, ended)) {
      return true;
    }
    Map<Listing, ListingSnapshot> changed = new HashMap<>(readings);
    ListingSnapshot before = changed.getOrDefault(listing, ListingSnapshot.NONE);
    changed.put(listing, before.after(began, ended, answer, backoff, revision));
    if (ListingSnapshot.says(answer)) {
      join(listing, ended);
      changed
          .entrySet()
          .removeIf(
              each ->
                  !each.getKey().equals(listing)
                      && listing.covers(each.getKey())
                      && !each.getValue().began().isAfter(began));
    }
    readings = Map.copyOf(changed);
    return false;
  }

  private static boolean isTooLarge(Answer<?> answer) {
    return answer instanceof Answer.Failed<?> failed
        && failed.failure() instanceof Failure.TooLarge;
  }

  /** Switches to smaller listings; returns false if that was done before, or there are none. */
  private boolean split(Listing listing, Instant now) {
    if (listing.isWhole()) {
      boolean news = largeSince == null;
      largeSince = now;
      return news;
    }
    return listing.scope().kind() == Scope.Kind.VHOST
        && listing.app() == null
        && listing.type() != null
        && largeTypes.add(listing.type());
  }

  /**
   * Switches back to larger listings. A listing that was read well needs no smaller ones, and an
   * hour after the scope was found too large, the whole scope is tried again.
   */
  private void join(Listing listing, Instant now) {
    if (listing.isWhole() || (largeSince != null && !now.isBefore(largeSince.plus(WHOLE_AGAIN)))) {
      largeSince = null;
      largeTypes.clear();
    } else if (listing.app() == null) {
      largeTypes.remove(listing.type());
    }
  }

  /** Changes the pauses of all snapshots. */
  void replaceAll(UnaryOperator<ListingSnapshot> change) {
    Map<Listing, ListingSnapshot> changed = new HashMap<>(readings);
    changed.replaceAll((_, snapshot) -> change.apply(snapshot));
    readings = Map.copyOf(changed);
  }

  /** Forgets the readings of single apps, except those of these keys. */
  void retain(Set<CallbackKey> keys) {
    if (readings.keySet().stream().anyMatch(listing -> listing.app() != null)) {
      Set<Listing> used = keys.stream().map(Listing::of).collect(Collectors.toSet());
      Map<Listing, ListingSnapshot> kept = new HashMap<>(readings);
      kept.keySet().removeIf(listing -> listing.app() != null && !used.contains(listing));
      readings = Map.copyOf(kept);
    }
  }

  /** Forgets all. */
  void clear() {
    readings = Map.of();
    largeTypes.clear();
    largeSince = null;
  }

  /** Returns whether nothing is known. */
  boolean isEmpty() {
    return readings.isEmpty() && largeSince == null;
  }
}
