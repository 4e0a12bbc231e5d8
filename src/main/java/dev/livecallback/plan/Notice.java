package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an object, told once: a Kubernetes event.
 *
 * @param warning whether a person should look
 * @param reason one word for programs
 * @param message a sentence for people
 * @param about the object at which it is told; null = the one that was planned
 */
public record Notice(boolean warning, String reason, String message, @Nullable ObjectId about) {
  static final String DRIFT_CORRECTED = "DriftCorrected";

  /** One about what was planned. */
  public Notice(boolean warning, String reason, String message) {
    this(warning, reason, message, null);
  }

  static Notice normal(String reason, String message) {
    return new Notice(false, reason, message);
  }

  static Notice warning(String reason, String message) {
    return new Notice(true, reason, message);
  }

  /** The same, told at that object. */
  Notice about(ObjectId object) {
    return new Notice(warning, reason, message, object);
  }

  /** Whether it tells that a record that was changed outside is put back. */
  public boolean isCorrection() {
    return reason.equals(DRIFT_CORRECTED);
  }
}
