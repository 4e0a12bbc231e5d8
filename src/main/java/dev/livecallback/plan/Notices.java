package dev.livecallback.plan;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The notices about an object. They tell of transitions, never of states. */
final class Notices {
  private Notices() {}

  /** Returns the notices about a record that reads back as wanted. */
  static List<Notice> arrived(Situation s, Ledger.@Nullable Entry before, Ledger.Entry after) {
    // Compared with the status, because the ledger may have been updated a moment ago.
    boolean heldAllAlong =
        s.facts.status().records().stream()
            .anyMatch(record -> Objects.equals(record.held(), after.held()));
    if (s.drifted() && heldAllAlong) {
      return List.of(
          Notice.normal(
              Notice.DRIFT_CORRECTED, "The record for " + s.desiredKey + " is put back."));
    }
    if (before == null || !s.acceptedAsDesired()) {
      return List.of();
    }
    if (before.held() == null) {
      return List.of(Notice.normal("Created", "The record for " + s.desiredKey + " is created."));
    }
    if (!before.held().equals(after.held())) {
      return List.of(Notice.normal("Updated", "The record for " + s.desiredKey + " is updated."));
    }
    boolean anotherWrite = !Objects.equals(before.requestId(), after.requestId());
    return anotherWrite && after.secretVersion() != null
        ? List.of(
            Notice.normal(
                "KeyRotated",
                "The record for "
                    + s.desiredKey
                    + " has the new key; callbacks of the next minutes may carry either."))
        : List.of();
  }

  /** Returns the notices about a change of the conditions. */
  static List<Notice> turned(Facts facts, @Nullable Verdict verdict) {
    if (verdict == null) {
      return List.of();
    }
    LiveCallbackStatus before = facts.status();
    List<Notice> notices = new ArrayList<>();
    boolean wasPaused = readyFor(before, Reason.PAUSED);
    boolean isPaused = verdict.reason() == Reason.PAUSED;
    if (isPaused && !wasPaused) {
      notices.add(Notice.normal("Paused", verdict.message()));
    }
    if (wasPaused && !isPaused) {
      notices.add(
          Notice.normal("Resumed", "Not paused any more: the record is looked after again."));
    }
    boolean drifted = before.condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
    boolean left = verdict.reason() == Reason.DRIFT_TOLERATED;
    if (left && !readyFor(before, Reason.DRIFT_TOLERATED) && !wasPaused) {
      notices.add(Notice.warning("DriftTolerated", verdict.message()));
    }
    if (verdict.drifted() == Verdict.Drifted.YES && !drifted && !left) {
      notices.add(Notice.warning("DriftDetected", verdict.message()));
    }
    boolean stalledSo =
        before
            .condition(ConditionType.STALLED)
            .filter(stalled -> stalled.holds() && stalled.reason().equals(verdict.reason().word()))
            .isPresent();
    if (verdict.progress() == Verdict.Progress.STALLED && !stalledSo) {
      notices.add(Notice.warning(verdict.reason().word(), verdict.message()));
    }
    if (facts.requested().drift() instanceof Deadline.Unreadable unreadable
        && verdict.message().contains(unreadable.problem())
        && !shownReady(before).contains(unreadable.problem())) {
      notices.add(Notice.warning("InvalidAnnotation", unreadable.problem()));
    }
    return notices;
  }

  /** Returns the notice about an allowance of drift that was taken off before its time. */
  static List<Notice> endedEarly(Facts facts) {
    RequestedActions requested = facts.requested();
    Instant end = requested.driftAllowedUntil();
    return end != null && end.isAfter(facts.now()) && requested.drift() instanceof Deadline.None
        ? List.of(
            Notice.allowanceEnded(
                WellKnown.ALLOW_DRIFT_UNTIL,
                facts.onTheWall(end),
                "Outside changes are again treated as its managementPolicy says."))
        : List.of();
  }

  private static boolean readyFor(LiveCallbackStatus status, Reason reason) {
    return status
        .condition(ConditionType.READY)
        .filter(ready -> ready.reason().equals(reason.word()))
        .isPresent();
  }

  private static String shownReady(LiveCallbackStatus status) {
    return status.condition(ConditionType.READY).map(Condition::message).orElse("");
  }
}
