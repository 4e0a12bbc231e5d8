package dev.livecallback.engine.objects;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A counter of objects that follows them as they come, change and go, so that a query needn't look
 * at all of them. Safe for use by several threads.
 */
public final class ObjectCounter {
  private final Function<LiveCallback, String> accountOf;

  @GuardedBy("this")
  private final Map<Shown, Group> groups = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, Group> byUid = new HashMap<>();

  /**
   * The values that an object shows.
   *
   * @param reason the reason of its Ready; null = it has none that this version knows
   * @param through the accounts through which it has records
   */
  private record Shown(
      String account, @Nullable Reason reason, boolean drifted, Set<String> through) {}

  /** The objects that show the same values. */
  private static final class Group {
    private final Shown shown;
    private int objects;

    Group(Shown shown) {
      this.shown = shown;
    }
  }

  /**
   * @param accountOf returns the {@code namespace/name} of the account that an object names
   */
  public ObjectCounter(Function<LiveCallback, String> accountOf) {
    this.accountOf = accountOf;
  }

  /** Records that the cache has this version of an object now. */
  public void delivered(LiveCallback cached) {
    Shown shown = shown(cached);
    synchronized (this) {
      Group group = groups.computeIfAbsent(shown, Group::new);
      group.objects++;
      leave(byUid.put(cached.getMetadata().getUid(), group));
    }
  }

  /** Records that an object isn't there any more. */
  public synchronized void gone(String uid) {
    leave(byUid.remove(uid));
  }

  @GuardedBy("this")
  private void leave(@Nullable Group group) {
    if (group != null && --group.objects == 0) {
      groups.remove(group.shown);
    }
  }

  /** Returns the counts of all objects. */
  public synchronized ObjectCounts objectCounts() {
    Map<String, ObjectCounts.ReasonCounts> byAccount = new HashMap<>();
    Set<String> used = new HashSet<>();
    for (Group group : groups.values()) {
      used.add(group.shown.account());
      used.addAll(group.shown.through());
      byAccount
          .computeIfAbsent(group.shown.account(), _ -> new ObjectCounts.ReasonCounts())
          .count(group.shown.reason(), group.shown.drifted(), group.objects);
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
    Set<String> through =
        object.statusOrEmpty().records().stream()
            .map(LedgerEntry::account)
            .collect(Collectors.toUnmodifiableSet());
    return new Shown(accountOf.apply(object), reason, drifted, through);
  }
}
