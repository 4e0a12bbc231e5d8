package dev.livecallback.cli.export;

import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.SecretText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that says what a record holds.
 *
 * @param name its name
 * @param key which record it is for
 * @param spec what it says
 * @param authKey the key that the Secret which it names has to hold; null = the API doesn't show
 *     it, or callbacks aren't signed
 * @param caution why it only observes though nobody asked for that, and what to do, in sentences;
 *     null = it doesn't
 */
record ExportedObject(
    String name,
    CallbackKey key,
    LiveCallbackSpec spec,
    @Nullable SecretText authKey,
    @Nullable String caution) {

  /** The name of the Secret that has to hold its key, if it has one. */
  Optional<String> secret() {
    return Optional.ofNullable(spec.authKeyPrimarySecretRef()).map(ref -> ref.name());
  }
}
