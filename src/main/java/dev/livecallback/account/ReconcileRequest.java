package dev.livecallback.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last request to reconcile by annotation. Used under the account's lock. */
final class ReconcileRequest {
  private @Nullable String value;
  private Instant at = Instant.MIN;

  /**
   * One that was answered before.
   *
   * @param handled the annotation's value; null = there was none
   */
  ReconcileRequest(@Nullable String handled) {
    value = handled;
  }

  /** Takes in what an account's annotations ask for now. */
  void note(AccountAnnotations annotations, Instant now) {
    String asked = annotations.reconcileRequestedAt();
    if (asked != null && !asked.equals(value)) {
      value = asked;
      at = now;
    }
  }

  /** Since when a read is asked for; {@link Instant#MIN} if it isn't. */
  Instant at() {
    return at;
  }
}
