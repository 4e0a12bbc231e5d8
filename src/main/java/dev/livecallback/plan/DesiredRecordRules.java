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

/** The rules about the desired record. They apply only if the subject is D. */
final class DesiredRecordRules {
  private static final Duration PROBE = Duration.ofMinutes(15);

  private DesiredRecordRules() {}

  /** Applies while a write to D is in flight. See {@code docs/planner.md#inFlight}. */
  static Optional<Plan> inFlight(Situation s) {
    LastWrite write = s.write();
    return s.aboutDesired() && write != null && write.inFlight()
        ? Optional.of(Plans.isRetryOfTold(s) ? Plan.keep(s.facts) : show(s, Reason.WRITING))
        : Optional.empty();
  }

  /** Applies if there is no key to sign with. See {@code docs/planner.md#keyUnusable}. */
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
   * Applies while the pause lasts after the API rejected this content. A refused first Put left no
   * record. See {@code docs/planner.md#refused}.
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
   * Applies if the scope doesn't exist. Its oldest object probes with a Put, because that may be
   * the scope's first record. See {@code docs/planner.md#scopeMissing}.
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
      // The scope's prober may be stopped or deleted, so this object reads the scope too.
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
   * Applies if D was or may have been written, or may have been taken along, and no read began
   * since. See {@code docs/planner.md#verify}.
   */
  static Optional<Plan> verify(Situation s) {
    return s.needsVerification() ? Optional.of(Plans.verification(s)) : Optional.empty();
  }

  /**
   * Applies if the first read after a Remove of ours shows that the Remove took D along. D is put
   * back; this isn't an outside change. See {@code docs/planner.md#restoreCollateral}.
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
    Plan restored = plan.withLedger(ledger);
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
   * Applies if a read contradicts a fresh write. The read is repeated; nothing is written again at
   * once. See {@code docs/planner.md#unsettled}.
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
   * Applies if the API shows several records for this key and none is right. See {@code
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
                .withDifference(s.difference())
                .order(Plans.slowRead(s)))
        : Optional.empty();
  }

  /**
   * Applies if a record exists before our first write, and it is what we would write. See {@code
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
                .withLedger(
                    s.facts
                        .ledger()
                        .with(Plans.inOrder(s, Ledger.Entry.of(s.desiredKey, s.facts.account())))))
        : Optional.empty();
  }

  /**
   * Returns whether the record has to be replaced: the policy allows it, and nobody can see whether
   * the record has the wanted authentication key.
   */
  private static boolean replacesHiddenKey(Situation s) {
    return s.facts.policies().adoption() == AdoptionPolicy.ADOPT
        && s.facts.desired().content().authentication() instanceof Authentication.On wanted
        && !s.showsKey(wanted);
  }

  /**
   * Applies if a record exists before our first write, and it differs from the object. See {@code
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
            .withDifference(difference)
            .order(Plans.slowRead(s)));
  }

  /**
   * Applies if the record isn't as wanted because the object or its key is new or changed. See
   * {@code docs/planner.md#write}.
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

  /** Applies if the record was read back and is equal. See {@code docs/planner.md#inSync}. */
  static Optional<Plan> inSync(Situation s) {
    if (!s.aboutDesired() || UnownedMatch.inMove(s)) {
      return Optional.empty();
    }
    Optional<Ledger.Entry> before = s.entry();
    Ledger.Entry after =
        Plans.inOrder(s, before.orElseGet(() -> Ledger.Entry.of(s.desiredKey, s.facts.account())));
    Plan plan =
        Plan.show(s.facts, Plans.inSyncVerdict(s))
            .withLedger(s.facts.ledger().with(after))
            .tell(Notices.arrived(s, before.orElse(null), after));
    return Optional.of(
        InFlightWrites.unsettledUntil(s, s.desiredKey)
            .map(until -> plan.order(new PlannedOrder(Plans.verifyingRead(s), Lane.REPAIR, until)))
            .orElse(plan));
  }

  /**
   * Returns why the wanted content was refused, while the pause after the refusal lasts; else null.
   */
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

  /**
   * Returns the plan without D's ledger entry, unless D's record may exist. An inherited record
   * counts as one that may exist.
   */
  private static Plan withoutNeverHeld(Situation s, Plan plan) {
    LastWrite write = s.write();
    boolean mayBeThere =
        s.everHeld()
            || s.facts.claim().inheritance() != null
            || s.observation().somethingThere()
            || InFlightWrites.mayLandUntil(s, s.desiredKey).isPresent()
            || (write != null && write.lastPossiblePut() != null);
    return mayBeThere ? plan : plan.withLedger(s.facts.ledger().without(s.desiredKey));
  }

  private static Plan show(Situation s, Reason reason) {
    return Plan.show(s.facts, Verdict.underWay(reason, reason.sentence()));
  }
}
