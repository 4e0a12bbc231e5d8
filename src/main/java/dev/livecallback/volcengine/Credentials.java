package dev.livecallback.volcengine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that sign requests.
 *
 * @param accessKeyId the access key's public half; still kept out of messages
 * @param secretAccessKey the access key's secret, used as it is (contract 2.1 step 11: not decoded)
 * @param sessionToken the token of temporary credentials, or null
 */
public record Credentials(
    String accessKeyId, SecretText secretAccessKey, @Nullable SecretText sessionToken) {

  /**
   * Returns the part that can't be signed or sent, for people; empty if all is well. A header can't
   * carry white space or control characters, and no key has any: they come from a Secret that was
   * made from a file with a line break at its end.
   */
  public Optional<String> unusable() {
    if (!visible(accessKeyId)) {
      return Optional.of("access key id");
    }
    if (!visible(secretAccessKey.reveal())) {
      return Optional.of("secret access key");
    }
    return sessionToken == null || visible(sessionToken.reveal())
        ? Optional.empty()
        : Optional.of("session token");
  }

  /** Returns whether a text is one of the secrets. */
  public boolean hasSecret(String text) {
    return secretAccessKey.reveal().equals(text)
        || (sessionToken != null && sessionToken.reveal().equals(text));
  }

  private static boolean visible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
