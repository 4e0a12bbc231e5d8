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
 * The interests of all objects, found by object, key and scope, the oldest first. Not safe for use
 * by several threads: the index guards it.
 */
final class Interests {
  private final Map<ObjectId, Interest> byObject = new HashMap<>();
  private final Map<CallbackKey, List<Interest>> byKey = new HashMap<>();
  private final Map<Scope, Users> byScope = new HashMap<>();

  /** The keys that several objects have to do with. */
  private final Set<CallbackKey> shared = new HashSet<>();

  /** The objects that have to do with one scope. */
  private static final class Users {
    final List<Interest> all = new ArrayList<>(1);
    final List<Interest> claimants = new ArrayList<>(1);
    final List<Interest> appLessRemovers = new ArrayList<>(0);
    int idle;
  }

  @Nullable Interest get(ObjectId object) {
    return byObject.get(object);
  }

  /** Takes an interest in, in place of the object's former one. */
  void put(Interest interest) {
    remove(interest.object());
    byObject.put(interest.object(), interest);
    for (CallbackKey key : interest.keys()) {
      byKey.merge(key, List.of(interest), (before, _) -> ByAge.with(before, interest));
      if (on(key).size() > 1) {
        shared.add(key);
      }
      Users users = byScope.computeIfAbsent(key.scope(), _ -> new Users());
      if (ByAge.add(users.all, interest) && interest.idle()) {
        users.idle++;
      }
      if (key.scope().equals(interest.claimsIn())) {
        ByAge.add(users.claimants, interest);
      }
      if (key.appLess() && interest.ties(key).contains(Tie.REMOVES)) {
        ByAge.add(users.appLessRemovers, interest);
      }
    }
  }

  /** Drops the interest of an object; null = it had none. */
  @Nullable Interest remove(ObjectId object) {
    Interest gone = byObject.remove(object);
    if (gone == null) {
      return null;
    }
    for (CallbackKey key : gone.keys()) {
      byKey.computeIfPresent(
          key,
          (_, interests) -> {
            List<Interest> left = ByAge.without(interests, gone);
            return left.isEmpty() ? null : left;
          });
      if (on(key).size() < 2) {
        shared.remove(key);
      }
      byScope.computeIfPresent(key.scope(), (_, users) -> without(users, gone));
    }
    return gone;
  }

  private static @Nullable Users without(Users users, Interest gone) {
    if (ByAge.remove(users.all, gone) && gone.idle()) {
      users.idle--;
    }
    ByAge.remove(users.claimants, gone);
    ByAge.remove(users.appLessRemovers, gone);
    return users.all.isEmpty() ? null : users;
  }

  /** The oldest object that is this to the key. */
  Optional<Interest> oldest(CallbackKey key, Tie tie) {
    return on(key).stream().filter(interest -> interest.ties(key).contains(tie)).findFirst();
  }

  /** The objects that have to do with the key. */
  List<Interest> on(CallbackKey key) {
    return byKey.getOrDefault(key, List.of());
  }

  /** The keys that several objects have to do with. */
  Stream<CallbackKey> shared() {
    return shared.stream();
  }

  /** The objects of a scope that have to do with any key that the filter accepts. */
  Stream<ObjectId> in(Scope scope, Predicate<CallbackKey> filter) {
    Users users = byScope.get(scope);
    return users == null
        ? Stream.of()
        : users.all.stream()
            .filter(interest -> interest.keys().stream().anyMatch(filter))
            .map(Interest::object);
  }

  /** The oldest object that makes a claim in the scope. */
  Optional<Interest> oldestClaimant(Scope scope) {
    Users users = byScope.get(scope);
    return users == null ? Optional.empty() : users.claimants.stream().findFirst();
  }

  /** The objects that have an app-less record of the scope to remove. */
  List<Interest> appLessRemovers(Scope scope) {
    Users users = byScope.get(scope);
    return users == null ? List.of() : users.appLessRemovers;
  }

  boolean known(Scope scope) {
    return byScope.containsKey(scope);
  }

  /** Whether any object of the scope isn't paused, and may use it. */
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

  /** The objects of a scope that aren't paused, and may use it. */
  Stream<Interest> users(Scope scope) {
    Users users = byScope.get(scope);
    return users == null ? Stream.of() : users.all.stream().filter(each -> !each.idle());
  }
}
