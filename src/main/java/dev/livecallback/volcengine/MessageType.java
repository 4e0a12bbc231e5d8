package dev.livecallback.volcengine;

import java.util.Arrays;
import java.util.Optional;

/** The events that the service calls back for (UpdateCallback, field {@code MessageType}). */
public enum MessageType {
  PUSH("push"),
  PUSH_END("push_end"),
  SNAPSHOT("snapshot"),
  RECORD("record"),
  /** The type {@code audit_snapshot}, which BytePlus doesn't offer. */
  AUDIT_SNAPSHOT("audit_snapshot");

  private final String wire;

  MessageType(String wire) {
    this.wire = wire;
  }

  /** Returns the API's own spelling. */
  public String wire() {
    return wire;
  }

  /** Returns the type with this spelling; empty if this version doesn't know it. */
  public static Optional<MessageType> ofWire(String text) {
    return Arrays.stream(values()).filter(type -> type.wire.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return wire;
  }
}
