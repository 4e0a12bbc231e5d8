package dev.livecallback.operator.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.AccountName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The order in which accounts are tended: a few a second, since each takes a call or two of STS.
 * Accounts that objects use come first, but in every fifth turn the others do. Among equals,
 * namespaces take turns, and within a namespace its accounts do. So a user who creates a thousand
 * accounts delays only their own.
 */
final class TendingOrder {
  /**
   * The number of accounts that are tended in a second: far below what STS accepts from one caller,
   * and enough for hundreds of accounts a minute.
   */
  static final int A_SECOND = 10;

  private static final int UNUSED_EVERY = 5;

  private static final Comparator<DueAccount> FIRST =
      Comparator.comparing(DueAccount::waitsForOthers)
          .thenComparingLong(DueAccount::ofNamespace)
          .thenComparingLong(DueAccount::ofAccount)
          .thenComparing(DueAccount::name);

  @GuardedBy("this")
  private final Deque<Instant> lately = new ArrayDeque<>();

  @GuardedBy("this")
  private final Map<String, Long> ofNamespaces = new HashMap<>();

  @GuardedBy("this")
  private final Map<AccountName, Long> ofAccounts = new HashMap<>();

  @GuardedBy("this")
  private long turns;

  /**
   * An account that is due.
   *
   * @param waitsForOthers whether the other kind of accounts (used or unused by objects) comes
   *     first in this turn
   * @param ofNamespace the last turn of its namespace; 0 = it had none
   * @param ofAccount the account's own last turn; 0 = it had none
   */
  private record DueAccount(
      AccountName name, boolean waitsForOthers, long ofNamespace, long ofAccount) {}

  /**
   * Takes the next accounts out of those that are due.
   *
   * @param due all accounts that are due
   * @param used returns whether objects use an account
   * @param now the present time
   */
  synchronized List<AccountName> next(
      Collection<AccountName> due, Predicate<AccountName> used, Instant now) {
    while (!lately.isEmpty() && !lately.getFirst().plus(Duration.ofSeconds(1)).isAfter(now)) {
      lately.removeFirst();
    }
    Set<AccountName> waiting = new HashSet<>(due);
    List<AccountName> next = new ArrayList<>();
    while (!waiting.isEmpty() && lately.size() < A_SECOND) {
      boolean usedFirst = turns % UNUSED_EVERY != UNUSED_EVERY - 1;
      List<DueAccount> accounts = new ArrayList<>();
      for (AccountName name : waiting) {
        accounts.add(dueAccount(name, used.test(name) != usedFirst));
      }
      AccountName first = Collections.min(accounts, FIRST).name();
      waiting.remove(first);
      next.add(first);
      turns++;
      ofNamespaces.put(first.namespace(), turns);
      ofAccounts.put(first, turns);
      lately.addLast(now);
    }
    return next;
  }

  @GuardedBy("this")
  private DueAccount dueAccount(AccountName name, boolean waitsForOthers) {
    return new DueAccount(
        name,
        waitsForOthers,
        ofNamespaces.getOrDefault(name.namespace(), 0L),
        ofAccounts.getOrDefault(name, 0L));
  }

  /** Forgets an account that no longer exists. */
  synchronized void gone(AccountName name) {
    ofAccounts.remove(name);
    if (ofAccounts.keySet().stream().noneMatch(each -> each.namespace().equals(name.namespace()))) {
      ofNamespaces.remove(name.namespace());
    }
  }
}
