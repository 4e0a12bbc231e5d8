package dev.livecallback.volcengine;

import org.jspecify.annotations.Nullable;

/**
 * The identity of one remote record. The API has no ids, and goes by this natural key.
 *
 * @param cloudAccount the cloud account, to which quota and records belong
 * @param scope vhost or domain
 * @param app the application, {@code [A-Za-z0-9_.-]{1,30}}; null = all apps of the vhost; always
 *     null with a domain
 * @param messageType the event
 */
public record CallbackKey(
    String cloudAccount, Scope scope, @Nullable String app, MessageType messageType) {

  /** Keeps each name in memory once, because many keys have the same names. */
  public CallbackKey {
    cloudAccount = cloudAccount.intern();
    app = app == null ? null : app.intern();
  }

  /**
   * Returns whether this is a vhost's key without app. Deleting its record may take app-level
   * records along (contract 3.4).
   */
  public boolean appLess() {
    return scope.kind() == Scope.Kind.VHOST && app == null;
  }

  /** Returns a text for people: {@code push callbacks of vhost/live.example.com, app sports}. */
  @Override
  public String toString() {
    return messageType + " callbacks of " + scope + (app == null ? "" : ", app " + app);
  }
}
