package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A mark that is kept of keys, so that the operator knows the same keys again: the number of their
 * cloud account, and a random number, signed with the keys as requests are (HMAC-SHA256). A program
 * that has the keys can tell that they are the same. To anybody else a mark says nothing about the
 * keys, like a signed request. Two marks of the same keys have only the cloud account in common.
 *
 * @param text the mark as it is in a ConfigMap: letters, digits, {@code -}, {@code _} and two dots
 */
public record KeyMark(String text) {
  /** The length of the number and of the signature, in bytes. */
  private static final int LENGTH = 16;

  /**
   * The beginning of the text that is signed. No request is signed with a text that begins like
   * this, at any step.
   */
  private static final String PURPOSE = "livecallback.dev/verified-keys";

  /**
   * Returns a new mark.
   *
   * @param sts the STS that verified the keys
   * @param cloudAccount the cloud account that the keys belong to, by the word of that STS
   */
  static KeyMark of(Credentials keys, URI sts, String cloudAccount, RandomGenerator random) {
    byte[] number = new byte[LENGTH];
    random.nextBytes(number);
    String signature = encoded(signature(keys, sts, cloudAccount, number));
    return new KeyMark(String.join(".", cloudAccount, encoded(number), signature));
  }

  /** Returns whether the keys were of that cloud account. */
  boolean isOf(String cloudAccount) {
    return text.startsWith(cloudAccount + ".");
  }

  /**
   * Returns whether the mark is of these keys, and this STS verified them for this cloud account.
   */
  boolean isOf(Credentials keys, URI sts, String cloudAccount) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals(cloudAccount)) {
      return false;
    }
    try {
      byte[] number = Base64.getUrlDecoder().decode(parts[1]);
      byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
      return MessageDigest.isEqual(signature, signature(keys, sts, cloudAccount, number));
    } catch (IllegalArgumentException e) {
      // Somebody else wrote the mark.
      return false;
    }
  }

  private static byte[] signature(Credentials keys, URI sts, String cloudAccount, byte[] number) {
    String token = keys.sessionToken() == null ? "" : keys.sessionToken().reveal();
    String signed =
        String.join(
            "\n",
            PURPOSE,
            encoded(number),
            sts.toString(),
            cloudAccount,
            keys.accessKeyId(),
            token);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] secret = keys.secretAccessKey().reveal().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)), LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
