package dev.livecallback.volcengine;

import java.util.Arrays;
import java.util.Optional;

/** The events that the service calls back for (UpdateCallback, field {@code MessageType}). */
public enum MessageType {
  PUSH("push"),
  PUSH_END("push_end"),
  SNAPSHOT("snapshot"),
  RECORD("record"),
  /** Not offered by BytePlus. */
  AUDIT_SNAPSHOT("audit_snapshot");

  private final String wire;

  MessageType(String wire) {
    this.wire = wire;
  }

  /** The API's own spelling. */
  public String wire() {
    return wire;
  }

  /** The type of that spelling; empty for one that this version doesn't know. */
  public static Optional<MessageType> ofWire(String text) {
    return Arrays.stream(values()).filter(type -> type.wire.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return wire;
  }
}
