package dev.livecallback.engine.objects;

import dev.livecallback.api.LedgerEntry;
import dev.livecallback.plan.Ledger;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which entries of ledgers can be believed to be the operator's own: all of them where nobody else
 * may write statuses; elsewhere those that this process wrote itself.
 */
public final class LedgerTrust {
  private final Map<String, Set<LedgerEntry>> own = new ConcurrentHashMap<>();
  private volatile boolean statusesProtected = true;

  /**
   * Takes in whether nobody but operators may write statuses.
   *
   * @return whether that is news
   */
  public boolean statusesProtected(boolean now) {
    boolean isNews = statusesProtected != now;
    statusesProtected = now;
    return isNews;
  }

  /** Whether an entry of an object's ledger can be believed. */
  public boolean believes(String uid, Ledger.Entry entry) {
    return statusesProtected || own.getOrDefault(uid, Set.of()).contains(name(entry));
  }

  /**
   * A ledger is about to be written: whether that is done may never be known, but nobody else puts
   * into it what this process does.
   */
  public void writing(String uid, Ledger before, Ledger after) {
    Set<LedgerEntry> there = names(before);
    Set<LedgerEntry> added = names(after);
    added.removeAll(there);
    if (!added.isEmpty()) {
      own.merge(uid, Set.copyOf(added), LedgerTrust::union);
    }
  }

  /** A ledger is written: what isn't in it any more would be another's, should it come back. */
  public void written(String uid, Ledger now) {
    own.computeIfPresent(
        uid,
        (_, before) -> {
          Set<LedgerEntry> kept = names(now);
          kept.retainAll(before);
          return kept.isEmpty() ? null : Set.copyOf(kept);
        });
  }

  /** Forgets an object that is gone. */
  public void forget(String uid) {
    own.remove(uid);
  }

  private static Set<LedgerEntry> union(Set<LedgerEntry> one, Set<LedgerEntry> other) {
    Set<LedgerEntry> both = new HashSet<>(one);
    both.addAll(other);
    return Set.copyOf(both);
  }

  private static Set<LedgerEntry> names(Ledger ledger) {
    Set<LedgerEntry> names = new HashSet<>();
    ledger.entries().forEach(entry -> names.add(name(entry)));
    return names;
  }

  /** Which record it is, by words that stay, whatever becomes known of its account. */
  private static LedgerEntry name(Ledger.Entry entry) {
    return LedgerEntry.of(
        entry.account(),
        entry.key().scope().toString(),
        entry.key().app(),
        entry.key().messageType().wire());
  }
}
