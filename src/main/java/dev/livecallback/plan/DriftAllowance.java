package dev.livecallback.plan;

import dev.livecallback.api.Deadline;
import dev.livecallback.api.WellKnown;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether outside changes of a record are left for now: {@code allow-drift-until}. */
public sealed interface DriftAllowance {
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
    return switch (Deadline.of(WellKnown.ALLOW_DRIFT_UNTIL, "corrections are held", text, now)) {
      case Deadline.None _ -> new None();
      case Deadline.Until(Instant end) -> new Until(end);
      case Deadline.Unreadable(String problem) -> new Unreadable(problem);
    };
  }
}
