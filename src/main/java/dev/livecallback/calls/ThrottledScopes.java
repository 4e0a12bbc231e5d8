package dev.livecallback.calls;

import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The decision whether a "throttled" answer concerns the cloud account or only one tenant. It
 * concerns only one tenant if no other scope is throttled and another scope is answered well. It
 * also does if all throttled scopes are of one namespace, and a scope of another namespace is
 * answered well. Used under the queue's lock.
 */
final class ThrottledScopes {
  /** The time for which an answer counts. */
  private static final Duration TELLING = Duration.ofSeconds(10);

  private final Map<Scope, ScopeAnswer> well = new HashMap<>();
  private final Map<Scope, ScopeAnswer> throttled = new HashMap<>();

  /**
   * The last answer of this kind for a scope.
   *
   * @param namespace the namespace that the call was for; "" = a sweep of a scope that no object
   *     claims
   */
  private record ScopeAnswer(Instant at, String namespace) {
    boolean isOfAnother(String tenant) {
      return !namespace.isEmpty() && !namespace.equals(tenant);
    }
  }

  /** Records that a call for the scope succeeded. */
  void succeeded(Scope scope, String namespace, Instant now) {
    forgetOld(now);
    well.put(scope, new ScopeAnswer(now, namespace));
  }

  /**
   * Records that a call for the scope was throttled. Returns whether this concerns the cloud
   * account.
   */
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
