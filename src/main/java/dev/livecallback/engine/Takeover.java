package dev.livecallback.engine;

import java.time.Duration;

/**
 * The effects of another process that an engine has to expect when it begins: the other process may
 * have called the cloud a moment ago.
 *
 * @param afterAnother true if there may have been another process: then its last calls are unknown,
 *     and the caches may be older than its writes
 * @param writesWait the longest time for which a call of the other process may be on its way;
 *     nothing is written during this time
 */
public record Takeover(boolean afterAnother, Duration writesWait) {
  /** A start without another process. */
  public static final Takeover NONE = new Takeover(false, Duration.ZERO);
}
