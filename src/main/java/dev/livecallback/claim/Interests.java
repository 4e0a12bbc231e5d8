package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The interests of all objects, found by object, key and scope, the oldest first. Not safe for use
 * by several threads: the index guards it.
 */
final class Interests {
  /** Age is creation time, then namespace and name. */
  static final Comparator<Interest> OLDEST_FIRST =
      Comparator.comparing(Interest::created)
          .thenComparing(interest -> interest.object().namespace())
          .thenComparing(interest -> interest.object().name())
          .thenComparing(interest -> interest.object().uid());

  private final Map<ObjectId, Interest> byObject = new HashMap<>();
  private final Map<CallbackKey, NavigableSet<Interest>> byKey = new HashMap<>();
  private final Map<Scope, Users> byScope = new HashMap<>();

  /** The objects that have to do with one scope. */
  private static final class Users {
    final NavigableSet<Interest> all = new TreeSet<>(OLDEST_FIRST);
    final NavigableSet<Interest> claimants = new TreeSet<>(OLDEST_FIRST);
    final NavigableSet<Interest> appLessRemovers = new TreeSet<>(OLDEST_FIRST);
    int paused;
  }

  @Nullable Interest get(ObjectId object) {
    return byObject.get(object);
  }

  /** Takes an interest in, in place of the object's former one. */
  void put(Interest interest) {
    remove(interest.object());
    byObject.put(interest.object(), interest);
    for (CallbackKey key : interest.keys()) {
      byKey.computeIfAbsent(key, _ -> new TreeSet<>(OLDEST_FIRST)).add(interest);
      Users users = byScope.computeIfAbsent(key.scope(), _ -> new Users());
      if (users.all.add(interest) && paused(interest)) {
        users.paused++;
      }
      if (key.scope().equals(interest.claimsIn())) {
        users.claimants.add(interest);
      }
      if (key.appLess() && interest.ties(key).contains(Tie.REMOVES)) {
        users.appLessRemovers.add(interest);
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
            interests.remove(gone);
            return interests.isEmpty() ? null : interests;
          });
      byScope.computeIfPresent(key.scope(), (_, users) -> without(users, gone));
    }
    return gone;
  }

  private static @Nullable Users without(Users users, Interest gone) {
    if (users.all.remove(gone) && paused(gone)) {
      users.paused--;
    }
    users.claimants.remove(gone);
    users.appLessRemovers.remove(gone);
    return users.all.isEmpty() ? null : users;
  }

  /** The oldest object that is this to the key. */
  Optional<Interest> oldest(CallbackKey key, Tie tie) {
    return on(key).stream().filter(interest -> interest.ties(key).contains(tie)).findFirst();
  }

  /** The objects that have to do with the key. */
  Collection<Interest> on(CallbackKey key) {
    return byKey.getOrDefault(key, Collections.emptyNavigableSet());
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
  Collection<Interest> appLessRemovers(Scope scope) {
    Users users = byScope.get(scope);
    return users == null ? Set.of() : users.appLessRemovers;
  }

  boolean known(Scope scope) {
    return byScope.containsKey(scope);
  }

  /** Whether any object of the scope isn't paused. */
  boolean inUse(Scope scope) {
    Users users = byScope.get(scope);
    return users != null && users.paused < users.all.size();
  }

  Stream<Scope> scopesInUse() {
    return byScope.keySet().stream().filter(this::inUse);
  }

  Set<ObjectId> objects() {
    return Set.copyOf(byObject.keySet());
  }

  private static boolean paused(Interest interest) {
    return interest.state() == Interest.State.PAUSED;
  }
}
