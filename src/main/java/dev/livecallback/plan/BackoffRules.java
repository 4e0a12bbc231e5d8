package dev.livecallback.plan;

import dev.livecallback.api.Reason;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Failure;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules about the subject's last call, before its record is judged. */
final class BackoffRules {
  private BackoffRules() {}

  /**
   * Applies while the pause after a failed call for the same purpose lasts. Later rules judge
   * rejected writes, missing scopes and unknown outcomes. See {@code docs/planner.md#backingOff}.
   */
  static Optional<Plan> backingOff(Situation s) {
    KeyFacts known = s.subjectFacts();
    return Stream.of(writePause(s, known), readPause(s, known))
        .flatMap(Optional::stream)
        .filter(pause -> pause.lasts(s.facts.now()))
        .flatMap(
            pause -> verdict(s, pause.failure()).map(verdict -> wait(s, verdict, pause)).stream())
        .findFirst();
  }

  private static Plan wait(Situation s, Verdict verdict, Pause pause) {
    Plan plan = s.inSyncNow() ? Plans.keptReady(s) : Plan.show(s.facts, verdict);
    return plan.lookAgain(pause.until());
  }

  private static Optional<Pause> writePause(Situation s, KeyFacts known) {
    return s.samePurpose(known.write())
        ? Optional.ofNullable(known.writePause()).filter(pause -> luck(pause.failure()))
        : Optional.empty();
  }

  /** Returns the pause after failed reads; empty if a write needs no read first. */
  private static Optional<Pause> readPause(Situation s, KeyFacts known) {
    boolean writesFirst =
        s.aboutDesired()
            && s.entry().isPresent()
            && !s.needsRead()
            && !(known.observation() instanceof Observation.Refused)
            && !(known.observation() instanceof Observation.Several)
            && !s.equal()
            && s.changed()
            && !s.facts.policies().observes()
            && !s.needsVerification()
            && !s.isUnsettled();
    return writesFirst ? Optional.empty() : Optional.ofNullable(known.readPause());
  }

  /**
   * Returns whether a failed write says nothing of its content. Later rules judge other failed
   * writes; after a rejected read there is nothing to judge.
   */
  private static boolean luck(Failure failure) {
    return failure instanceof Failure.Throttled
        || failure instanceof Failure.Unavailable
        || failure instanceof Failure.TooLarge
        || failure instanceof Failure.NotPermitted
        || failure instanceof Failure.CredentialsRejected
        || failure instanceof Failure.WrongEndpoint;
  }

  private static Optional<Verdict> verdict(Situation s, Failure failure) {
    String said = failure.detail().message();
    return switch (failure) {
      case Failure.Throttled _ -> Optional.of(underWay(s, Reason.THROTTLED, said));
      case Failure.Unavailable _, Failure.TooLarge _ ->
          Optional.of(underWay(s, Reason.API_UNAVAILABLE, said));
      case Failure.NotPermitted _, Failure.CredentialsRejected _, Failure.WrongEndpoint _ ->
          Optional.of(blocked(s, Reason.ACCOUNT_NOT_READY, said, false));
      case Failure.Rejected _ -> Optional.of(blocked(s, Reason.REJECTED_BY_API, said, true));
      case Failure.OutcomeUnknown _, Failure.ScopeMissing _ -> Optional.empty();
    };
  }

  private static Verdict underWay(Situation s, Reason reason, String message) {
    return s.facts.deleting()
        ? Verdict.underWay(Reason.DELETING, message).drifted(Verdict.Drifted.GONE)
        : Verdict.underWay(reason, message);
  }

  private static Verdict blocked(Situation s, Reason reason, String message, boolean stalled) {
    if (s.facts.deleting()) {
      return Verdict.stalled(
              Reason.DELETE_BLOCKED,
              message + " To let the object go and leave the record: " + Commands.orphan(s.facts))
          .drifted(Verdict.Drifted.GONE);
    }
    return stalled ? Verdict.stalled(reason, message) : Verdict.underWay(reason, message);
  }

  /**
   * Applies if nothing is known of the subject, or the last read began before a read was requested.
   * Applies too if the record isn't in the ledger and the last read began before this generation
   * was first seen: a record that was absent then may exist now. See {@code
   * docs/planner.md#unread}.
   */
  static Optional<Plan> unread(Situation s) {
    if (!s.needsRead()) {
      return Optional.empty();
    }
    Plan plan;
    if (s.stalledBy(Reason.DELETE_BLOCKED)) {
      // The object still says what blocks the delete, until a read shows something else.
      plan = Plan.keep(s.facts);
    } else if (s.facts.deleting()) {
      plan =
          Plan.show(
              s.facts,
              Verdict.underWay(Reason.DELETING, Reason.DELETING.sentence())
                  .drifted(Verdict.Drifted.GONE));
    } else {
      plan = s.shownReady() ? Plans.keptReady(s) : Plan.show(s.facts, Verdict.queued());
    }
    return Optional.of(plan.order(PlannedOrder.now(s.read(s.subject, false), readLane(s))));
  }

  private static Lane readLane(Situation s) {
    if (s.facts.deleting()) {
      return s.leftoverLane();
    }
    if (s.facts.requested().reconcile() != null && !s.retrying()) {
      return Lane.EDIT;
    }
    return s.inSyncNow() ? Lane.SWEEP : s.lane();
  }
}
