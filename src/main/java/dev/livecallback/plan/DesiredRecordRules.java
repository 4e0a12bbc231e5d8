package dev.livecallback.plan;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The desired record. Each is asked only if the subject is D. */
final class DesiredRecordRules {
  private static final Duration PROBE = Duration.ofMinutes(15);

  private DesiredRecordRules() {}

  /** A write is in flight. See {@code docs/planner.md#inFlight}. */
  static Optional<Plan> inFlight(Situation s) {
    LastWrite write = s.write();
    return s.aboutDesired() && write != null && write.inFlight()
        ? Optional.of(Plans.isRetryOfTold(s) ? Plan.keep(s.facts) : show(s, Reason.WRITING))
        : Optional.empty();
  }

  /** There is no key to sign with. See {@code docs/planner.md#keyUnusable}. */
  static Optional<Plan> keyUnusable(Situation s) {
    if (!s.aboutDesired()) {
      return Optional.empty();
    }
    return switch (s.facts.desired().keyProblem()) {
      case null -> Optional.empty();
      case Desired.KeyProblem.Missing missing ->
          Optional.of(Plans.patient(s, Reason.SECRET_NOT_FOUND, missing.message()));
      case Desired.KeyProblem.Invalid invalid ->
          Optional.of(
              Plan.show(s.facts, Verdict.stalled(Reason.INVALID_AUTH_KEY, invalid.message())));
    };
  }

  /**
   * This content was rejected less than a pause ago; a refused first Put left no record. See {@code
   * docs/planner.md#refused}.
   */
  static Optional<Plan> refused(Situation s) {
    if (!s.aboutDesired() || !(refusal(s) instanceof Failure.Rejected rejected)) {
      return Optional.empty();
    }
    Plan plan =
        Plan.show(s.facts, Verdict.stalled(Reason.REJECTED_BY_API, rejected.detail().message()));
    return Optional.of(withoutNeverHeld(s, plan).lookAgain(pauseEnd(s)));
  }

  /**
   * The scope isn't there: its oldest object probes with a Put, for it may be the first record. See
   * {@code docs/planner.md#scopeMissing}.
   */
  static Optional<Plan> scopeMissing(Situation s) {
    if (!s.aboutDesired()) {
      return Optional.empty();
    }
    if (refusal(s) instanceof Failure.ScopeMissing missing) {
      return Optional.of(
          withoutNeverHeld(s, Plans.scopeNotFound(s, missing)).lookAgain(pauseEnd(s)));
    }
    if (!(s.observation() instanceof Observation.Refused refused) || s.awaitsRead()) {
      return Optional.empty();
    }
    Plan plan = Plans.scopeNotFound(s, refused.failure());
    if (!s.facts.claim().probesScope()) {
      // Its prober may be stopped by something of its own, or go: somebody has to look.
      return Optional.of(plan.order(Plans.slowRead(s)));
    }
    Optional<Instant> probed =
        s.wroteDesired()
            ? Optional.ofNullable(s.write()).flatMap(LastWrite::ended)
            : Optional.empty();
    Instant due = probed.map(ended -> ended.plus(PROBE)).orElse(s.facts.now());
    return Optional.of(
        s.facts.now().isBefore(due) ? plan.lookAgain(due) : Plans.put(s, plan, s.lane()));
  }

  /**
   * Written or perhaps written, or perhaps taken along, and not read since. See {@code
   * docs/planner.md#verify}.
   */
  static Optional<Plan> verify(Situation s) {
    return s.needsVerification() ? Optional.of(Plans.verification(s)) : Optional.empty();
  }

  /**
   * A Remove of ours took the record along, which the first read after it shows: it is put back,
   * and nobody else did anything. See {@code docs/planner.md#restoreCollateral}.
   */
  static Optional<Plan> restoreCollateral(Situation s) {
    if (!s.aboutDesired()
        || !(s.observation() instanceof Observation.Absent)
        || !CollateralDelete.seen(s)) {
      return Optional.empty();
    }
    Plan plan = Plans.put(s, show(s, Reason.WRITING), s.retrying() ? Lane.REPAIR : Lane.EDIT);
    Ledger ledger = plan.ledger();
    for (CallbackKey same : CollateralDelete.byTheSameRecord(s)) {
      ledger = ledger.without(same);
    }
    Plan restored = plan.with(ledger);
    return Optional.of(
        s.reconcilingFor(Reason.WRITING)
            ? restored
            : restored.tell(
                Notice.warning(
                    "CollateralDelete",
                    "The record for "
                        + s.desiredKey
                        + " went along when another record was removed, and is put back.")));
  }

  /**
   * A read contradicts a fresh write: it is repeated, not answered by writing again at once. See
   * {@code docs/planner.md#unsettled}.
   */
  static Optional<Plan> unsettled(Situation s) {
    return s.isUnsettled()
        ? Plans.contradicted(
            s,
            Plans.isRetryOfTold(s) ? Plan.keep(s.facts) : Plans.verifying(s),
            s.everHeld() ? Lane.REPAIR : s.lane())
        : Optional.empty();
  }

  /**
   * The API shows several records for this key, and none is right. See {@code
   * docs/planner.md#ambiguous}.
   */
  static Optional<Plan> ambiguous(Situation s) {
    return s.aboutDesired()
            && s.observation() instanceof Observation.Several
            && (!s.equal() || UnownedMatch.inMove(s))
        ? Optional.of(
            Plan.show(
                    s.facts,
                    Verdict.stalled(
                            Reason.AMBIGUOUS,
                            "The API shows several records for "
                                + s.desiredKey
                                + ", and none is as the object says. Remove all but one of them in"
                                + " the console.")
                        .drifted(Verdict.Drifted.YES))
                .with(s.difference())
                .order(Plans.slowRead(s)))
        : Optional.empty();
  }

  /**
   * A record is there before our first write, and it is what we would write. See {@code
   * docs/planner.md#adoptEqual}.
   */
  static Optional<Plan> adoptEqual(Situation s) {
    return s.aboutDesired()
            && s.entry().isEmpty()
            && s.shown()
            && !UnownedMatch.inMove(s)
            && !replacesHiddenKey(s)
        ? Optional.of(
            Plan.keep(s.facts)
                .with(
                    s.facts
                        .ledger()
                        .with(Plans.inOrder(s, Ledger.Entry.of(s.desiredKey, s.facts.account())))))
        : Optional.empty();
  }

  /** What may be replaced is, where nobody can see which key it has. */
  private static boolean replacesHiddenKey(Situation s) {
    return s.facts.policies().adoption() == AdoptionPolicy.ADOPT
        && s.facts.desired().content().authentication() instanceof Authentication.On wanted
        && !s.showsKey(wanted);
  }

  /**
   * A record is there before our first write, and it is another's. See {@code
   * docs/planner.md#alreadyExists}.
   */
  static Optional<Plan> alreadyExists(Situation s) {
    if (!s.aboutDesired()
        || s.entry().isPresent()
        || s.facts.policies().adoption() == AdoptionPolicy.ADOPT
        || UnownedMatch.inMove(s)
        || !(s.observation() instanceof Observation.Present)) {
      return Optional.empty();
    }
    Difference difference = s.difference();
    String fields = difference == null ? "" : " in " + difference.fields();
    return Optional.of(
        Plan.show(
                s.facts,
                Verdict.stalled(
                    Reason.ALREADY_EXISTS,
                    "A record for "
                        + s.desiredKey
                        + " is there already and differs from the object"
                        + fields
                        + " (see status.drift); it is left alone. Either change the object to equal"
                        + " the record, which is then taken over, or have the record replaced by "
                        + Commands.policy(s.facts, "adoptionPolicy", "Adopt")))
            .with(difference)
            .order(Plans.slowRead(s)));
  }

  /**
   * The record isn't as wanted, because the object or its key is new or changed. See {@code
   * docs/planner.md#write}.
   */
  static Optional<Plan> write(Situation s) {
    boolean unverified = UnownedMatch.inMove(s) || s.entry().isEmpty();
    boolean wanted = s.equal() ? unverified : s.changed();
    if (!s.aboutDesired() || !wanted) {
      return Optional.empty();
    }
    Plan plan = Plans.put(s, show(s, Reason.WRITING), s.lane());
    Difference difference = s.difference();
    if (s.entry().isPresent()
        || s.shown()
        || !s.observation().somethingThere()
        || difference == null) {
      return Optional.of(plan);
    }
    return Optional.of(
        plan.tell(
            Notice.warning(
                "ReplacedExisting",
                "A record for "
                    + s.desiredKey
                    + " was there before and is replaced. It had: "
                    + difference.had())));
  }

  /** Read back and equal. See {@code docs/planner.md#inSync}. */
  static Optional<Plan> inSync(Situation s) {
    if (!s.aboutDesired() || UnownedMatch.inMove(s)) {
      return Optional.empty();
    }
    Optional<Ledger.Entry> before = s.entry();
    Ledger.Entry after =
        Plans.inOrder(s, before.orElseGet(() -> Ledger.Entry.of(s.desiredKey, s.facts.account())));
    Plan plan =
        Plan.show(s.facts, Plans.inSyncVerdict(s))
            .with(s.facts.ledger().with(after))
            .tell(Notices.arrived(s, before.orElse(null), after));
    return Optional.of(
        InFlightWrites.unsettledUntil(s, s.desiredKey)
            .map(until -> plan.order(new PlannedOrder(Plans.verifyingRead(s), Lane.REPAIR, until)))
            .orElse(plan));
  }

  /** Why the wanted content was refused, while the pause after that lasts. */
  private static @Nullable Failure refusal(Situation s) {
    LastWrite write = s.write();
    Pause pause = s.facts.key(s.desiredKey).writePause();
    boolean lasts = pause != null && pause.lasts(s.facts.now());
    return lasts
            && write != null
            && write.puts(s.facts.desired().content())
            && write.outcome() instanceof LastWrite.WriteOutcome.Refused refused
        ? refused.failure()
        : null;
  }

  private static Instant pauseEnd(Situation s) {
    Pause pause = s.facts.key(s.desiredKey).writePause();
    return pause == null ? s.facts.now() : pause.until();
  }

  /** Without the entry of a first Put that was refused; but what is inherited has to be kept. */
  private static Plan withoutNeverHeld(Situation s, Plan plan) {
    LastWrite write = s.write();
    boolean mayBeThere =
        s.everHeld()
            || s.facts.claim().inheritance() != null
            || s.observation().somethingThere()
            || InFlightWrites.mayLandUntil(s, s.desiredKey).isPresent()
            || (write != null && write.lastPossiblePut() != null);
    return mayBeThere ? plan : plan.with(s.facts.ledger().without(s.desiredKey));
  }

  private static Plan show(Situation s, Reason reason) {
    return Plan.show(s.facts, Verdict.underWay(reason, reason.sentence()));
  }
}
