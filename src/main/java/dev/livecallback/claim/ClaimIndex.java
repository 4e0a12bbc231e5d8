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
 * From callback key to the objects that want it or have it in their ledger. A key is owned by
 *
 * <ol>
 *   <li>the oldest that holds and keeps it;
 *   <li>else, if it is free or all its holders yield it, by whoever reserved it, or the oldest that
 *       claims it;
 *   <li>else by the oldest that holds it.
 * </ol>
 *
 * Who wants a key but may not claim it (it observes, is paused, its account doesn't allow it) never
 * owns it, unless it holds it. Age is creation time, then namespace and name. Safe for use by
 * several threads; quick, and never waits for another lock.
 */
public final class ClaimIndex {
  @GuardedBy("this")
  private final Claimants claimants = new Claimants();

  @GuardedBy("this")
  private final Map<CallbackKey, ObjectId> reserved = new HashMap<>();

  /**
   * Takes in what an object wants and holds, in place of what was known of it.
   *
   * @return whom else that concerns: all who have to do with a key that this object claims, keeps
   *     or yields otherwise than before; those whose app-less delete it may have been in the way
   *     of; and who is the oldest of a scope in its place. Nobody, if nothing is new
   */
  public synchronized Set<ObjectId> note(Claimant claimant) {
    Claimant before = claimants.get(claimant.object());
    if (claimant.equals(before)) {
      return Set.of();
    }
    claimants.put(claimant);
    return changed(claimant.object(), before, claimant);
  }

  /** Takes it in, as {@link #note} does, unless something newer may be known of the object. */
  public synchronized Set<ObjectId> meet(Claimant claimant) {
    return claimants.get(claimant.object()) == null ? note(claimant) : Set.of();
  }

  /**
   * Forgets an object that is gone.
   *
   * @return whom else that concerns, as {@link #note} does
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

  /** Who is the oldest of the scope now in which this object was, and makes no claim any more. */
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
   * The objects that have an app-less record of the scope to remove, because they are being deleted
   * or want another: others' records can be in their way.
   */
  public synchronized Set<ObjectId> waitingToGo(Scope scope) {
    return claimants.appLessRemovers(scope).stream()
        .map(Claimant::object)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Who owns the key, if anyone does. */
  public synchronized Optional<ObjectId> owner(CallbackKey key) {
    return owning(key).map(Claimant::object);
  }

  /** The same, with all that it has to do with keys. */
  public synchronized Optional<Claimant> owningClaimant(CallbackKey key) {
    return owning(key);
  }

  /** Who owns the key, if that one holds it already. */
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
    // A reservation ends with the claim: whoever has one may claim.
    return Optional.ofNullable(reserved.get(key))
        .map(claimants::get)
        .or(() -> claimants.oldest(key, ClaimRole.CLAIMS));
  }

  /**
   * Claims a key for an object that wants it, and reserves it if it may have it.
   *
   * @return who else owns it; empty = nobody else does
   */
  public synchronized Optional<ObjectId> claim(ObjectId object, CallbackKey key) {
    Optional<Claimant> owner = owning(key);
    owner
        .filter(claimant -> claimant.object().equals(object))
        .filter(claimant -> claimant.roles(key).contains(ClaimRole.CLAIMS))
        .ifPresent(_ -> reserved.put(key, object));
    return owner.map(Claimant::object).filter(other -> !other.equals(object));
  }

  /** Whether an object may write to the key: it owns it. */
  public synchronized boolean owns(ObjectId object, CallbackKey key) {
    return owner(key).filter(object::equals).isPresent();
  }

  /**
   * From whom the key's owner may inherit it: the oldest that holds and yields it, if the owner
   * claims it and doesn't hold it yet.
   */
  public synchronized Optional<ObjectId> yieldingHolder(CallbackKey key) {
    return owning(key).filter(owner -> !owner.holds().contains(key)).isPresent()
        ? claimants.oldest(key, ClaimRole.YIELDS).map(Claimant::object)
        : Optional.empty();
  }

  /** For every key that the object holds and yields, and that another owns: who. */
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

  /** Whether the owner of the key is being deleted, and the record with it. */
  public synchronized boolean ownerIsGoing(CallbackKey key) {
    return owning(key).filter(owner -> owner.roles(key).contains(ClaimRole.GOES)).isPresent();
  }

  /** Whether the owner of the key would put the record back at once. */
  public synchronized boolean ownerRestores(CallbackKey key) {
    return owning(key).filter(owner -> owner.roles(key).contains(ClaimRole.RESTORES)).isPresent();
  }

  /** The objects of a scope that have to do with any key that the filter accepts. */
  public synchronized Set<ObjectId> concerned(Scope scope, Predicate<CallbackKey> filter) {
    return claimants.in(scope, filter).collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * The objects for which a scope is read: they aren't paused, and may use it. The oldest first.
   */
  public synchronized List<ObjectId> users(Scope scope) {
    return claimants.users(scope).map(Claimant::object).toList();
  }

  /** The objects that have to do with this key. */
  public synchronized Set<ObjectId> concerned(CallbackKey key) {
    return claimants.on(key).stream().map(Claimant::object).collect(Collectors.toSet());
  }

  /** Whether an object has to do with any key. */
  public synchronized boolean knows(ObjectId object) {
    return claimants.get(object) != null;
  }

  /** The keys that an object has to do with. */
  public synchronized Set<CallbackKey> keys(ObjectId object) {
    return keys(claimants.get(object));
  }

  /** The key that an object wants; empty while it is being deleted. */
  public synchronized Optional<CallbackKey> wanted(ObjectId object) {
    return Optional.ofNullable(claimants.get(object)).map(Claimant::wants);
  }

  /** The oldest object that makes a claim in this scope: it probes a missing one for all. */
  public synchronized Optional<ObjectId> oldestOf(Scope scope) {
    return claimants.oldestClaimant(scope).map(Claimant::object);
  }

  /**
   * The scopes that are in use by objects that the filter accepts for them, by the objects'
   * namespaces. It takes one look at every object.
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

  /** The scopes that are in use. */
  public synchronized Set<Scope> scopesInUse() {
    return claimants.scopesInUse().collect(Collectors.toSet());
  }

  /** Whether an object that isn't paused, and may use it, has to do with this scope. */
  public synchronized boolean inUse(Scope scope) {
    return claimants.inUse(scope);
  }

  /**
   * Whether anything is read for an object: it isn't paused, may use its scope, and doesn't claim
   * what another owns.
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

  /** Whether no object has to do with this scope any more. */
  public synchronized boolean unused(Scope scope) {
    return !claimants.known(scope);
  }

  /** Whether no object has to do with this key any more. */
  public synchronized boolean unused(CallbackKey key) {
    return claimants.on(key).isEmpty();
  }

  /** How many objects claim a key that another owns. It takes one look at every key. */
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

  /** Every object that is known. */
  public synchronized Set<ObjectId> objects() {
    return claimants.objects();
  }
}
