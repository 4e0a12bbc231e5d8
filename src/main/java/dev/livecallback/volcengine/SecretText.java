package dev.livecallback.volcengine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that must not be seen: an access key's secret, a session token, a callback's
 * authentication key. It prints as three stars, compares in constant time, and is revealed only to
 * sign or serialize.
 */
public final class SecretText {
  private final String text;

  /** Wraps a secret. */
  public SecretText(String text) {
    this.text = text;
  }

  /** Returns the secret itself, which must not get into logs, messages, status or exceptions. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretText that
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
