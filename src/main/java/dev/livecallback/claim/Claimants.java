package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The claimants of all objects, found by object, key and scope, the oldest first. Not safe for use
 * by several threads: the index guards it.
 */
final class Claimants {
  private final Map<ObjectId, Claimant> byObject = new HashMap<>();
  private final Map<CallbackKey, List<Claimant>> byKey = new HashMap<>();
  private final Map<Scope, Users> byScope = new HashMap<>();

  /** The keys that several objects have to do with. */
  private final Set<CallbackKey> shared = new HashSet<>();

  /** The objects that have to do with one scope. */
  private static final class Users {
    final List<Claimant> all = new ArrayList<>(1);
    final List<Claimant> claimants = new ArrayList<>(1);
    final List<Claimant> appLessRemovers = new ArrayList<>(0);
    int idle;
  }

  @Nullable Claimant get(ObjectId object) {
    return byObject.get(object);
  }

  /** Stores a claimant, in place of the object's former one. */
  void put(Claimant claimant) {
    remove(claimant.object());
    byObject.put(claimant.object(), claimant);
    for (CallbackKey key : claimant.keys()) {
      byKey.merge(key, List.of(claimant), (before, _) -> ByAge.with(before, claimant));
      if (on(key).size() > 1) {
        shared.add(key);
      }
      Users users = byScope.computeIfAbsent(key.scope(), _ -> new Users());
      if (ByAge.add(users.all, claimant) && claimant.idle()) {
        users.idle++;
      }
      if (key.scope().equals(claimant.claimsIn())) {
        ByAge.add(users.claimants, claimant);
      }
      if (key.appLess() && claimant.roles(key).contains(ClaimRole.REMOVES)) {
        ByAge.add(users.appLessRemovers, claimant);
      }
    }
  }

  /** Removes and returns the claimant of an object; null = it had none. */
  @Nullable Claimant remove(ObjectId object) {
    Claimant gone = byObject.remove(object);
    if (gone == null) {
      return null;
    }
    for (CallbackKey key : gone.keys()) {
      byKey.computeIfPresent(
          key,
          (_, claimants) -> {
            List<Claimant> left = ByAge.without(claimants, gone);
            return left.isEmpty() ? null : left;
          });
      if (on(key).size() < 2) {
        shared.remove(key);
      }
      byScope.computeIfPresent(key.scope(), (_, users) -> without(users, gone));
    }
    return gone;
  }

  private static @Nullable Users without(Users users, Claimant gone) {
    if (ByAge.remove(users.all, gone) && gone.idle()) {
      users.idle--;
    }
    ByAge.remove(users.claimants, gone);
    ByAge.remove(users.appLessRemovers, gone);
    return users.all.isEmpty() ? null : users;
  }

  /** Returns the oldest object that has this role for the key. */
  Optional<Claimant> oldest(CallbackKey key, ClaimRole role) {
    return on(key).stream().filter(claimant -> claimant.roles(key).contains(role)).findFirst();
  }

  /** Returns the objects that have to do with the key. */
  List<Claimant> on(CallbackKey key) {
    return byKey.getOrDefault(key, List.of());
  }

  /** Returns the keys that several objects have to do with. */
  Stream<CallbackKey> shared() {
    return shared.stream();
  }

  /** Returns the objects of a scope that have to do with any key that the filter accepts. */
  Stream<ObjectId> in(Scope scope, Predicate<CallbackKey> filter) {
    Users users = byScope.get(scope);
    return users == null
        ? Stream.of()
        : users.all.stream()
            .filter(claimant -> claimant.keys().stream().anyMatch(filter))
            .map(Claimant::object);
  }

  /** Returns the oldest object that makes a claim in the scope. */
  Optional<Claimant> oldestClaimant(Scope scope) {
    Users users = byScope.get(scope);
    return users == null ? Optional.empty() : users.claimants.stream().findFirst();
  }

  /** Returns the objects that have an app-less record of the scope to remove. */
  List<Claimant> appLessRemovers(Scope scope) {
    Users users = byScope.get(scope);
    return users == null ? List.of() : users.appLessRemovers;
  }

  boolean known(Scope scope) {
    return byScope.containsKey(scope);
  }

  /** Returns whether any object of the scope isn't paused, and may use the scope. */
  boolean inUse(Scope scope) {
    Users users = byScope.get(scope);
    return users != null && users.idle < users.all.size();
  }

  Stream<Scope> scopesInUse() {
    return byScope.keySet().stream().filter(this::inUse);
  }

  Set<ObjectId> objects() {
    return Set.copyOf(byObject.keySet());
  }

  /** Returns the objects of a scope that aren't paused, and may use the scope. */
  Stream<Claimant> users(Scope scope) {
    Users users = byScope.get(scope);
    return users == null ? Stream.of() : users.all.stream().filter(each -> !each.idle());
  }
}
