package dev.livecallback.plan;

import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What an object asks for.
 *
 * @param key the record's identity
 * @param content what it should hold; where the authentication key can't be had, a hidden one
 *     stands in for it, so that the rest can still be compared
 * @param keyTrouble why the authentication key can't be had; null if it can or isn't needed
 * @param secretVersion uid and resourceVersion of the Secret that the key is from; null without one
 */
public record Desired(
    CallbackKey key,
    CallbackContent content,
    @Nullable KeyTrouble keyTrouble,
    @Nullable String secretVersion) {

  /** Why there is no authentication key to write. */
  public sealed interface KeyTrouble {
    /** What is wrong and what to do, without the value. */
    String message();

    /** The Secret or its entry isn't there. */
    record Missing(String message) implements KeyTrouble {}

    /** The value can't be a key. */
    record Invalid(String message) implements KeyTrouble {}
  }

  /** The key that a spec names in that cloud account. */
  public static CallbackKey key(String cloudAccount, LiveCallbackSpec spec) {
    return new CallbackKey(
        cloudAccount,
        Scope.parse(spec.scope()),
        spec.app(),
        MessageType.ofWire(spec.messageType()).orElseThrow());
  }

  String fingerprint() {
    return Fingerprint.of(key, content);
  }
}
