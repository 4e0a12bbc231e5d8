package dev.livecallback.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last request to reconcile by annotation. Used under the account's lock. */
final class ReconcileRequest {
  private @Nullable String value;
  private Instant at = Instant.MIN;

  /** Creates a request that was answered before. */
  ReconcileRequest(@Nullable String handled) {
    value = handled;
  }

  /** Applies the request of an account's present annotations. */
  void note(AccountAnnotations annotations, Instant now) {
    String asked = annotations.reconcileRequestedAt();
    if (asked != null && !asked.equals(value)) {
      value = asked;
      at = now;
    }
  }

  /** Returns since when a read is asked for; {@link Instant#MIN} = it isn't. */
  Instant at() {
    return at;
  }
}
