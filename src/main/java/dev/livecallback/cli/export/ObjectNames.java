package dev.livecallback.cli.export;

import dev.livecallback.volcengine.CallbackKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The names of exported objects: a part for people and a hash of the callback key. They depend on
 * the key alone, so that other records never change them.
 */
final class ObjectNames {
  /** The longest name, in characters: the same as for the value of a label. */
  private static final int LONGEST = 63;

  private static final int HASH_BYTES = 4;

  private ObjectNames() {}

  /**
   * Returns the name of the object for this key, such as {@code
   * push-example-com-sports-push-1a2b3c4d}.
   */
  static String of(CallbackKey key) {
    String app = key.app() == null ? "" : key.app();
    String hash =
        hash(key.scope().toString().toLowerCase(Locale.ROOT), app, key.messageType().wire());
    String type = readable(key.messageType().wire());
    int room = LONGEST - type.length() - hash.length() - 2;
    String place = readable(key.scope().name() + "-" + app);
    String cut = place.substring(0, Math.min(place.length(), room)).replaceFirst("-+$", "");
    return (cut.isEmpty() ? "" : cut + "-") + type + "-" + hash;
  }

  /** Returns the name of the Secret with the authentication key of the object with this name. */
  static String secret(String object) {
    return object + "-auth";
  }

  private static String readable(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
  }

  private static String hash(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] all = digest.digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
