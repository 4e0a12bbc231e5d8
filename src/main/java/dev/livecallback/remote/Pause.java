package dev.livecallback.remote;

import dev.livecallback.volcengine.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long to leave something alone after it failed.
 *
 * @param failure the last failure
 * @param inARow how many in a row there were of it, from 1
 * @param until when to try again
 */
public record Pause(Failure failure, int inARow, Instant until) {

  /** Whether it isn't over yet. */
  public boolean lasts(Instant now) {
    return now.isBefore(until);
  }

  /** Whether it is the account's credentials, or where they are sent, that failed. */
  boolean isForCredentials() {
    return failure instanceof Failure.CredentialsRejected
        || failure instanceof Failure.WrongEndpoint;
  }

  /** The same, over now where the account's credentials failed once; a second time it lasts. */
  Pause endedIfFirstForCredentials() {
    return isForCredentials() && inARow == 1 ? new Pause(failure, inARow, Instant.MIN) : this;
  }

  /** The pause after one more failure, which is the first in a row if it is of another kind. */
  public static Pause after(
      @Nullable Pause before, Failure failure, Instant ended, BackoffPolicy backoff) {
    boolean sameKind = before != null && before.failure().getClass() == failure.getClass();
    int inARow = sameKind && before != null ? before.inARow() + 1 : 1;
    return new Pause(failure, inARow, ended.plus(backoff.pause(failure, inARow)));
  }
}
