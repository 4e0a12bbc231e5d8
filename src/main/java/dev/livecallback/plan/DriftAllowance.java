package dev.livecallback.plan;

import dev.livecallback.api.WellKnown;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Whether outside changes of a record are left for now: {@code allow-drift-until}. */
public sealed interface DriftAllowance {
  /** The longest that can be asked for. */
  Duration LONGEST = Duration.ofDays(7);

  /** They are treated as the policy says. */
  record None() implements DriftAllowance {}

  /** They are left until then. */
  record Until(Instant end) implements DriftAllowance {}

  /**
   * Somebody means something by it: they are left, and the object says so.
   *
   * @param problem what is wrong and what to do, in one sentence
   */
  record Unreadable(String problem) implements DriftAllowance {}

  /**
   * Reads the annotation's value.
   *
   * @param text the value; null = there is no such annotation
   */
  static DriftAllowance of(@Nullable String text, Instant now) {
    if (text == null) {
      return new None();
    }
    Instant end;
    try {
      end = OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeParseException _) {
      return new Unreadable(
          "The annotation "
              + WellKnown.ALLOW_DRIFT_UNTIL
              + " isn't an instant, so corrections are held: write one like 2026-01-31T18:00:00Z,"
              + " or remove it.");
    }
    if (end.isAfter(now.plus(LONGEST))) {
      return new Unreadable(
          "The annotation "
              + WellKnown.ALLOW_DRIFT_UNTIL
              + " is more than 7 days ahead; corrections are held: write an earlier instant, or"
              + " remove it.");
    }
    return end.isAfter(now) ? new Until(end) : new None();
  }
}
