package dev.livecallback.plan;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Timestamps;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The plans that several rules make. This class judges nothing; {@link Situation} does. */
final class Plans {
  /**
   * The longest time until a change is in effect: the service needs 3 to 5 minutes (contract 5).
   */
  private static final Duration EFFECT = Duration.ofMinutes(5);

  private static final Duration SLOW = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Plans() {}

  /**
   * Returns a plan that leaves conditions and ledger as they are. Only a {@code Paused} that is
   * over changes.
   */
  static Plan keptReady(Situation s) {
    boolean paused =
        s.facts
            .status()
            .condition(ConditionType.READY)
            .filter(ready -> ready.reason().equals(Reason.PAUSED.word()))
            .isPresent();
    if (!paused) {
      return Plan.keep(s.facts);
    }
    Reason reason = s.drifted() ? Reason.DRIFT_TOLERATED : Reason.IN_SYNC;
    return Plan.show(
        s.facts,
        new Verdict(
            reason,
            reason.sentence(),
            Condition.TRUE,
            Verdict.Progress.DONE,
            Verdict.Drifted.KEPT));
  }

  /** Returns the verdict of an object in sync, with any problem of its annotations. */
  static Verdict inSyncVerdict(Situation s) {
    return noting(s, Verdict.inSync());
  }

  /** Returns the verdict with any problem of the object's annotations. */
  static Verdict noting(Situation s, Verdict verdict) {
    return s.facts.requested().drift() instanceof Deadline.Unreadable unreadable
        ? verdict.adding(unreadable.problem())
        : verdict;
  }

  /**
   * Returns a plan for trouble that may pass by itself: Reconciling for ten minutes, then Stalled.
   * The ten minutes run from the transition time of Reconciling, which survives a restart.
   */
  static Plan patient(Situation s, Reason reason, String message) {
    Instant since = Objects.requireNonNullElse(s.facts.reconcilingSince(), s.facts.now());
    Instant end = since.plus(PATIENCE);
    if (s.stalledBy(reason) || !s.facts.now().isBefore(end)) {
      return Plan.show(s.facts, Verdict.stalled(reason, message));
    }
    return Plan.show(s.facts, Verdict.underWay(reason, message)).lookAgain(end);
  }

  /**
   * Returns the next read of the subject's scope while a person has to act on the remote side: 5
   * minutes after the last read began.
   */
  static PlannedOrder slowRead(Situation s) {
    return new PlannedOrder(
        s.read(s.subject, false),
        Lane.SWEEP,
        s.subjectFacts().observation().readBegan().plus(SLOW));
  }

  /** Returns a plan with a read that has to tell what a write did. */
  static Plan verification(Situation s) {
    return (isRetryOfTold(s) ? Plan.keep(s.facts) : verifying(s))
        .order(PlannedOrder.now(verifyingRead(s), s.lane()));
  }

  /** Returns the entry of a record that reads back as wanted. */
  static Ledger.Entry inOrder(Situation s, Ledger.Entry before) {
    String wanted = s.facts.desired().fingerprint();
    Ledger.Entry read = readBack(s, before);
    boolean sameAsHeld = wanted.equals(before.held()) && before.heldSince() != null;
    return new Ledger.Entry(
        before.key(),
        s.facts.account(),
        wanted,
        wanted,
        s.facts.desired().secretVersion(),
        sameAsHeld ? before.heldSince() : Timestamps.text(s.facts.wallNow()),
        read.effectiveBy(),
        read.requestId());
  }

  /**
   * Returns the entry with the accepted write of the wanted content, now that a read has followed
   * it.
   */
  static Ledger.Entry readBack(Situation s, Ledger.Entry before) {
    LastWrite write = s.write();
    return write != null
            && s.acceptedAsDesired()
            && write.outcome() instanceof LastWrite.WriteOutcome.Accepted accepted
        ? before.accepted(accepted.requestId(), s.facts.onTheWall(accepted.ended().plus(EFFECT)))
        : before;
  }

  /** Returns a plan that puts the record as it is wanted. The ledger notes the order first. */
  static Plan put(Situation s, Plan plan, Lane lane) {
    Desired desired = s.facts.desired();
    Ledger.Entry entry =
        s.entry().orElseGet(() -> Ledger.Entry.of(s.desiredKey, s.facts.account()));
    CallbackContent content = desired.content();
    Failure denied = s.facts.key(s.desiredKey).putsDenied();
    Plan told =
        denied == null
            ? plan
            : plan.withVerdict(
                Verdict.underWay(Reason.ACCOUNT_NOT_READY, denied.detail().message()));
    Plan shown = isRetryOfTold(s) ? Plan.keep(s.facts) : told;
    return shown
        .withLedger(s.facts.ledger().with(entry.ordered(desired.fingerprint())))
        .order(PlannedOrder.now(new Order.Put(s.desiredKey, content), lane));
  }

  /**
   * Returns whether this is a retry of a write that the status already tells of. No condition
   * changes until the retry succeeds, so that conditions don't flap with every try.
   */
  static boolean isRetryOfTold(Situation s) {
    if (s.facts.policies().observes() && s.entry().isEmpty() && s.shownReady()) {
      // The write is another object's: what that object says of it is no news of this one.
      return true;
    }
    if (s.facts.key(s.desiredKey).contestedUntil() != null && s.stalledBy(Reason.CONTESTED)) {
      return true;
    }
    Pause pause = s.facts.key(s.desiredKey).writePause();
    if (pause == null || !s.samePurpose(s.write())) {
      return false;
    }
    return switch (pause.failure()) {
      case Failure.Rejected _, Failure.ScopeMissing _ ->
          s.stalledBy(Reason.REJECTED_BY_API) || s.stalledBy(Reason.SCOPE_NOT_FOUND);
      case Failure.OutcomeUnknown _ ->
          UnverifiedWrite.message(s).isPresent() && s.reconcilingFor(Reason.VERIFYING);
      case Failure.Throttled _,
          Failure.Unavailable _,
          Failure.TooLarge _,
          Failure.NotPermitted _,
          Failure.CredentialsRejected _,
          Failure.WrongEndpoint _ ->
          false;
    };
  }

  /** Returns a plan for a vhost or domain that doesn't exist or belongs to another account. */
  static Plan scopeNotFound(Situation s, Failure.ScopeMissing missing) {
    String hint =
        missing.otherAccount()
            ? " It belongs to another cloud account, or its name is misspelt."
            : " Check its name, or add it to the account; the operator tries again.";
    return patient(
        s,
        Reason.SCOPE_NOT_FOUND,
        "The API knows no "
            + s.desiredKey.scope()
            + " in this account ("
            + missing.detail().message()
            + ")."
            + hint);
  }

  /**
   * Returns a plan that says that the write isn't read back yet, and whether its outcome is
   * unknown.
   */
  static Plan verifying(Situation s) {
    String message = UnverifiedWrite.message(s).orElse(Reason.VERIFYING.sentence());
    return Plan.show(s.facts, Verdict.underWay(Reason.VERIFYING, message));
  }

  /**
   * Returns the plan, with the next look at the subject, if a read contradicts the last write to
   * the subject; empty once the same may be written again. After an accepted write, and after the
   * first write of unknown outcome, reads are repeated after growing pauses. After more unknown
   * outcomes in a row, nothing is read during the pause.
   */
  static Optional<Plan> contradicted(Situation s, Plan shown, Lane lane) {
    LastWrite write = s.subjectFacts().write();
    if (write == null || !UnverifiedWrite.isOpen(s)) {
      return Optional.empty();
    }
    return Optional.of(
        UnverifiedWrite.pausedUntil(s, write)
            .map(shown::lookAgain)
            .orElseGet(
                () ->
                    shown.order(
                        new PlannedOrder(
                            s.read(s.subject, true), lane, UnverifiedWrite.nextRead(s, write)))));
  }

  /** Returns a read of D that has to tell what a write did. */
  static Order verifyingRead(Situation s) {
    return s.read(s.desiredKey, true);
  }
}
