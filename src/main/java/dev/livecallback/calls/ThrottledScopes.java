package dev.livecallback.calls;

import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a "throttled" is the cloud account's, or one tenant's own: while scopes that others use
 * are answered well and none of them is throttled, it says nothing of the quota. Used under the
 * queue's lock.
 */
final class ThrottledScopes {
  /** For so long an answer tells of how things are. */
  private static final Duration TELLING = Duration.ofSeconds(10);

  private final Map<Scope, ScopeAnswer> well = new HashMap<>();
  private final Map<Scope, ScopeAnswer> throttled = new HashMap<>();

  /**
   * When a scope was answered so.
   *
   * @param namespace for which; "" = a sweep's, which is nobody's
   */
  private record ScopeAnswer(Instant at, String namespace) {
    boolean isOfAnother(String tenant) {
      return !namespace.isEmpty() && !namespace.equals(tenant);
    }
  }

  /** A call for the scope did what was asked. */
  void succeeded(Scope scope, String namespace, Instant now) {
    forgetOld(now);
    well.put(scope, new ScopeAnswer(now, namespace));
  }

  /** A call for the scope was throttled: whether that is the account's. */
  boolean isTheAccounts(Scope scope, String namespace, Instant now) {
    forgetOld(now);
    well.remove(scope);
    throttled.put(scope, new ScopeAnswer(now, namespace));
    if (well.isEmpty() || throttled.size() == 1) {
      return well.isEmpty();
    }
    boolean oneTenants =
        !namespace.isEmpty()
            && throttled.values().stream().allMatch(answer -> answer.namespace().equals(namespace));
    return !oneTenants || well.values().stream().noneMatch(answer -> answer.isOfAnother(namespace));
  }

  private void forgetOld(Instant now) {
    Instant old = now.minus(TELLING);
    well.values().removeIf(answer -> answer.at().isBefore(old));
    throttled.values().removeIf(answer -> answer.at().isBefore(old));
  }
}
