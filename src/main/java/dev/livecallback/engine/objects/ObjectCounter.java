package dev.livecallback.engine.objects;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A counter of objects that follows them as they come, change and go, so that a query needn't look
 * at all of them: thousands of accounts, each of which asks, may stand beside thousands of objects.
 * Safe for use by several threads.
 */
public final class ObjectCounter {
  private final Function<LiveCallback, AccountName> accountOf;

  @GuardedBy("this")
  private final Map<Shown, Group> groups = new HashMap<>();

  @GuardedBy("this")
  private final Map<ObjectId, Group> byObject = new HashMap<>();

  /**
   * The values that an object shows.
   *
   * @param reason the reason of its Ready; null = it has none that this version knows
   * @param through the accounts through which it has records
   */
  private record Shown(
      AccountName account, @Nullable Reason reason, boolean drifted, Set<AccountName> through) {
    boolean concerns(AccountName other) {
      return account.equals(other) || through.contains(other);
    }
  }

  /** The objects that show the same values. */
  private static final class Group {
    private final Shown shown;
    private final Set<ObjectId> objects = new HashSet<>();

    Group(Shown shown) {
      this.shown = shown;
    }
  }

  /**
   * @param accountOf returns the account that an object names
   */
  public ObjectCounter(Function<LiveCallback, AccountName> accountOf) {
    this.accountOf = accountOf;
  }

  /** Records that the cache has this version of an object now. */
  public void delivered(LiveCallback cached) {
    Shown shown = shown(cached);
    ObjectId id = cached.id();
    synchronized (this) {
      // The texts of an id are the cached object's own, so an earlier version's ids go.
      leave(id);
      Group group = groups.computeIfAbsent(shown, Group::new);
      group.objects.add(id);
      byObject.put(id, group);
    }
  }

  /** Records that an object isn't there any more. */
  public synchronized void gone(ObjectId id) {
    leave(id);
  }

  @GuardedBy("this")
  private void leave(ObjectId id) {
    Group group = byObject.remove(id);
    if (group != null && group.objects.remove(id) && group.objects.isEmpty()) {
      groups.remove(group.shown);
    }
  }

  /** Returns the objects that name an account or have records through it. */
  public synchronized List<ObjectId> of(AccountName account) {
    return groups.values().stream()
        .filter(group -> group.shown.concerns(account))
        .flatMap(group -> group.objects.stream())
        .toList();
  }

  /** Returns the counts of all objects. */
  public synchronized ObjectCounts objectCounts() {
    Map<AccountName, ObjectCounts.ReasonCounts> byAccount = new HashMap<>();
    Set<AccountName> used = new HashSet<>();
    for (Group group : groups.values()) {
      used.add(group.shown.account());
      used.addAll(group.shown.through());
      byAccount
          .computeIfAbsent(group.shown.account(), _ -> new ObjectCounts.ReasonCounts())
          .count(group.shown.reason(), group.shown.drifted(), group.objects.size());
    }
    return new ObjectCounts(byAccount, used);
  }

  private Shown shown(LiveCallback object) {
    Reason reason =
        object
            .statusOrEmpty()
            .condition(ConditionType.READY)
            .flatMap(ready -> Reason.ofWord(ready.reason()))
            .orElse(null);
    boolean drifted =
        object
            .statusOrEmpty()
            .condition(ConditionType.DRIFTED)
            .filter(Condition::holds)
            .isPresent();
    Set<AccountName> through =
        object.statusOrEmpty().records().stream()
            .map(LedgerEntry::accountName)
            .collect(Collectors.toUnmodifiableSet());
    return new Shown(accountOf.apply(object), reason, drifted, through);
  }
}
