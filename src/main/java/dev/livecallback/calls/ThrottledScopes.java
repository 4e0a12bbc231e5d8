package dev.livecallback.calls;

import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a "throttled" is the cloud account's, or one scope's own: while other scopes are answered
 * well and none of them is throttled, it says nothing of the quota. Used under the queue's lock.
 */
final class ThrottledScopes {
  /** For so long an answer tells of how things are. */
  private static final Duration TELLING = Duration.ofSeconds(10);

  private final Map<Scope, Instant> well = new HashMap<>();
  private final Map<Scope, Instant> throttled = new HashMap<>();

  /** A call for the scope was answered otherwise. */
  void answered(Scope scope, Instant now) {
    forgetOld(now);
    well.put(scope, now);
  }

  /** A call for the scope was throttled: whether that is the account's. */
  boolean isTheAccounts(Scope scope, Instant now) {
    forgetOld(now);
    well.remove(scope);
    throttled.put(scope, now);
    return throttled.size() > 1 || well.isEmpty();
  }

  private void forgetOld(Instant now) {
    Instant old = now.minus(TELLING);
    well.values().removeIf(at -> at.isBefore(old));
    throttled.values().removeIf(at -> at.isBefore(old));
  }
}
