package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The memory of one scope and its keys. Not safe for use by several threads. */
final class ScopeMemory {
  /**
   * The time after its end for which a write may still land ({@code docs/design.md}, section 6).
   */
  private static final Duration SETTLING = LastWrite.SETTLING;

  private final ScopeReadings readings;

  /**
   * The states of the keys, in the order in which they were met, so that the same history draws the
   * same random numbers.
   */
  private final Map<CallbackKey, KeyState> keys = new LinkedHashMap<>();

  /**
   * The end of the last app-less Remove of each message type that may have taken along records of
   * keys that weren't known by then.
   */
  private Map<MessageType, Instant> appLessRemoves = Map.of();

  ScopeMemory(Scope scope) {
    this.readings = new ScopeReadings(scope);
  }

  ScopeReadings readings() {
    return readings;
  }

  /** Returns the listings in which the keys are looked up now. */
  Set<Listing> listings() {
    return readings.listings(keys.keySet());
  }

  /** Returns the earliest beginning among the last reads of the keys. */
  Instant readBegan() {
    return listings().stream()
        .map(listing -> readings.of(listing).began())
        .min(Comparator.naturalOrder())
        .orElseGet(() -> readings.of(readings.whole()).began());
  }

  /** Returns the state of a key. A key of which nothing is known isn't remembered for that. */
  KeyState key(CallbackKey key) {
    KeyState known = keys.get(key);
    return known == null ? met(key) : known;
  }

  /** Returns the observation of a key, which is remembered from now on. */
  Observation observation(CallbackKey key) {
    keys.computeIfAbsent(key, this::met);
    return readings.of(key).observation(key);
  }

  private KeyState met(CallbackKey key) {
    Instant removed = key.app() == null ? null : appLessRemoves.get(key.messageType());
    return KeyState.met(
        removed == null ? null : LastWrite.perhapsCollateral(null, removed, false),
        readings.of(key));
  }

  /**
   * Records an answer to a read. Returns a filter for the keys that look different than before, or
   * have to be looked up in another listing.
   */
  Predicate<CallbackKey> readEnded(
      Listing listing,
      Instant began,
      Instant ended,
      Answer<List<CallbackRecord>> answer,
      BackoffPolicy backoff,
      long revision) {
    Function<CallbackKey, Observation> before = readings.observations();
    if (readings.ended(listing, began, ended, answer, backoff, revision)) {
      return listing::covers;
    }
    if (!ListingSnapshot.says(answer)) {
      return _ -> false;
    }
    Function<CallbackKey, Observation> after = readings.observations();
    keys.replaceAll(
        (key, state) ->
            listing.covers(key)
                ? state.read(before.apply(key), after.apply(key), backoff, revision)
                : state);
    if (listing.app() == null) {
      forgetSettledRemoves(listing, began);
    }
    return key -> listing.covers(key) && !before.apply(key).sameFinding(after.apply(key));
  }

  /**
   * Forgets the app-less Removes of a listing's types that can't land any more at this time. A read
   * that begins later shows what they did.
   */
  private void forgetSettledRemoves(Listing seen, Instant time) {
    if (!appLessRemoves.isEmpty()) {
      Map<MessageType, Instant> unsettled = new EnumMap<>(appLessRemoves);
      unsettled
          .entrySet()
          .removeIf(
              each ->
                  (seen.type() == null || seen.type() == each.getKey())
                      && !time.isBefore(each.getValue().plus(SETTLING)));
      appLessRemoves = unsettled.isEmpty() ? Map.of() : unsettled;
    }
  }

  /** Returns the keys for which a Put may have happened that the last read may not show. */
  List<CallbackKey> putSinceRead() {
    return keys.entrySet().stream()
        .filter(each -> each.getValue().putSince(readings.of(each.getKey()).began()))
        .map(Map.Entry::getKey)
        .toList();
  }

  void writeBegan(
      CallbackKey key, @Nullable CallbackContent content, Instant began, long revision) {
    keys.put(key, key(key).writeBegan(content, began, readings.of(key).observation(key), revision));
  }

  void writeEnded(
      CallbackKey key,
      @Nullable CallbackContent content,
      Instant ended,
      Answer<WriteAccepted> answer,
      BackoffPolicy backoff,
      long revision) {
    KeyState after = key(key).writeEnded(content, ended, answer, backoff, revision);
    keys.put(key, after);
    boolean refused =
        Optional.ofNullable(after.write())
            .filter(write -> write.outcome() instanceof LastWrite.WriteOutcome.Refused)
            .isPresent();
    if (content == null && key.appLess() && !refused) {
      Map<MessageType, Instant> removes = new EnumMap<>(MessageType.class);
      removes.putAll(appLessRemoves);
      removes.put(key.messageType(), ended);
      appLessRemoves = removes;
    }
  }

  void mayBeGone(Predicate<CallbackKey> inDanger, Instant ended, boolean accepted, long revision) {
    keys.replaceAll(
        (key, state) ->
            inDanger.test(key) ? state.perhapsCollateral(ended, accepted, revision) : state);
  }

  /** Forgets a key, unless a write to it is in flight, may still land, or was a recent Remove. */
  void forget(CallbackKey key, Instant now) {
    KeyState known = keys.get(key);
    if (known != null && known.forgettable(now)) {
      keys.remove(key);
    }
    readings.retain(keys.keySet());
    forgetRemovesOfUnread(now);
  }

  /** Forgets the keys that the filter accepts, as {@link #forget(CallbackKey, Instant)} does. */
  void forgetKeys(Predicate<CallbackKey> unused, Instant now) {
    keys.entrySet()
        .removeIf(entry -> entry.getValue().forgettable(now) && unused.test(entry.getKey()));
    readings.retain(keys.keySet());
    forgetRemovesOfUnread(now);
  }

  /** Forgets all but the writes that are in flight or may still land, and recent Removes. */
  void forget(Instant now) {
    readings.clear();
    forgetKeys(_ -> true, now);
  }

  void forgiveCredentials() {
    readings.replaceAll(ListingSnapshot::forgivingCredentials);
    keys.replaceAll((_, state) -> state.forgivingCredentials());
  }

  void endFirstWaitsForCredentials() {
    readings.replaceAll(ListingSnapshot::withoutFirstWaitForCredentials);
    keys.replaceAll((_, state) -> state.withoutFirstWaitForCredentials());
  }

  /**
   * Forgets settled app-less Removes if there is no reading. Then only a Remove that may still land
   * says anything of the next read.
   */
  private void forgetRemovesOfUnread(Instant now) {
    if (readings.isEmpty()) {
      forgetSettledRemoves(readings.whole(), now);
    }
  }

  /** Returns whether nothing is known that anyone still asks about. */
  boolean isEmpty() {
    return keys.isEmpty() && appLessRemoves.isEmpty() && readings.isEmpty();
  }

  /** Returns whether no write is in flight or may still land. */
  boolean isSettled(Instant now) {
    return keys.values().stream().noneMatch(state -> state.mayChange(now));
  }

  /** Returns the number of keys that are remembered. */
  int size() {
    return keys.size();
  }
}
