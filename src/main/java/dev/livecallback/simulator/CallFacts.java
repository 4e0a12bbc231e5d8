package dev.livecallback.simulator;

import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The scope, app and message type of a call, as far as its body names them.
 *
 * @param scope the vhost or domain, or null if the body names none or both
 * @param app the app as it was sent, or null
 * @param messageType the message type as it was sent, or null
 */
record CallFacts(@Nullable Scope scope, @Nullable String app, @Nullable String messageType) {
  static final CallFacts NONE = new CallFacts(null, null, null);

  static CallFacts of(CallbackBody body) {
    return new CallFacts(body.scope(), cut(body.app()), cut(body.messageType()));
  }

  @Nullable String scopeText() {
    return scope == null ? null : cut(scope.toString());
  }

  /** Cuts a text, because the log and so each call in it has to be bounded. */
  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= 300 ? text : text.substring(0, 300);
  }
}
