package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that seems to be there as wanted in a move, but that this object never wrote. It may be
 * there under another key: the leftover's, if vhost and domain share one record, or a domain's that
 * a vhost's listing shows without saying whose it is (contract 3.3). Or it isn't there any more: it
 * was removed, because it was a leftover itself, and the read is older than it seems.
 */
final class UnownedMatch {
  private UnownedMatch() {}

  /**
   * Returns whether D seems to be there as wanted, but this object never wrote it, or removed it
   * since. If it counted, nothing might be left once the leftover is removed.
   */
  static boolean inMove(Situation s) {
    return !s.facts.deleting()
        && s.equal()
        && (!s.everHeld() || removed(s.write()))
        && !s.acceptedAsDesired()
        && s.facts.ledger().keys().stream().anyMatch(key -> !key.equals(s.desiredKey));
  }

  /** Returns whether a Remove was accepted, and nothing was or may have been put since. */
  private static boolean removed(@Nullable LastWrite write) {
    if (write == null || write.lastRemoved() == null) {
      return false;
    }
    Instant put = write.lastPossiblePut();
    return put == null || put.isBefore(write.lastRemoved());
  }
}
