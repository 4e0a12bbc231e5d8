package dev.livecallback.claim;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An index from each callback key to the objects that want the key or have it in their ledger. A
 * key is owned by the first of these objects that exists:
 *
 * <ol>
 *   <li>the oldest object that holds and keeps the key;
 *   <li>if the key is free or all of its holders yield it: the object that reserved the key, else
 *       the oldest object that claims it;
 *   <li>the oldest object that holds the key.
 * </ol>
 *
 * An object that wants a key but may not claim it (it observes, is paused, or its account doesn't
 * allow it) never owns the key, unless it holds it. Age is creation time, then namespace and name.
 * Safe for use by several threads; quick, and never waits for another lock.
 */
public final class ClaimIndex {
  @GuardedBy("this")
  private final Claimants claimants = new Claimants();

  @GuardedBy("this")
  private final Map<CallbackKey, ObjectId> reserved = new HashMap<>();

  /**
   * Records what an object wants and holds, in place of what was known of the object.
   *
   * @return the other objects that this concerns: all objects that have to do with a key that this
   *     object claims, keeps or yields otherwise than before; the objects whose app-less delete
   *     this object may have blocked; and the object that is now the oldest of a scope in its
   *     place. Empty if nothing is new
   */
  public synchronized Set<ObjectId> note(Claimant claimant) {
    Claimant before = claimants.get(claimant.object());
    if (claimant.equals(before)) {
      return Set.of();
    }
    claimants.put(claimant);
    return changed(claimant.object(), before, claimant);
  }

  /**
   * Records a claimant as {@link #note} does, unless the index knows one of the same object, which
   * may be newer.
   */
  public synchronized Set<ObjectId> meet(Claimant claimant) {
    return claimants.get(claimant.object()) == null ? note(claimant) : Set.of();
  }

  /**
   * Forgets an object that is gone.
   *
   * @return the other objects that this concerns, as in {@link #note}
   */
  public synchronized Set<ObjectId> forget(ObjectId object) {
    Claimant gone = claimants.remove(object);
    return gone == null ? Set.of() : changed(object, gone, null);
  }

  @GuardedBy("this")
  private Set<ObjectId> changed(
      ObjectId object, @Nullable Claimant before, @Nullable Claimant after) {
    Set<CallbackKey> keys = new HashSet<>(keys(before));
    keys.addAll(keys(after));
    boolean aged = before != null && after != null && !before.created().equals(after.created());
    boolean consents = before != null && after != null && !before.consent().equals(after.consent());
    Set<ObjectId> others = new HashSet<>();
    for (CallbackKey key : keys) {
      Set<ClaimRole> was = roles(before, key);
      Set<ClaimRole> is = roles(after, key);
      if (!is.contains(ClaimRole.CLAIMS)) {
        reserved.remove(key, object);
      }
      if (aged || !claims(was).equals(claims(is))) {
        claimants.on(key).forEach(other -> others.add(other.object()));
      }
      if (aged || consents || !was.equals(is)) {
        others.addAll(waitingToGo(key.scope()));
      }
    }
    nextOldest(before, after).ifPresent(others::add);
    others.remove(object);
    return others;
  }

  /**
   * Returns the object that is now the oldest of a scope, in place of an older object that made a
   * claim there and doesn't any more.
   */
  @GuardedBy("this")
  private Optional<ObjectId> nextOldest(@Nullable Claimant before, @Nullable Claimant after) {
    Scope scope = before == null ? null : before.claimsIn();
    if (scope == null || (after != null && scope.equals(after.claimsIn()))) {
      return Optional.empty();
    }
    return claimants
        .oldestClaimant(scope)
        .filter(next -> ByAge.OLDEST_FIRST.compare(before, next) < 0)
        .map(Claimant::object);
  }

  private static Set<CallbackKey> keys(@Nullable Claimant claimant) {
    return claimant == null ? Set.of() : claimant.keys();
  }

  private static Set<ClaimRole> roles(@Nullable Claimant claimant, CallbackKey key) {
    return claimant == null ? Set.of() : claimant.roles(key);
  }

  private static Set<ClaimRole> claims(Set<ClaimRole> roles) {
    return roles.stream().filter(ClaimRole::decidesClaims).collect(Collectors.toSet());
  }

  /**
   * Returns the objects that have to remove an app-less record of the scope, because they are being
   * deleted or want another record. Other objects' records can block these removals.
   */
  public synchronized Set<ObjectId> waitingToGo(Scope scope) {
    return claimants.appLessRemovers(scope).stream()
        .map(Claimant::object)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the object that owns the key, if there is one. */
  public synchronized Optional<ObjectId> owner(CallbackKey key) {
    return owning(key).map(Claimant::object);
  }

  /** Returns the owner of the key, with all that this object has to do with keys. */
  public synchronized Optional<Claimant> owningClaimant(CallbackKey key) {
    return owning(key);
  }

  /** Returns the object that owns the key, if this object holds the key already. */
  public synchronized Optional<ObjectId> holder(CallbackKey key) {
    return owning(key).filter(owner -> owner.holds().contains(key)).map(Claimant::object);
  }

  @GuardedBy("this")
  private Optional<Claimant> owning(CallbackKey key) {
    return claimants
        .oldest(key, ClaimRole.KEEPS)
        .or(() -> claimant(key))
        .or(() -> claimants.oldest(key, ClaimRole.YIELDS));
  }

  @GuardedBy("this")
  private Optional<Claimant> claimant(CallbackKey key) {
    // A reservation ends with the claim, so the object that has a reservation may claim.
    return Optional.ofNullable(reserved.get(key))
        .map(claimants::get)
        .or(() -> claimants.oldest(key, ClaimRole.CLAIMS));
  }

  /**
   * Claims a key for an object that wants it. If the object may have the key, the key is reserved
   * for it.
   *
   * @return the other object that owns the key; empty = no other object does
   */
  public synchronized Optional<ObjectId> claim(ObjectId object, CallbackKey key) {
    Optional<Claimant> owner = owning(key);
    owner
        .filter(claimant -> claimant.object().equals(object))
        .filter(claimant -> claimant.roles(key).contains(ClaimRole.CLAIMS))
        .ifPresent(_ -> reserved.put(key, object));
    return owner.map(Claimant::object).filter(other -> !other.equals(object));
  }

  /** Returns whether an object owns the key, and so may write to it. */
  public synchronized boolean owns(ObjectId object, CallbackKey key) {
    return owner(key).filter(object::equals).isPresent();
  }

  /**
   * Returns the object from which the key's owner may inherit the key: the oldest object that holds
   * and yields it. Empty unless the owner claims the key and doesn't hold it yet.
   */
  public synchronized Optional<ObjectId> yieldingHolder(CallbackKey key) {
    return owning(key).filter(owner -> !owner.holds().contains(key)).isPresent()
        ? claimants.oldest(key, ClaimRole.YIELDS).map(Claimant::object)
        : Optional.empty();
  }

  /**
   * Returns the heir of every key that the object holds and yields and that another object owns.
   */
  public synchronized Map<CallbackKey, Heir> heirs(ObjectId object) {
    Claimant claimant = claimants.get(object);
    Map<CallbackKey, Heir> heirs = new HashMap<>();
    for (CallbackKey key : keys(claimant)) {
      if (roles(claimant, key).contains(ClaimRole.YIELDS)) {
        owning(key)
            .filter(owner -> !owner.object().equals(object))
            .ifPresent(
                owner -> heirs.put(key, new Heir(owner.object(), owner.holds().contains(key))));
      }
    }
    return heirs;
  }

  /** Returns whether the owner of the key is being deleted, and the record with it. */
  public synchronized boolean ownerIsGoing(CallbackKey key) {
    return owning(key).filter(owner -> owner.roles(key).contains(ClaimRole.GOES)).isPresent();
  }

  /** Returns whether the owner of the key would put the record back at once. */
  public synchronized boolean ownerRestores(CallbackKey key) {
    return owning(key).filter(owner -> owner.roles(key).contains(ClaimRole.RESTORES)).isPresent();
  }

  /** Returns the objects of a scope that have to do with any key that the filter accepts. */
  public synchronized Set<ObjectId> concerned(Scope scope, Predicate<CallbackKey> filter) {
    return claimants.in(scope, filter).collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * Returns the objects for which a scope is read, the oldest first. They aren't paused, and may
   * use the scope.
   */
  public synchronized List<ObjectId> users(Scope scope) {
    return claimants.users(scope).map(Claimant::object).toList();
  }

  /** Returns the objects that have to do with this key. */
  public synchronized Set<ObjectId> concerned(CallbackKey key) {
    return claimants.on(key).stream().map(Claimant::object).collect(Collectors.toSet());
  }

  /** Returns whether an object has to do with any key. */
  public synchronized boolean knows(ObjectId object) {
    return claimants.get(object) != null;
  }

  /** Returns the keys that an object has to do with. */
  public synchronized Set<CallbackKey> keys(ObjectId object) {
    return keys(claimants.get(object));
  }

  /** Returns the key that an object wants; empty if it wants none, see {@link Claimant}. */
  public synchronized Optional<CallbackKey> wanted(ObjectId object) {
    return Optional.ofNullable(claimants.get(object)).map(Claimant::wants);
  }

  /**
   * Returns the oldest object that makes a claim in this scope. If the scope is missing, this
   * object probes it for all others.
   */
  public synchronized Optional<ObjectId> oldestOf(Scope scope) {
    return claimants.oldestClaimant(scope).map(Claimant::object);
  }

  /**
   * Returns the scopes that are in use, grouped by the namespaces of the objects that use them. An
   * object counts for a scope only if {@code users} accepts both. The method looks at every object.
   */
  public synchronized SortedMap<String, Set<Scope>> scopesByNamespace(
      BiPredicate<ObjectId, Scope> users) {
    Claimants known = claimants;
    SortedMap<String, Set<Scope>> scopes = new TreeMap<>();
    known
        .scopesInUse()
        .sorted(Comparator.comparing(Scope::toString))
        .forEach(
            scope ->
                known
                    .users(scope)
                    .filter(it -> users.test(it.object(), scope))
                    .forEach(
                        it ->
                            scopes
                                .computeIfAbsent(
                                    it.object().namespace(), _ -> new LinkedHashSet<>())
                                .add(scope)));
    return scopes;
  }

  /** Returns the scopes that are in use. */
  public synchronized Set<Scope> scopesInUse() {
    return claimants.scopesInUse().collect(Collectors.toSet());
  }

  /** Returns whether an object that isn't paused, and may use this scope, has to do with it. */
  public synchronized boolean inUse(Scope scope) {
    return claimants.inUse(scope);
  }

  /**
   * Returns whether anything is read for an object: the object isn't paused, may use its scope, and
   * doesn't claim a key that another object owns.
   */
  public synchronized boolean reads(ObjectId object) {
    Claimant claimant = claimants.get(object);
    if (claimant == null || claimant.idle()) {
      return false;
    }
    CallbackKey wanted = claimant.wants();
    return wanted == null
        || !claimant.roles(wanted).contains(ClaimRole.CLAIMS)
        || owning(wanted).filter(owner -> owner.object().equals(object)).isPresent();
  }

  /** Returns whether no object has to do with this scope any more. */
  public synchronized boolean unused(Scope scope) {
    return !claimants.known(scope);
  }

  /** Returns whether no object has to do with this key any more. */
  public synchronized boolean unused(CallbackKey key) {
    return claimants.on(key).isEmpty();
  }

  /**
   * Returns how many objects claim a key that another object owns. The method looks at every key
   * that several objects have to do with.
   */
  public synchronized int conflicts() {
    int conflicts = 0;
    for (CallbackKey key : claimants.shared().toList()) {
      conflicts += losers(key);
    }
    return conflicts;
  }

  @GuardedBy("this")
  private int losers(CallbackKey key) {
    Optional<Claimant> owner = owning(key);
    return (int)
        claimants.on(key).stream()
            .filter(each -> each.roles(key).contains(ClaimRole.CLAIMS))
            .filter(each -> owner.filter(each::equals).isEmpty())
            .count();
  }

  /** Returns every object that is known. */
  public synchronized Set<ObjectId> objects() {
    return claimants.objects();
  }
}
