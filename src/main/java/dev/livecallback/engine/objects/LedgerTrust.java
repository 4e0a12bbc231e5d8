package dev.livecallback.engine.objects;

import dev.livecallback.api.LedgerEntry;
import dev.livecallback.plan.Ledger;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The decision which ledger entries can be believed to be the operator's own. If only operators may
 * write statuses, all entries can. Otherwise only the entries that this process wrote itself can.
 */
public final class LedgerTrust {
  private final Map<String, Set<LedgerEntry>> own = new ConcurrentHashMap<>();
  private volatile boolean statusesProtected = true;

  /**
   * Sets whether only operators may write statuses.
   *
   * @return true if this is a change
   */
  public boolean statusesProtected(boolean now) {
    boolean isNews = statusesProtected != now;
    statusesProtected = now;
    return isNews;
  }

  /** Returns whether an entry of an object's ledger can be believed. */
  public boolean believes(String uid, Ledger.Entry entry) {
    return statusesProtected || own.getOrDefault(uid, Set.of()).contains(name(entry));
  }

  /**
   * Records that a ledger is about to be written. The entries that this write adds are this
   * process's own, even if the result of the write stays unknown.
   */
  public void writing(String uid, Ledger before, Ledger after) {
    Set<LedgerEntry> there = names(before);
    Set<LedgerEntry> added = names(after);
    added.removeAll(there);
    if (!added.isEmpty()) {
      own.merge(uid, Set.copyOf(added), LedgerTrust::union);
    }
  }

  /**
   * Records that a ledger was written. An entry that it no longer has isn't believed if it comes
   * back.
   */
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

  /**
   * Returns the name of the entry's record, in words that stay the same when its account's id gets
   * known.
   */
  private static LedgerEntry name(Ledger.Entry entry) {
    return LedgerEntry.of(
        entry.account().text(),
        entry.key().scope().toString(),
        entry.key().app(),
        entry.key().messageType().wire());
  }
}
