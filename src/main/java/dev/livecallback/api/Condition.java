package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;

/**
 * A statement about an object, in the form that Kubernetes tools understand.
 *
 * @param type the subject, see {@link ConditionType}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason the reason in one word for programs, see {@link Reason} and {@link AccountReason}
 * @param message a sentence for people, cut at 4,096 characters
 * @param lastTransitionTime the time when {@code status} last changed: RFC 3339, seconds, UTC
 * @param observedGeneration the object's generation that the condition describes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @JsonPropertyDescription("What it is about, in one word for programs. Example: Ready")
        @Required
        @Size(max = 316)
        String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required @Size(max = 16) String status,
    @JsonPropertyDescription("Why, in one word for programs. Example: InSync")
        @Required
        @Size(max = 1024)
        String reason,
    @JsonPropertyDescription(
            "Why, in a sentence for people. If it waits for a person, it ends in what to do.")
        @Required
        @Size(max = Bounds.MESSAGE)
        String message,
    @JsonPropertyDescription("When status last changed: RFC 3339, seconds, UTC.")
        @Required
        @Size(max = 64)
        String lastTransitionTime,
    @JsonPropertyDescription("The object's generation that this condition describes.") @Required
        long observedGeneration) {

  /**
   * Cuts a message that is too long for a status, and keeps each text in memory once, because
   * thousands of objects have the same texts.
   */
  public Condition {
    type = Texts.shared(type);
    status = Texts.shared(status);
    reason = Texts.shared(reason);
    message = Texts.shared(Bounds.cut(message, Bounds.WRITTEN_MESSAGE));
    lastTransitionTime = Texts.shared(lastTransitionTime);
  }

  /** The status of a condition that holds. */
  public static final String TRUE = "True";

  /** The status of a condition that doesn't hold. */
  public static final String FALSE = "False";

  /** The status of a condition of which nobody knows whether it holds. */
  public static final String UNKNOWN = "Unknown";

  /** Returns a condition that changes its status now. */
  public static Condition of(
      ConditionType type,
      String status,
      Reason reason,
      String message,
      Instant now,
      long generation) {
    return new Condition(
        type.word(), status, reason.word(), message, Timestamps.text(now), generation);
  }

  /** Returns a condition of an account that changes its status now. */
  public static Condition of(
      ConditionType type,
      String status,
      AccountReason reason,
      String message,
      Instant now,
      long generation) {
    return new Condition(
        type.word(), status, reason.word(), message, Timestamps.text(now), generation);
  }

  /** Returns whether the condition is of this type. */
  public boolean is(ConditionType wanted) {
    return type.equals(wanted.word());
  }

  /** Returns whether the condition holds. */
  public boolean holds() {
    return status.equals(TRUE);
  }

  /**
   * Returns this condition, with the transition time of {@code before} if that has the same type
   * and the same status: the time moves only when the status does.
   */
  public Condition after(Condition before) {
    return before.type.equals(type) && before.status.equals(status)
        ? new Condition(
            type, status, reason, message, before.lastTransitionTime, observedGeneration)
        : this;
  }
}
