package dev.livecallback.account;

import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.volcengine.MessageType;
import java.util.Arrays;
import java.util.Optional;

/** The service that an account is of, with what that service offers (contract, section 1). */
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
   * pictures. The region to sign for isn't confirmed, so the operator uses the one in the samples
   * of its documentation.
   */
  BYTEPLUS(
      LiveAccountSpec.BYTEPLUS,
      "https://open.byteplusapi.com",
      "https://open.byteplusapi.com",
      1,
      false);

  /** The region that calls are signed for, unless the account names another. */
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

  /** Returns the profile with that name; empty = this version doesn't know it. */
  public static Optional<ServiceProfile> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /** Returns the name as in {@code spec.profile}. */
  public String word() {
    return word;
  }

  /** Returns the Live API's URL. */
  public String liveEndpoint() {
    return liveEndpoint;
  }

  /** Returns the STS API's URL. */
  public String stsEndpoint() {
    return stsEndpoint;
  }

  /** Returns the service's limit of calls per second, for each cloud account and action. */
  public int callsPerSecond() {
    return callsPerSecond;
  }

  /** Returns whether the service has callbacks of that type. */
  public boolean has(MessageType type) {
    return auditsPictures || type != MessageType.AUDIT_SNAPSHOT;
  }
}
