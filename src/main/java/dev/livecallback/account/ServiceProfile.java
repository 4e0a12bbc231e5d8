package dev.livecallback.account;

import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.volcengine.MessageType;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which of the two services an account is of, and what that service takes (contract, section 1).
 */
public enum ServiceProfile {
  /** Volcengine Live. */
  VOLCENGINE(
      LiveAccountSpec.VOLCENGINE,
      "https://live.volcengineapi.com",
      "https://sts.volcengineapi.com",
      10,
      true),

  /**
   * BytePlus MediaLive: one host for both APIs, one call per second and action, no audits of
   * pictures. Which region it signs isn't confirmed: that of its documentation's samples is taken.
   */
  BYTEPLUS(
      LiveAccountSpec.BYTEPLUS,
      "https://open.byteplusapi.com",
      "https://open.byteplusapi.com",
      1,
      false);

  /** The region that is signed where nothing else is said. */
  public static final String REGION = "cn-north-1";

  private final String word;
  private final String liveEndpoint;
  private final String stsEndpoint;
  private final int callsPerSecond;
  private final boolean auditsPictures;

  ServiceProfile(
      String word,
      String liveEndpoint,
      String stsEndpoint,
      int callsPerSecond,
      boolean auditsPictures) {
    this.word = word;
    this.liveEndpoint = liveEndpoint;
    this.stsEndpoint = stsEndpoint;
    this.callsPerSecond = callsPerSecond;
    this.auditsPictures = auditsPictures;
  }

  /** The profile of that name; empty for one that this version doesn't know. */
  public static Optional<ServiceProfile> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /** As {@code spec.profile} has it. */
  public String word() {
    return word;
  }

  /** The Live API's URL. */
  public String liveEndpoint() {
    return liveEndpoint;
  }

  /** The STS API's URL. */
  public String stsEndpoint() {
    return stsEndpoint;
  }

  /** The service's limit, for each cloud account and action. */
  public int callsPerSecond() {
    return callsPerSecond;
  }

  /** Whether the service has callbacks of that type. */
  public boolean has(MessageType type) {
    return auditsPictures || type != MessageType.AUDIT_SNAPSHOT;
  }
}
