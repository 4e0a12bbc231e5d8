package dev.livecallback.plan;

import dev.livecallback.api.Reason;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Failure;
import java.util.Optional;
import java.util.stream.Stream;

/** What the subject's last call says before anything is judged. */
final class BackoffRules {
  private BackoffRules() {}

  /**
   * The last call for the same purpose failed for want of luck, and its pause isn't over. See
   * {@code docs/planner.md#backingOff}.
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

  /** What is to be written all the same, and can be judged, needn't wait for a read. */
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
   * What a rejected write means is judged by later rules; a rejected read leaves nothing to judge.
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
   * Nothing is known of the subject, or the last read is older than one that was asked for; or the
   * record isn't ours yet and the last read is older than this generation: what was absent then may
   * be there now. See {@code docs/planner.md#unread}.
   */
  static Optional<Plan> unread(Situation s) {
    if (!s.needsRead()) {
      return Optional.empty();
    }
    Plan plan;
    if (s.stalledBy(Reason.DELETE_BLOCKED)) {
      // It is only looked at again: what blocks it is told until something else is seen.
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
