package dev.livecallback.engine;

import java.time.Duration;

/**
 * What an engine has to reckon with when it begins: that another process may have called the cloud
 * a moment ago.
 *
 * @param afterAnother whether it may: then nobody knows what it has just sent, and what the caches
 *     say may be older than what it did
 * @param writesWait how long what it sent may be on its way: so long nothing is written
 */
public record Takeover(boolean afterAnother, Duration writesWait) {
  /** There is no other process. */
  public static final Takeover NONE = new Takeover(false, Duration.ZERO);
}
