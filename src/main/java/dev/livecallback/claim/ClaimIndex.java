package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * From callback key to the objects that want it or have it in their ledger. Whoever has it in the
 * ledger keeps it; else whoever reserved it; else the oldest that wants it, by creation time, then
 * namespace and name. Safe for use by several threads; quick, and never waits for another lock.
 */
public final class ClaimIndex {
  private static final Comparator<Interest> OLDEST_FIRST =
      Comparator.comparing(Interest::created)
          .thenComparing(interest -> interest.object().namespace())
          .thenComparing(interest -> interest.object().name())
          .thenComparing(interest -> interest.object().uid());

  private final Map<ObjectId, Interest> interests = new HashMap<>();
  private final Map<CallbackKey, Set<ObjectId>> byKey = new HashMap<>();
  private final Map<Scope, Set<ObjectId>> byScope = new HashMap<>();
  private final Map<CallbackKey, ObjectId> reserved = new HashMap<>();

  /**
   * Takes in what an object wants and holds, in place of what was known of it.
   *
   * @return whom that concerns: who may claim now what this object gave up, and who waits for it to
   *     go
   */
  public synchronized Set<ObjectId> note(Interest interest) {
    Interest before = interests.put(interest.object(), interest);
    if (interest.equals(before)) {
      return Set.of();
    }
    if (before != null) {
      unlink(before);
    }
    for (CallbackKey key : interest.keys()) {
      byKey.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(interest.object());
      byScope.computeIfAbsent(key.scope(), _ -> new LinkedHashSet<>()).add(interest.object());
    }
    Set<ObjectId> others = before == null ? new HashSet<>() : givenUp(before, interest.keys());
    if (interest.going()) {
      interest.keys().forEach(key -> others.addAll(waitingToGo(key.scope())));
    }
    others.remove(interest.object());
    return others;
  }

  /**
   * Forgets an object that is gone.
   *
   * @return who else has to do with its keys: one of them may claim now
   */
  public synchronized Set<ObjectId> forget(ObjectId object) {
    Interest gone = interests.remove(object);
    if (gone == null) {
      return Set.of();
    }
    unlink(gone);
    Set<ObjectId> others = givenUp(gone, Set.of());
    for (CallbackKey key : gone.keys()) {
      others.addAll(waitingToGo(key.scope()));
      oldestOf(key.scope()).ifPresent(others::add);
    }
    return others;
  }

  /**
   * The objects of a scope that are being deleted and hold an app-less key there: others' records
   * can be in their way.
   */
  public synchronized Set<ObjectId> waitingToGo(Scope scope) {
    Set<ObjectId> waiting = new HashSet<>();
    for (ObjectId object : byScope.getOrDefault(scope, Set.of())) {
      Interest interest = interests.get(object);
      if (interest != null
          && interest.going()
          && interest.holds().stream().anyMatch(CallbackKey::appLess)) {
        waiting.add(object);
      }
    }
    return waiting;
  }

  /** Frees what an object no longer has to do with, and says who else has. */
  private Set<ObjectId> givenUp(Interest before, Set<CallbackKey> kept) {
    Set<ObjectId> others = new HashSet<>();
    for (CallbackKey key : before.keys()) {
      if (!kept.contains(key)) {
        reserved.remove(key, before.object());
        others.addAll(byKey.getOrDefault(key, Set.of()));
      }
    }
    return others;
  }

  /**
   * Who owns the key, if anyone does: its holder, else who reserved it, else its oldest claimant.
   */
  public synchronized Optional<ObjectId> owner(CallbackKey key) {
    Optional<ObjectId> holder =
        oldest(byKey.getOrDefault(key, Set.of()), interest -> interest.holds().contains(key));
    if (holder.isPresent()) {
      return holder;
    }
    ObjectId reservedFor = reserved.get(key);
    Interest reserving = reservedFor == null ? null : interests.get(reservedFor);
    if (reserving != null && key.equals(reserving.wants())) {
      return Optional.of(reserving.object());
    }
    return oldest(byKey.getOrDefault(key, Set.of()), interest -> key.equals(interest.wants()));
  }

  /**
   * Claims a key for an object that wants it, and reserves it if it is free.
   *
   * @return who else owns it; empty = the claim holds
   */
  public synchronized Optional<ObjectId> claim(ObjectId object, CallbackKey key) {
    Optional<ObjectId> other = owner(key).filter(owner -> !owner.equals(object));
    if (other.isEmpty()) {
      reserved.put(key, object);
    }
    return other;
  }

  /** Whether an object may write to the key: it owns it. */
  public synchronized boolean owns(ObjectId object, CallbackKey key) {
    return owner(key).filter(object::equals).isPresent();
  }

  /** Whether the owner of the key is being deleted, and the record with it. */
  public synchronized boolean ownerIsGoing(CallbackKey key) {
    return owner(key).map(interests::get).filter(Interest::going).isPresent();
  }

  /** The objects of a scope that have to do with any key that the filter accepts. */
  public synchronized Set<ObjectId> concerned(Scope scope, Predicate<CallbackKey> filter) {
    Set<ObjectId> concerned = new HashSet<>();
    for (ObjectId object : byScope.getOrDefault(scope, Set.of())) {
      Interest interest = interests.get(object);
      if (interest != null && interest.keys().stream().anyMatch(filter)) {
        concerned.add(object);
      }
    }
    return concerned;
  }

  /** The keys that an object has to do with. */
  public synchronized Set<CallbackKey> keys(ObjectId object) {
    Interest interest = interests.get(object);
    return interest == null ? Set.of() : interest.keys();
  }

  /** The objects that have to do with this key. */
  public synchronized Set<ObjectId> concerned(CallbackKey key) {
    return Set.copyOf(byKey.getOrDefault(key, Set.of()));
  }

  /** The oldest object that wants something of this scope. */
  public synchronized Optional<ObjectId> oldestOf(Scope scope) {
    return oldest(byScope.getOrDefault(scope, Set.of()), interest -> interest.wants() != null);
  }

  /** Any scope that is in use. */
  public synchronized Optional<Scope> anyScope() {
    return byScope.keySet().stream().findFirst();
  }

  /** Whether no object has to do with this scope any more. */
  public synchronized boolean unused(Scope scope) {
    return !byScope.containsKey(scope);
  }

  /** Whether no object has to do with this key any more. */
  public synchronized boolean unused(CallbackKey key) {
    return !byKey.containsKey(key);
  }

  /** Every object that is known. */
  public synchronized Set<ObjectId> objects() {
    return Set.copyOf(interests.keySet());
  }

  private Optional<ObjectId> oldest(Set<ObjectId> among, Predicate<Interest> filter) {
    return among.stream()
        .map(interests::get)
        .filter(interest -> interest != null && filter.test(interest))
        .min(OLDEST_FIRST)
        .map(Interest::object);
  }

  private void unlink(Interest interest) {
    for (CallbackKey key : interest.keys()) {
      remove(byKey, key, interest.object());
    }
    for (CallbackKey key : interest.keys()) {
      remove(byScope, key.scope(), interest.object());
    }
  }

  private static <K> void remove(Map<K, Set<ObjectId>> index, K key, ObjectId object) {
    index.computeIfPresent(
        key,
        (_, objects) -> {
          objects.remove(object);
          return objects.isEmpty() ? null : objects;
        });
  }
}
