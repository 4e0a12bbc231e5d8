package dev.livecallback.plan;

import dev.livecallback.api.Reason;
import java.time.Duration;
import java.util.Optional;

/** Rules 10 and 11: the subject's account and claim. */
final class AccountAndClaim {
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private AccountAndClaim() {}

  /** 10: the gate is shut; it probes for all of its objects. */
  static Optional<Plan> accountClosed(Situation s) {
    ShutGate gate = s.facts.gate();
    if (gate == null) {
      return Optional.empty();
    }
    if (s.facts.deleting()) {
      return Optional.of(
          Plan.show(
              s.facts,
              Verdict.stalled(
                      Reason.DELETE_BLOCKED,
                      gate.message()
                          + " The record can't be removed until then. To let the object go and leave"
                          + " the record: "
                          + Leftover.orphanCommand(s))
                  .drifted(Verdict.Drifted.GONE)));
    }
    if (s.inSyncNow()) {
      return Optional.of(Plan.keep(s.facts));
    }
    Reason reason = gate.unreachable() ? Reason.API_UNAVAILABLE : Reason.ACCOUNT_NOT_READY;
    return Optional.of(Plan.show(s.facts, Verdict.underWay(reason, gate.message())));
  }

  /** 11: another object holds the record. */
  static Optional<Plan> conflict(Situation s) {
    if (!s.aboutDesired() || s.facts.heldBy() == null) {
      return Optional.empty();
    }
    Plan plan =
        s.patient(
            Reason.CONFLICT,
            "LiveCallback "
                + s.facts.heldBy()
                + " holds this record ("
                + s.desiredKey
                + "): one record can have one object. Delete one of the two: kubectl -n "
                + s.facts.object().namespace()
                + " delete livecallback "
                + s.facts.object().name());
    // An owner that goes says so; one whose finalizer was taken off by hand doesn't.
    return Optional.of(plan.lookAgain(s.facts.now().plus(LOOK_AGAIN)));
  }
}
