package dev.livecallback.plan;

import dev.livecallback.volcengine.CallbackKey;

/**
 * An app-level record that removing the app-less record of its vhost and message type may take
 * along.
 *
 * @param key which
 * @param fate what becomes of it then
 */
public record CoveredRecord(CallbackKey key, Fate fate) {

  /** What becomes of a record that is taken along. */
  public enum Fate {
    /** Its object is being deleted with its record: nothing is lost. */
    GOES_TOO,
    /** Its object enforces it and finds it in sync now: it is put back at once. */
    PUT_BACK,
    /** Nobody of ours would put it back. */
    LOST
  }

  /** Whether its loss isn't ours to decide. */
  public boolean inDanger() {
    return fate == Fate.LOST;
  }
}
