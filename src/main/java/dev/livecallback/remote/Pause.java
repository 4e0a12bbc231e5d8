package dev.livecallback.remote;

import dev.livecallback.volcengine.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The pause after something failed.
 *
 * @param failure the last failure
 * @param inARow the number of such failures in a row, from 1
 * @param until the time at which to try again
 */
public record Pause(Failure failure, int inARow, Instant until) {

  /** Returns whether the pause isn't over yet. */
  public boolean lasts(Instant now) {
    return now.isBefore(until);
  }

  /** Returns whether the account's credentials, or the endpoint that they were sent to, failed. */
  boolean isForCredentials() {
    return failure instanceof Failure.CredentialsRejected
        || failure instanceof Failure.WrongEndpoint;
  }

  /**
   * Returns this pause, but ended if the account's credentials failed only once. After a second
   * failure in a row, it lasts.
   */
  Pause endedIfFirstForCredentials() {
    return isForCredentials() && inARow == 1 ? new Pause(failure, inARow, Instant.MIN) : this;
  }

  /**
   * Returns the pause after one more failure, which is the first in a row if it is of another kind.
   */
  public static Pause after(
      @Nullable Pause before, Failure failure, Instant ended, BackoffPolicy backoff) {
    boolean sameKind = before != null && before.failure().getClass() == failure.getClass();
    int inARow = sameKind && before != null ? before.inARow() + 1 : 1;
    return new Pause(failure, inARow, ended.plus(backoff.pause(failure, inARow)));
  }
}
