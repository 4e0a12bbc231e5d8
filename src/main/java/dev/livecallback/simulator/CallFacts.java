package dev.livecallback.simulator;

import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about, as far as its body says.
 *
 * @param scope the vhost or domain, or null if it names none or both
 * @param app as it was sent, or null
 * @param messageType as it was sent, or null
 */
record CallFacts(@Nullable Scope scope, @Nullable String app, @Nullable String messageType) {
  static final CallFacts NONE = new CallFacts(null, null, null);

  static CallFacts of(CallbackBody body) {
    return new CallFacts(body.scope(), cut(body.app()), cut(body.messageType()));
  }

  @Nullable String scopeText() {
    return scope == null ? null : cut(scope.toString());
  }

  /** The log is bounded, so what it holds of each call is too. */
  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= 300 ? text : text.substring(0, 300);
  }
}
