package dev.livecallback.plan;

import dev.livecallback.api.Deadline;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What annotations ask for, an object's own and its account's taken together.
 *
 * @param paused hands off: no calls at all
 * @param readSince a read that began before is too old: a read was asked for then, or a pause
 *     ended; {@link Instant#MIN} = none was
 * @param reconcile the value of {@code reconcile-requested-at} that isn't answered yet; null = none
 * @param drift whether outside changes are to be left
 * @param confirmedDeletes the tokens of {@code confirm-delete}
 * @param pausedAccount the account that is paused with all of its objects; null = it isn't
 */
public record RequestedActions(
    boolean paused,
    Instant readSince,
    @Nullable String reconcile,
    Deadline drift,
    Set<String> confirmedDeletes,
    @Nullable String pausedAccount) {
  /** Nothing is asked for. */
  public static final RequestedActions NONE =
      new RequestedActions(false, Instant.MIN, null, new Deadline.None(), Set.of(), null);

  /** Takes a copy. */
  public RequestedActions {
    confirmedDeletes = Set.copyOf(confirmedDeletes);
  }
}
