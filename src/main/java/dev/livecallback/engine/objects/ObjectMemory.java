package dev.livecallback.engine.objects;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.SecretText;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What this process remembers of each object beside its status, by uid. */
public final class ObjectMemory {
  private static final int MOST_RELEASED = 10_000;

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, Map<CallbackKey, SecretText>> authKeys = new ConcurrentHashMap<>();

  /** The newest of those that were let go: bounded, for the cache forgets them within moments. */
  private final Set<String> released =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_RELEASED;
                }
              }));

  /** Those that this process saw before their finalizer: nobody has written for them before. */
  private final Set<String> newborn = ConcurrentHashMap.newKeySet();

  private final Map<String, WorkBegun> reconciling = new ConcurrentHashMap<>();

  private record Seen(long generation, Instant since) {}

  /**
   * Since when work is under way.
   *
   * @param told by the status
   * @param since by the clock that nobody sets
   */
  private record WorkBegun(Instant told, Instant since) {}

  /** What was asked for last, and since when a read of that time or later answers it. */
  private record Asked(@Nullable String request, boolean paused, Instant since) {}

  private final Map<String, Asked> asked = new ConcurrentHashMap<>();

  /** The object was seen before it had a finalizer, hence before anything was written for it. */
  public void newborn(String uid) {
    newborn.add(uid);
  }

  /** Whether it was. */
  public boolean isNewborn(String uid) {
    return newborn.contains(uid);
  }

  /** When this generation was first seen: now, if it wasn't. */
  public Instant generationSeen(String uid, long generation, Instant now) {
    return seen.merge(
            uid,
            new Seen(generation, now),
            (before, fresh) -> before.generation() == generation ? before : fresh)
        .since();
  }

  /**
   * Since when a read is asked for: by a request that is new, or by the end of a pause; {@link
   * Instant#MIN} if it isn't.
   *
   * @param request the value of the request that isn't answered; null = none
   */
  public Instant readSince(String uid, @Nullable String request, boolean paused, Instant now) {
    Asked before = asked.get(uid);
    if (before == null && request == null && !paused) {
      return Instant.MIN;
    }
    boolean anew = request != null && (before == null || !request.equals(before.request()));
    boolean resumed = before != null && before.paused() && !paused;
    Instant since = before == null ? Instant.MIN : before.since();
    Asked after = new Asked(request, paused, anew || resumed ? now : since);
    asked.put(uid, after);
    return after.since();
  }

  /** The generation that was seen last; 0 if none was. */
  public long generation(String uid) {
    Seen last = seen.get(uid);
    return last == null ? 0 : last.generation();
  }

  /**
   * Since when a status says that work is under way, by the clock that nobody sets: found out when
   * this process first sees it say so, and kept, however the wall clock is set later.
   *
   * @param told what the status says, by the wall clock; empty = it doesn't say so
   * @param steadily that instant by the other clock, as it seems now
   */
  public @Nullable Instant reconcilingSince(
      String uid, Optional<Instant> told, UnaryOperator<Instant> steadily, Instant now) {
    if (told.isEmpty()) {
      reconciling.remove(uid);
      return null;
    }
    return reconciling
        .compute(
            uid,
            (_, before) -> {
              if (before != null && before.told().equals(told.get())) {
                return before;
              }
              Instant since = steadily.apply(told.get());
              return new WorkBegun(told.get(), since.isAfter(now) ? now : since);
            })
        .since();
  }

  /**
   * The authentication key of the object's record that this process last had accepted or found in
   * sync.
   */
  public @Nullable SecretText authKey(String uid, CallbackKey record) {
    return authKeys.getOrDefault(uid, Map.of()).get(record);
  }

  /** Remembers such a key. */
  public void authKey(String uid, CallbackKey record, SecretText key) {
    authKeys.merge(
        uid,
        Map.of(record, key),
        (before, more) -> {
          Map<CallbackKey, SecretText> both = new HashMap<>(before);
          both.putAll(more);
          return Map.copyOf(both);
        });
  }

  /** Forgets the keys of all other records. */
  public void keepAuthKeys(String uid, Set<CallbackKey> records) {
    authKeys.computeIfPresent(
        uid,
        (_, known) -> {
          if (records.containsAll(known.keySet())) {
            return known;
          }
          Map<CallbackKey, SecretText> kept = new HashMap<>(known);
          kept.keySet().retainAll(records);
          return kept.isEmpty() ? null : Map.copyOf(kept);
        });
  }

  /** Whether the object was let go: it holds nothing, though the cache may still have it. */
  public boolean released(String uid) {
    return released.contains(uid);
  }

  /** Forgets an object that is let go. */
  public void release(String uid) {
    released.add(uid);
    newborn.remove(uid);
    seen.remove(uid);
    authKeys.remove(uid);
    reconciling.remove(uid);
    asked.remove(uid);
  }
}
