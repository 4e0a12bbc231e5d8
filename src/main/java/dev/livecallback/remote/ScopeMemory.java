package dev.livecallback.remote;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of one scope and its keys. Not safe for use by several threads. */
final class ScopeMemory {
  /** How long after its end a write may still land ({@code docs/design.md}, section 6). */
  private static final Duration SETTLING = LastWrite.SETTLING;

  private ScopeSnapshot reading = ScopeSnapshot.NONE;

  /** At which revision the last read ended that said anything. */
  private long readAt;

  /** In the order in which they were met, so that the same history draws the same chances. */
  private final Map<CallbackKey, KeyState> keys = new LinkedHashMap<>();

  /**
   * When the last app-less Remove of a message type ended that may have taken along records that
   * nobody had asked about by then.
   */
  private Map<MessageType, Instant> appLessRemoves = Map.of();

  ScopeSnapshot reading() {
    return reading;
  }

  long readAt() {
    return readAt;
  }

  /** What is known of a key; if nothing is, it is not remembered that this was asked. */
  KeyState key(CallbackKey key) {
    KeyState known = keys.get(key);
    return known == null ? met(key) : known;
  }

  /** What the last read said of a key, which is remembered from now on. */
  Observation observation(CallbackKey key) {
    keys.computeIfAbsent(key, this::met);
    return reading.observation(key);
  }

  private KeyState met(CallbackKey key) {
    Instant removed = key.app() == null ? null : appLessRemoves.get(key.messageType());
    return KeyState.met(
        removed == null ? null : LastWrite.perhapsTakenAlong(null, removed), reading);
  }

  /** Takes in an answer to a read. Returns which keys of the scope look different than before. */
  Predicate<CallbackKey> readEnded(
      Instant began,
      Instant ended,
      Answer<List<CallbackRecord>> answer,
      BackoffPolicy backoff,
      long revision) {
    ScopeSnapshot before = reading;
    ScopeSnapshot after = before.after(began, ended, answer, backoff);
    reading = after;
    if (!ScopeSnapshot.says(answer)) {
      return _ -> false;
    }
    readAt = revision;
    keys.replaceAll(
        (key, state) ->
            state.read(before.observation(key), after.observation(key), backoff, revision));
    forgetSettledRemoves(after.began());
    return key -> !before.observation(key).sameFinding(after.observation(key));
  }

  /** Those that can't land any more at this time, as whoever looks from then on sees. */
  private void forgetSettledRemoves(Instant time) {
    if (!appLessRemoves.isEmpty()) {
      Map<MessageType, Instant> unsettled = new EnumMap<>(appLessRemoves);
      unsettled.values().removeIf(ended -> !time.isBefore(ended.plus(SETTLING)));
      appLessRemoves = unsettled.isEmpty() ? Map.of() : unsettled;
    }
  }

  /** The keys of which a Put may have happened that the last read may not show. */
  List<CallbackKey> putSinceRead() {
    return keys.entrySet().stream()
        .filter(each -> each.getValue().putSince(reading.began()))
        .map(Map.Entry::getKey)
        .toList();
  }

  void writeBegan(
      CallbackKey key, @Nullable CallbackContent content, Instant began, long revision) {
    keys.put(key, key(key).writeBegan(content, began, reading.observation(key), revision));
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

  void mayBeGone(Predicate<CallbackKey> inDanger, Instant ended, long revision) {
    keys.replaceAll(
        (key, state) -> inDanger.test(key) ? state.perhapsTakenAlong(ended, revision) : state);
  }

  /** Forgets a key, unless a write to it is on its way, may still land, or was a Remove of late. */
  void forget(CallbackKey key, Instant now) {
    KeyState known = keys.get(key);
    if (known != null && known.forgettable(now)) {
      keys.remove(key);
    }
    forgetRemovesOfUnread(now);
  }

  /** Forgets the keys that the filter accepts, as {@link #forget(CallbackKey, Instant)} does. */
  void forgetKeys(Predicate<CallbackKey> unused, Instant now) {
    keys.entrySet()
        .removeIf(entry -> entry.getValue().forgettable(now) && unused.test(entry.getKey()));
    forgetRemovesOfUnread(now);
  }

  /** Forgets all but the writes that are on their way or may still land, and late Removes. */
  void forget(Instant now) {
    reading = ScopeSnapshot.NONE;
    forgetKeys(_ -> true, now);
  }

  void forgiveCredentials() {
    reading = reading.forgivingCredentials();
    keys.replaceAll((_, state) -> state.forgivingCredentials());
  }

  void endFirstWaitsForCredentials() {
    reading = reading.withoutFirstWaitForCredentials();
    keys.replaceAll((_, state) -> state.withoutFirstWaitForCredentials());
  }

  /** Without a reading, only a Remove that may still land says anything of what a read will. */
  private void forgetRemovesOfUnread(Instant now) {
    if (reading.equals(ScopeSnapshot.NONE)) {
      forgetSettledRemoves(now);
    }
  }

  /** Whether nothing is known that anyone still asks about. */
  boolean isEmpty() {
    return keys.isEmpty() && appLessRemoves.isEmpty() && reading.equals(ScopeSnapshot.NONE);
  }

  /** Whether no write is in flight or may still land. */
  boolean isSettled(Instant now) {
    return keys.values().stream().noneMatch(state -> state.mayChange(now));
  }

  /** How many keys are remembered. */
  int size() {
    return keys.size();
  }
}
