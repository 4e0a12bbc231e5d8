package dev.livecallback.plan;

import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The hash of a written record that the ledger keeps: of the key and all content but the
 * authentication key. Two contents that the service takes for equal have the same fingerprint.
 */
final class Fingerprint {
  private static final int LENGTH = 32;
  private static final int TOKEN = 12;

  private Fingerprint() {}

  /** Returns the fingerprint of a record: 32 hexadecimal digits. */
  static String of(CallbackKey key, CallbackContent content) {
    String details =
        content.details().stream()
            .map(detail -> detail.callbackType() + " " + detail.url())
            .distinct()
            .sorted()
            .collect(Collectors.joining("\n"));
    String text =
        String.join(
            "\n",
            key.scope().kind().word(),
            key.scope().name().toLowerCase(Locale.ROOT),
            key.app() == null ? "" : key.app(),
            key.messageType().wire(),
            content.transcodeCallback() ? "1" : "0",
            content.authentication() instanceof Authentication.Off ? "unsigned" : "signed",
            details);
    return hash(text).substring(0, LENGTH);
  }

  /**
   * Returns a short token that stands for exactly these texts in this order: 12 hexadecimal digits.
   */
  static String token(List<String> texts) {
    return hash(String.join("\n", texts)).substring(0, TOKEN);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
