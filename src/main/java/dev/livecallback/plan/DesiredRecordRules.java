package dev.livecallback.plan;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Timestamps;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Placement;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Pause;
import dev.livecallback.remote.Sighting;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules 15 to 26 and 30: the desired record. Each is asked only if the subject is D. */
final class DesiredRecordRules {
  /** The service needs 3 to 5 minutes to have a change in effect (contract 5). */
  private static final Duration EFFECT = Duration.ofMinutes(5);

  private static final Duration PROBE = Duration.ofMinutes(15);

  private DesiredRecordRules() {}

  /** 15: a write is in flight. */
  static Optional<Plan> inFlight(Situation s) {
    LastWrite write = s.write();
    return s.aboutDesired() && write != null && write.inFlight()
        ? Optional.of(retryOfTold(s) ? Plan.keep(s.facts) : show(s, Reason.WRITING))
        : Optional.empty();
  }

  /** 17: there is no key to sign with. */
  static Optional<Plan> keyUnusable(Situation s) {
    if (!s.aboutDesired()) {
      return Optional.empty();
    }
    return switch (s.facts.desired().keyTrouble()) {
      case null -> Optional.empty();
      case Desired.KeyTrouble.Missing missing ->
          Optional.of(s.patient(Reason.SECRET_NOT_FOUND, missing.message()));
      case Desired.KeyTrouble.Invalid invalid ->
          Optional.of(
              Plan.show(s.facts, Verdict.stalled(Reason.INVALID_AUTH_KEY, invalid.message())));
    };
  }

  /** 18: this content was rejected less than a pause ago; a refused first Put left no record. */
  static Optional<Plan> refused(Situation s) {
    if (!s.aboutDesired() || !(refusal(s) instanceof Failure.Rejected rejected)) {
      return Optional.empty();
    }
    Plan plan =
        Plan.show(s.facts, Verdict.stalled(Reason.REJECTED_BY_API, rejected.detail().message()));
    return Optional.of(withoutNeverHeld(s, plan).lookAgain(pauseEnd(s)));
  }

  /**
   * 19: the scope isn't there: its oldest object probes with a Put, for it may be the first record.
   */
  static Optional<Plan> scopeMissing(Situation s) {
    if (!s.aboutDesired()) {
      return Optional.empty();
    }
    if (refusal(s) instanceof Failure.ScopeMissing missing) {
      return Optional.of(withoutNeverHeld(s, scopeNotFound(s, missing)).lookAgain(pauseEnd(s)));
    }
    if (!(s.sighting() instanceof Sighting.Refused refused) || awaitsRead(s)) {
      return Optional.empty();
    }
    Plan plan = scopeNotFound(s, refused.failure());
    if (!s.facts.standing().probesScope()) {
      // Its prober may be stopped by something of its own, or go: somebody has to look.
      return Optional.of(plan.order(s.slowRead()));
    }
    Optional<Instant> probed =
        wroteDesired(s)
            ? Optional.ofNullable(s.write()).flatMap(LastWrite::ended)
            : Optional.empty();
    Instant due = probed.map(ended -> ended.plus(PROBE)).orElse(s.facts.now());
    return Optional.of(s.facts.now().isBefore(due) ? plan.lookAgain(due) : put(s, plan, s.lane()));
  }

  /** 20: written or perhaps written, or perhaps taken along, and not read since. */
  static Optional<Plan> verify(Situation s) {
    return s.aboutDesired() && (awaitsRead(s) || TakenAlong.perhaps(s))
        ? Optional.of(verification(s))
        : Optional.empty();
  }

  /** A read that has to tell what a write did. */
  static Plan verification(Situation s) {
    return (retryOfTold(s) ? Plan.keep(s.facts) : verifying(s))
        .order(Placement.now(reading(s), s.lane()));
  }

  /**
   * 21: a Remove of ours took the record along, which the first read after it shows: it is put
   * back, and nobody else did anything.
   */
  static Optional<Plan> taken(Situation s) {
    if (!s.aboutDesired() || !(s.sighting() instanceof Sighting.Absent) || !TakenAlong.seen(s)) {
      return Optional.empty();
    }
    Plan plan = put(s, show(s, Reason.WRITING), s.retrying() ? Lane.REPAIR : Lane.EDIT);
    Ledger ledger = plan.ledger();
    for (CallbackKey same : TakenAlong.byTheSameRecord(s)) {
      ledger = ledger.without(same);
    }
    return Optional.of(plan.with(ledger));
  }

  /**
   * 22: a read contradicts a fresh write: it is repeated, not answered by writing again at once.
   */
  static Optional<Plan> unsettled(Situation s) {
    boolean contested = s.facts.key(s.desiredKey).contestedUntil() != null;
    return s.aboutDesired() && !s.equal() && wroteDesired(s) && !contested
        ? Unproven.contradicted(
            s,
            retryOfTold(s) ? Plan.keep(s.facts) : verifying(s),
            s.everHeld() ? Lane.REPAIR : s.lane())
        : Optional.empty();
  }

  /** 23: the API shows several records for this key, and none is right. */
  static Optional<Plan> ambiguous(Situation s) {
    return s.aboutDesired()
            && s.sighting() instanceof Sighting.Several
            && (!s.equal() || Unwritten.inMove(s))
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
                .with(difference(s))
                .order(s.slowRead()))
        : Optional.empty();
  }

  /** 24: a record is there before our first write, and it is what we would write. */
  static Optional<Plan> adoptEqual(Situation s) {
    return s.aboutDesired()
            && s.entry().isEmpty()
            && s.shown()
            && !Unwritten.inMove(s)
            && !replacesHiddenKey(s)
        ? Optional.of(
            Plan.keep(s.facts)
                .with(
                    s.facts
                        .ledger()
                        .with(inOrder(s, Ledger.Entry.of(s.desiredKey, s.facts.account())))))
        : Optional.empty();
  }

  /** What may be replaced is, where nobody can see which key it has. */
  private static boolean replacesHiddenKey(Situation s) {
    return s.facts.policies().adoption() == AdoptionPolicy.ADOPT
        && s.facts.desired().content().authentication() instanceof Authentication.On wanted
        && !s.showsKey(wanted);
  }

  /** 25: a record is there before our first write, and it is another's. */
  static Optional<Plan> alreadyExists(Situation s) {
    if (!s.aboutDesired()
        || s.entry().isPresent()
        || s.facts.policies().adoption() == AdoptionPolicy.ADOPT
        || Unwritten.inMove(s)
        || !(s.sighting() instanceof Sighting.Present)) {
      return Optional.empty();
    }
    Difference difference = difference(s);
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
                        + " the record, which is then taken over, or have the record replaced: "
                        + Commands.patch(s.facts, "\"adoptionPolicy\":\"Adopt\"")))
            .with(difference)
            .order(s.slowRead()));
  }

  /** 26: the record isn't as wanted, because the object or its key is new or changed. */
  static Optional<Plan> write(Situation s) {
    boolean unproven = Unwritten.inMove(s) || s.entry().isEmpty();
    boolean wanted = s.equal() ? unproven : s.changed();
    if (!s.aboutDesired() || !wanted) {
      return Optional.empty();
    }
    Plan plan = put(s, show(s, Reason.WRITING), s.lane());
    Difference difference = difference(s);
    if (s.entry().isPresent()
        || s.shown()
        || !s.sighting().somethingThere()
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

  /** 30: read back and equal. */
  static Optional<Plan> inSync(Situation s) {
    if (!s.aboutDesired() || Unwritten.inMove(s)) {
      return Optional.empty();
    }
    Optional<Ledger.Entry> before = s.entry();
    Ledger.Entry after =
        inOrder(s, before.orElseGet(() -> Ledger.Entry.of(s.desiredKey, s.facts.account())));
    Plan plan =
        Plan.show(s.facts, s.inSyncVerdict())
            .with(s.facts.ledger().with(after))
            .tell(Notices.arrived(s, before.orElse(null), after));
    return Optional.of(
        LateWrites.unsettledUntil(s, s.desiredKey)
            .map(until -> plan.order(new Placement(reading(s), Lane.REPAIR, until)))
            .orElse(plan));
  }

  /** The entry of a record that reads back as wanted. */
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
        sameAsHeld ? before.heldSince() : Timestamps.text(s.facts.now()),
        read.effectiveBy(),
        read.requestId());
  }

  /** With the accepted write that a read has told of by now. */
  static Ledger.Entry readBack(Situation s, Ledger.Entry before) {
    LastWrite write = s.write();
    return write != null
            && s.acceptedAsDesired()
            && write.outcome() instanceof LastWrite.Outcome.Accepted accepted
        ? before.accepted(accepted.requestId(), accepted.ended().plus(EFFECT))
        : before;
  }

  static Plan put(Situation s, Plan plan, Lane lane) {
    Desired desired = s.facts.desired();
    Ledger.Entry entry =
        s.entry().orElseGet(() -> Ledger.Entry.of(s.desiredKey, s.facts.account()));
    CallbackContent content = desired.content();
    Failure denied = s.facts.key(s.desiredKey).putsDenied();
    Plan told =
        denied == null
            ? plan
            : plan.with(Verdict.underWay(Reason.ACCOUNT_NOT_READY, denied.detail().message()));
    Plan shown = retryOfTold(s) ? Plan.keep(s.facts) : told;
    return shown
        .with(s.facts.ledger().with(entry.ordered(desired.fingerprint())))
        .order(Placement.now(new Order.Put(s.desiredKey, content), lane));
  }

  /** W(D) is of what is wanted, was or may have been carried out, and S(D) is older. */
  private static boolean awaitsRead(Situation s) {
    return wroteDesired(s) && !s.readAfterWrite(s.desiredKey);
  }

  private static boolean wroteDesired(Situation s) {
    LastWrite write = s.write();
    if (write == null || !write.puts(s.facts.desired().content())) {
      return false;
    }
    return switch (write.outcome()) {
      case LastWrite.Outcome.Accepted _, LastWrite.Outcome.Unknown _ -> true;
      case LastWrite.Outcome.InFlight _, LastWrite.Outcome.Refused _ -> false;
    };
  }

  /** Why the wanted content was refused, while the pause after that lasts. */
  private static @Nullable Failure refusal(Situation s) {
    LastWrite write = s.write();
    Pause pause = s.facts.key(s.desiredKey).writePause();
    boolean lasts = pause != null && pause.lasts(s.facts.now());
    return lasts
            && write != null
            && write.puts(s.facts.desired().content())
            && write.outcome() instanceof LastWrite.Outcome.Refused refused
        ? refused.failure()
        : null;
  }

  /**
   * Whether this is one more try of what the status tells of: until it succeeds nothing changes, so
   * that conditions don't flap with every try.
   */
  private static boolean retryOfTold(Situation s) {
    if (s.facts.policies().observes() && s.entry().isEmpty() && s.shownReady()) {
      // Another object's write: what that one says of it is no news of this one.
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
          Unproven.message(s).isPresent() && s.reconcilingFor(Reason.VERIFYING);
      case Failure.Throttled _,
          Failure.Unavailable _,
          Failure.NotPermitted _,
          Failure.CredentialsRejected _,
          Failure.WrongEndpoint _ ->
          false;
    };
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
            || s.facts.standing().inheritance() != null
            || s.sighting().somethingThere()
            || LateWrites.mayLandUntil(s, s.desiredKey).isPresent()
            || (write != null && write.lastPossiblePut() != null);
    return mayBeThere ? plan : plan.with(s.facts.ledger().without(s.desiredKey));
  }

  static Plan scopeNotFound(Situation s, Failure.ScopeMissing missing) {
    String hint =
        missing.otherAccount()
            ? " It belongs to another cloud account, or its name is misspelt."
            : " Check its name, or add it to the account; it is tried again by itself.";
    return s.patient(
        Reason.SCOPE_NOT_FOUND,
        "The API knows no "
            + s.desiredKey.scope()
            + " in this account ("
            + missing.detail().message()
            + ")."
            + hint);
  }

  private static Plan show(Situation s, Reason reason) {
    return Plan.show(s.facts, Verdict.underWay(reason, reason.sentence()));
  }

  private static Plan verifying(Situation s) {
    String message = Unproven.message(s).orElse(Reason.VERIFYING.sentence());
    return Plan.show(s.facts, Verdict.underWay(Reason.VERIFYING, message));
  }

  static @Nullable Difference difference(Situation s) {
    return Difference.between(s.facts.desired().content(), s.sighting());
  }

  private static Order reading(Situation s) {
    return Order.Read.of(s.desiredKey, true);
  }
}
