package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Timestamps;
import java.time.Instant;
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

  /**
   * Returns the notice about an annotation that allowed something and was taken off before its
   * time: by a person, or by a GitOps tool that undoes what isn't in Git.
   *
   * @param annotation the annotation's name, as in {@link dev.livecallback.api.WellKnown}
   * @param end the time until which it would have held, by the wall clock
   * @param from a sentence for what happens from now on
   */
  public static Notice allowanceEnded(String annotation, Instant end, String from) {
    return normal(
        "AllowanceEnded",
        "The annotation %s ended before its time, %s. %s If a GitOps tool removed it, set it again with --field-manager=livecallback."
            .formatted(annotation, Timestamps.text(end), from));
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
