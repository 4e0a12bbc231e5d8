package dev.livecallback.plan;

import dev.livecallback.remote.LastWrite;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * In a move the record that is seen under the new name may be there by another one as well: the
 * leftover's, if vhost and domain share one record, or a domain's that a vhost's listing shows
 * without saying whose it is (contract 3.3). Or it isn't there any more: it was removed, as it was
 * a leftover itself, and the read is older than it seems.
 */
final class UnownedMatch {
  private UnownedMatch() {}

  /**
   * Whether D seems to be there as wanted, but this object never wrote it, or removed it since: to
   * count on it could leave nothing once the leftover is removed.
   */
  static boolean inMove(Situation s) {
    return !s.facts.deleting()
        && s.equal()
        && (!s.everHeld() || removed(s.write()))
        && !s.acceptedAsDesired()
        && s.facts.ledger().keys().stream().anyMatch(key -> !key.equals(s.desiredKey));
  }

  /** Whether a Remove was accepted, and nothing was or may have been put since. */
  private static boolean removed(@Nullable LastWrite write) {
    if (write == null || write.lastRemoved() == null) {
      return false;
    }
    Instant put = write.lastPossiblePut();
    return put == null || put.isBefore(write.lastRemoved());
  }
}
