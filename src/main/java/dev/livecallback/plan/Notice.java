package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an object, told once: a Kubernetes event.
 *
 * @param warning whether a person should look
 * @param reason a word for programs
 * @param message a sentence for people
 * @param about the object at which the notice is told; null = the planned object
 */
public record Notice(boolean warning, String reason, String message, @Nullable ObjectId about) {
  static final String DRIFT_CORRECTED = "DriftCorrected";

  /** Creates a notice about the planned object. */
  public Notice(boolean warning, String reason, String message) {
    this(warning, reason, message, null);
  }

  static Notice normal(String reason, String message) {
    return new Notice(false, reason, message);
  }

  static Notice warning(String reason, String message) {
    return new Notice(true, reason, message);
  }

  /** Returns the same notice, told at another object. */
  Notice about(ObjectId object) {
    return new Notice(warning, reason, message, object);
  }

  /** Returns whether the notice tells that a record that was changed outside is put back. */
  public boolean isCorrection() {
    return reason.equals(DRIFT_CORRECTED);
  }
}
