package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.Deadline;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The actions that the annotations of an object and of its account ask for together.
 *
 * @param paused whether all calls stop
 * @param readSince the time at which a read was last requested or a pause ended; a read that began
 *     earlier is too old. {@link Instant#MIN} = there was none
 * @param reconcile the value of {@code reconcile-requested-at} that isn't answered yet; null = none
 * @param drift the deadline until which outside changes are left
 * @param driftAllowedUntil the end of the object's own allowance of drift at its last round; null =
 *     it had none
 * @param confirmedDeletes the tokens of {@code confirm-delete}
 * @param pausedAccount the account that is paused with all of its objects; null = the account isn't
 *     paused
 */
public record RequestedActions(
    boolean paused,
    Instant readSince,
    @Nullable String reconcile,
    Deadline drift,
    @Nullable Instant driftAllowedUntil,
    Set<String> confirmedDeletes,
    @Nullable AccountName pausedAccount) {
  /** No requested action. */
  public static final RequestedActions NONE =
      new RequestedActions(false, Instant.MIN, null, new Deadline.None(), null, Set.of(), null);

  /** Takes a copy. */
  public RequestedActions {
    confirmedDeletes = Set.copyOf(confirmedDeletes);
  }
}
