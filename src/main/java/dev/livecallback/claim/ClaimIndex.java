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
import java.util.stream.Collectors;

/**
 * From callback key to the objects that want it or have it in their ledger. A key is owned by the
 * oldest that holds and keeps it; else, if it is free or its holders yield it, by whoever reserved
 * it, else by the oldest that claims it; else by the oldest that holds it. Age is creation time,
 * then namespace and name. Safe for use by several threads; quick, and never waits for another
 * lock.
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
    Set<ObjectId> others = new HashSet<>();
    Set<CallbackKey> touched = new HashSet<>(interest.keys());
    if (before != null) {
      touched.addAll(before.keys());
      free(before, interest);
    }
    for (CallbackKey key : touched) {
      others.addAll(byKey.getOrDefault(key, Set.of()));
      others.addAll(waitingToGo(key.scope()));
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
    Set<ObjectId> others = new HashSet<>();
    for (CallbackKey key : gone.keys()) {
      reserved.remove(key, object);
      others.addAll(byKey.getOrDefault(key, Set.of()));
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
          && interest.state() == Interest.State.GOING
          && interest.holds().stream().anyMatch(CallbackKey::appLess)) {
        waiting.add(object);
      }
    }
    return waiting;
  }

  /** Frees what an object no longer claims. */
  private void free(Interest before, Interest after) {
    for (CallbackKey key : before.keys()) {
      if (!after.mayClaim(key)) {
        reserved.remove(key, before.object());
      }
    }
  }

  /** Who owns the key, if anyone does. */
  public synchronized Optional<ObjectId> owner(CallbackKey key) {
    Set<ObjectId> among = byKey.getOrDefault(key, Set.of());
    return oldest(among, interest -> interest.keeps(key))
        .or(() -> claimant(key, among))
        .or(() -> oldest(among, interest -> interest.holds().contains(key)));
  }

  private Optional<ObjectId> claimant(CallbackKey key, Set<ObjectId> among) {
    ObjectId reservedFor = reserved.get(key);
    Interest reserving = reservedFor == null ? null : interests.get(reservedFor);
    return reserving != null && reserving.mayClaim(key)
        ? Optional.of(reserving.object())
        : oldest(among, interest -> interest.mayClaim(key));
  }

  /**
   * Claims a key for an object that wants it, and reserves it if it may have it.
   *
   * @return who else owns it; empty = nobody else does
   */
  public synchronized Optional<ObjectId> claim(ObjectId object, CallbackKey key) {
    Optional<ObjectId> owner = owner(key);
    Interest interest = interests.get(object);
    if (owner.filter(object::equals).isPresent() && interest != null && interest.mayClaim(key)) {
      reserved.put(key, object);
    }
    return owner.filter(other -> !other.equals(object));
  }

  /** The oldest object that holds the key and would let another have it. */
  public synchronized Optional<ObjectId> yieldingHolder(CallbackKey key) {
    return oldest(byKey.getOrDefault(key, Set.of()), interest -> interest.yields(key));
  }

  /**
   * Who takes a key over.
   *
   * @param heir its owner
   * @param listed whether the heir's ledger lists it
   */
  public record Heir(ObjectId heir, boolean listed) {}

  /** For every key that the object holds and yields, and that another owns: who. */
  public synchronized Map<CallbackKey, Heir> heirs(ObjectId object) {
    Interest interest = interests.get(object);
    if (interest == null) {
      return Map.of();
    }
    Map<CallbackKey, Heir> heirs = new HashMap<>();
    for (CallbackKey key : interest.holds()) {
      if (interest.yields(key)) {
        owner(key)
            .filter(owner -> !owner.equals(object))
            .ifPresent(owner -> heirs.put(key, new Heir(owner, holds(owner, key))));
      }
    }
    return heirs;
  }

  private boolean holds(ObjectId object, CallbackKey key) {
    Interest interest = interests.get(object);
    return interest != null && interest.holds().contains(key);
  }

  /** Whether an object may write to the key: it owns it. */
  public synchronized boolean owns(ObjectId object, CallbackKey key) {
    return owner(key).filter(object::equals).isPresent();
  }

  /** Whether the owner of the key is being deleted, and the record with it. */
  public synchronized boolean ownerIsGoing(CallbackKey key) {
    return ownerIs(key, Interest.State.GOING);
  }

  /** Whether the owner of the key would put the record back at once. */
  public synchronized boolean ownerRestores(CallbackKey key) {
    return ownerIs(key, Interest.State.RESTORING);
  }

  private boolean ownerIs(CallbackKey key, Interest.State state) {
    return owner(key).map(interests::get).filter(owner -> owner.state() == state).isPresent();
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

  /** The oldest object that may claim something of this scope. */
  public synchronized Optional<ObjectId> oldestOf(Scope scope) {
    return oldest(
        byScope.getOrDefault(scope, Set.of()),
        interest ->
            interest.wants() != null
                && interest.wants().scope().equals(scope)
                && interest.mayClaim(interest.wants()));
  }

  /** Any scope that is in use. */
  public synchronized Optional<Scope> anyScope() {
    return byScope.keySet().stream().filter(this::inUse).findFirst();
  }

  /** The scopes that are in use. */
  public synchronized Set<Scope> scopesInUse() {
    return byScope.keySet().stream().filter(this::inUse).collect(Collectors.toSet());
  }

  /** Whether an object that isn't paused has to do with this scope. */
  public synchronized boolean inUse(Scope scope) {
    return byScope.getOrDefault(scope, Set.of()).stream()
        .map(interests::get)
        .anyMatch(interest -> interest != null && interest.state() != Interest.State.PAUSED);
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
