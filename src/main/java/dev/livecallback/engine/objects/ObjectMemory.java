package dev.livecallback.engine.objects;

import dev.livecallback.api.Deadline;
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

/** The memory of this process about each object, beside the object's status, by uid. */
public final class ObjectMemory {
  private static final int MOST_RELEASED = 10_000;

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, Map<CallbackKey, SecretText>> authKeys = new ConcurrentHashMap<>();

  /**
   * The objects that were let go most recently. The set is bounded: the cache forgets them in
   * moments.
   */
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

  /**
   * The objects that this process saw before they had a finalizer. Nobody had written for them
   * before.
   */
  private final Set<String> newborn = ConcurrentHashMap.newKeySet();

  private final Map<String, WorkBegun> reconciling = new ConcurrentHashMap<>();

  private record Seen(long generation, Instant since) {}

  /**
   * The beginning of work that is under way.
   *
   * @param told the beginning according to the status
   * @param since the beginning by the steady clock
   */
  private record WorkBegun(Instant told, Instant since) {}

  /** The last request for a read, and the instant from which on a read answers it. */
  private record Asked(@Nullable String request, boolean paused, Instant since) {}

  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final Map<String, Instant> driftAllowedUntil = new ConcurrentHashMap<>();

  /**
   * Records that the object was seen before it had a finalizer, so before anything was written for
   * it.
   */
  public void newborn(String uid) {
    newborn.add(uid);
  }

  /** Returns whether {@link #newborn(String)} was called for the object. */
  public boolean isNewborn(String uid) {
    return newborn.contains(uid);
  }

  /** Returns the instant at which this generation was first seen; now, if it wasn't seen before. */
  public Instant generationSeen(String uid, long generation, Instant now) {
    return seen.merge(
            uid,
            new Seen(generation, now),
            (before, fresh) -> before.generation() == generation ? before : fresh)
        .since();
  }

  /**
   * Returns the instant since which a read is requested, by a new request or by the end of a pause;
   * {@link Instant#MIN} if no read is requested.
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

  /** Returns the end of the object's own allowance of drift at its last round; null = none. */
  public @Nullable Instant driftAllowedUntil(String uid) {
    return driftAllowedUntil.get(uid);
  }

  /**
   * Remembers the end of the object's own allowance of drift.
   *
   * @param own the deadline of its annotation, by the steady clock
   */
  public void driftAllowed(String uid, Deadline own) {
    if (own instanceof Deadline.Until(Instant end)) {
      driftAllowedUntil.put(uid, end);
    } else {
      driftAllowedUntil.remove(uid);
    }
  }

  /** Returns the generation that was seen last; 0 if none was. */
  public long generation(String uid) {
    Seen last = seen.get(uid);
    return last == null ? 0 : last.generation();
  }

  /**
   * Returns the instant since which a status says that work is under way, by the steady clock; null
   * if it doesn't say so. The instant is computed when this process first sees the status say so.
   * It is kept after that, even if the wall clock is set later.
   *
   * @param told the instant according to the status, by the wall clock; empty = it doesn't say so
   * @param steadily converts an instant of the wall clock to the steady clock, as it seems now
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
   * Returns the authentication key of the object's record that the API last accepted from this
   * process, or that was last found in sync; null if none is known.
   */
  public @Nullable SecretText authKey(String uid, CallbackKey record) {
    return authKeys.getOrDefault(uid, Map.of()).get(record);
  }

  /** Remembers the authentication key of a record. */
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

  /** Forgets the authentication keys of all other records of the object. */
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

  /**
   * Returns whether the object was let go. It holds nothing then, though the cache may still have
   * it.
   */
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
    driftAllowedUntil.remove(uid);
  }
}
