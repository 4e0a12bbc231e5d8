package dev.livecallback.operator.accounts;

import dev.livecallback.api.AccountName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which accounts are tended next, which takes a call or two of STS each: a few accounts a second.
 * Those that objects use come first, but for every fifth, and among equals namespaces take turns,
 * and within a namespace its accounts: whoever creates a thousand waits for them himself.
 */
final class TendingOrder {
  /** Far below what STS takes of one caller, and enough for hundreds of accounts a minute. */
  static final int A_SECOND = 10;

  private static final int UNUSED_EVERY = 5;

  private final Deque<Instant> lately = new ArrayDeque<>();
  private final Map<String, Long> ofNamespaces = new HashMap<>();
  private final Map<AccountName, Long> ofAccounts = new HashMap<>();
  private long turns;

  /**
   * Takes the next ones out of those that are due.
   *
   * @param due all of them
   * @param used whether objects use an account
   * @param now the clock
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
      AccountName first =
          waiting.stream()
              .min(
                  Comparator.comparing((AccountName name) -> used.test(name) != usedFirst)
                      .thenComparing(name -> ofNamespaces.getOrDefault(name.namespace(), 0L))
                      .thenComparing(name -> ofAccounts.getOrDefault(name, 0L))
                      .thenComparing(AccountName::toString))
              .orElseThrow();
      waiting.remove(first);
      next.add(first);
      turns++;
      ofNamespaces.put(first.namespace(), turns);
      ofAccounts.put(first, turns);
      lately.addLast(now);
    }
    return next;
  }

  /** An account isn't there any more. */
  synchronized void gone(AccountName name) {
    ofAccounts.remove(name);
    if (ofAccounts.keySet().stream().noneMatch(each -> each.namespace().equals(name.namespace()))) {
      ofNamespaces.remove(name.namespace());
    }
  }
}
