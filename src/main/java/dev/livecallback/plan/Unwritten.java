package dev.livecallback.plan;

/**
 * In a move the record that is seen under the new name may be there by another one as well: the
 * leftover's, if vhost and domain share one record, or a domain's that a vhost's listing shows
 * without saying whose it is (contract 3.3).
 */
final class Unwritten {
  private Unwritten() {}

  /**
   * Whether D seems to be there as wanted, but this object never wrote it: to count on it could
   * leave nothing once the leftover is removed.
   */
  static boolean inMove(Situation s) {
    return !s.facts.deleting()
        && s.equal()
        && !s.everHeld()
        && !s.acceptedAsDesired()
        && s.facts.ledger().keys().stream().anyMatch(key -> !key.equals(s.desiredKey));
  }
}
