package dev.livecallback.remote;

import dev.livecallback.volcengine.Failure;
import java.time.Instant;

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
}
