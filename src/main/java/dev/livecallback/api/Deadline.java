package dev.livecallback.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The meaning of an annotation that allows something until an instant, at most 7 days ahead. */
public sealed interface Deadline {
  /** The longest time ahead that an annotation may ask for. */
  Duration LONGEST = Duration.ofDays(7);

  /** There is no such annotation, or its instant is past: it does nothing. */
  record None() implements Deadline {}

  /** The annotation holds until this instant. */
  record Until(Instant end) implements Deadline {}

  /**
   * The annotation has a value that can't be read, or an instant too far ahead, and nobody knows
   * what was meant.
   *
   * @param problem a sentence that says what is wrong and what to do, and doesn't repeat the value
   */
  record Unreadable(String problem) implements Deadline {}

  /**
   * Reads an annotation.
   *
   * @param annotation the annotation's name, as in {@link WellKnown}
   * @param meanwhile a clause for what happens while the value can't be read: {@code corrections
   *     are held}
   * @param text the annotation's value, an RFC 3339 instant; null = there is no such annotation
   */
  static Deadline of(String annotation, String meanwhile, @Nullable String text, Instant now) {
    if (text == null) {
      return new None();
    }
    Optional<Instant> end = Timestamps.instant(text.strip());
    if (end.isEmpty()) {
      return unreadable(
          annotation, "isn't an instant", meanwhile, "write one like 2026-01-31T18:00:00Z");
    }
    if (end.get().isAfter(now.plus(LONGEST))) {
      return unreadable(
          annotation, "is more than 7 days ahead", meanwhile, "write an earlier instant");
    }
    return end.get().isAfter(now) ? new Until(end.get()) : new None();
  }

  /**
   * Reads the annotation {@link WellKnown#ALLOW_DRIFT_UNTIL}.
   *
   * @param text the annotation's value; null = there is no such annotation
   */
  static Deadline ofAllowedDrift(@Nullable String text, Instant now) {
    return of(WellKnown.ALLOW_DRIFT_UNTIL, "corrections are held", text, now);
  }

  private static Unreadable unreadable(
      String annotation, String fault, String meanwhile, String remedy) {
    return new Unreadable(
        "The annotation %s %s, so %s: %s, or remove it."
            .formatted(annotation, fault, meanwhile, remedy));
  }
}
