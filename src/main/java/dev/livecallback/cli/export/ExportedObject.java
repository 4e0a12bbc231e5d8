package dev.livecallback.cli.export;

import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.SecretText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that describes a record.
 *
 * @param name the name of the object
 * @param key the key of the record
 * @param spec the spec of the object
 * @param authKey the authentication key that the object's Secret has to hold; null = the API
 *     doesn't show it, or callbacks aren't signed
 * @param caution the reason why the object has to observe only, and what to do, in sentences; null
 *     = there is none
 */
record ExportedObject(
    String name,
    CallbackKey key,
    LiveCallbackSpec spec,
    @Nullable SecretText authKey,
    @Nullable String caution) {

  /**
   * Returns the name of the Secret that has to hold the authentication key; empty = callbacks
   * aren't signed.
   */
  Optional<String> secret() {
    return Optional.ofNullable(spec.authKeyPrimarySecretRef()).map(ref -> ref.name());
  }
}
