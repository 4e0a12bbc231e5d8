package dev.livecallback.plan;

/**
 * Something that happened to an object, told once: a Kubernetes event.
 *
 * @param warning whether a person should look
 * @param reason one word for programs
 * @param message a sentence for people
 */
public record Notice(boolean warning, String reason, String message) {
  static final String DRIFT_CORRECTED = "DriftCorrected";

  static Notice normal(String reason, String message) {
    return new Notice(false, reason, message);
  }

  static Notice warning(String reason, String message) {
    return new Notice(true, reason, message);
  }

  /** Whether it tells that a record that was changed outside is put back. */
  public boolean isCorrection() {
    return reason.equals(DRIFT_CORRECTED);
  }
}
