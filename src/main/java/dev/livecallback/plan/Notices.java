package dev.livecallback.plan;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallbackStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is told of an object: transitions, never states. */
final class Notices {
  private Notices() {}

  /** The record reads back as wanted: what is new about that? */
  static List<Notice> arrived(Situation s, Ledger.@Nullable Entry before, Ledger.Entry after) {
    // Asked of the status, for the ledger may have been brought up to date a moment ago.
    boolean heldAllAlong =
        s.facts.status().records().stream()
            .anyMatch(record -> Objects.equals(record.held(), after.held()));
    if (s.drifted() && heldAllAlong) {
      return List.of(
          Notice.normal("DriftCorrected", "The record for " + s.desiredKey + " is put back."));
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

  /** The conditions change: which of that is a warning? */
  static List<Notice> turned(LiveCallbackStatus before, @Nullable Verdict verdict) {
    if (verdict == null) {
      return List.of();
    }
    List<Notice> notices = new ArrayList<>();
    boolean drifted = before.condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
    if (verdict.drifted() == Verdict.Drifted.YES && !drifted) {
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
    return notices;
  }
}
