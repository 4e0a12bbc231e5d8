package dev.livecallback.simulator;

import dev.livecallback.volcengine.MessageType;
import java.util.EnumSet;
import java.util.Set;

/** The product that the simulator imitates (contract 1, "BytePlus MediaLive twin"). */
public enum Profile {
  /** Volcengine Live: 10 calls a second for each account and action. */
  VOLCENGINE("volcengine", 10, false),
  /**
   * BytePlus MediaLive: 1 call a second, no audit_snapshot, items with a {@code Domain}. Sources
   * disagree about the region that is signed for, so both are accepted.
   */
  BYTEPLUS("byteplus", 1, true);

  private final String word;
  private final int quota;
  private final boolean domainField;

  Profile(String word, int quota, boolean domainField) {
    this.word = word;
    this.quota = quota;
    this.domainField = domainField;
  }

  /** Returns the word on the command line. */
  public String word() {
    return word;
  }

  /** Returns the quota in calls per second. */
  public int quota() {
    return quota;
  }

  boolean domainField() {
    return domainField;
  }

  Set<String> regions() {
    return switch (this) {
      case VOLCENGINE -> Set.of("cn-north-1");
      case BYTEPLUS -> Set.of("cn-north-1", "ap-singapore-1");
    };
  }

  Set<MessageType> types() {
    return switch (this) {
      case VOLCENGINE -> EnumSet.allOf(MessageType.class);
      case BYTEPLUS -> EnumSet.complementOf(EnumSet.of(MessageType.AUDIT_SNAPSHOT));
    };
  }
}
