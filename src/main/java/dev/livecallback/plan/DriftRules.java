package dev.livecallback.plan;

import dev.livecallback.api.Condition;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Lane;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The record isn't as the object says, and nothing of ours explains it. */
final class DriftRules {
  private static final Duration STABLE = Duration.ofSeconds(60);

  /** People write instants by the wall clock, and whether that was set meanwhile nobody tells. */
  private static final Duration MAY_BE_SET = Duration.ofMinutes(1);

  private DriftRules() {}

  /**
   * The object only watches; but what was on its way when it began to is read first. See {@code
   * docs/planner.md#observe}.
   */
  static Optional<Plan> observe(Situation s) {
    if (!s.aboutDesired() || !s.facts.policies().observes()) {
      return Optional.empty();
    }
    if (s.writtenSinceRead()) {
      return Optional.of(Plans.verification(s));
    }
    if (s.observation() instanceof Observation.Refused refused) {
      return Optional.of(Plans.scopeNotFound(s, refused.failure()).order(Plans.slowRead(s)));
    }
    return Optional.of(
        s.observation().shows(s.facts.desired().content())
            ? Plan.show(s.facts, Plans.inSyncVerdict(s))
            : left(s, "managementPolicy is Observe"));
  }

  /** Outside changes are left, by policy or for now. See {@code docs/planner.md#tolerateDrift}. */
  static Optional<Plan> tolerateDrift(Situation s) {
    // What was never in effect isn't an outside change.
    if (!s.aboutDesired() || s.equal() || (storedDifferently(s) && !s.heldAsDesired())) {
      return Optional.empty();
    }
    if (!s.facts.policies().enforces()) {
      return Optional.of(left(s, "managementPolicy is ApplyOnChange"));
    }
    Instant soon = s.facts.now().plus(MAY_BE_SET);
    return switch (s.facts.requested().drift()) {
      case Deadline.None _ -> Optional.empty();
      case Deadline.Until until ->
          Optional.of(
              left(s, "the annotation allow-drift-until asks for it")
                  .lookAgain(until.end())
                  .lookAgain(soon));
      // It may be one that is too far ahead, and isn't once the clock was put right.
      case Deadline.Unreadable _ ->
          Optional.of(
              left(s, "the annotation allow-drift-until can't be followed").lookAgain(soon));
    };
  }

  /** Putting it back doesn't last, or doesn't help. See {@code docs/planner.md#contested}. */
  static Optional<Plan> contested(Situation s) {
    if (!s.aboutDesired() || s.equal()) {
      return Optional.empty();
    }
    if (storedDifferently(s)) {
      return Optional.of(storedAsSeen(s));
    }
    Instant until = s.facts.key(s.desiredKey).contestedUntil();
    if (until == null) {
      return Optional.empty();
    }
    Plan plan =
        stalled(
            s,
            Reason.CONTESTED,
            "Something else keeps changing the record back"
                + fields(s)
                + "; it is put back after growing pauses. Find out what it is (another cluster,"
                + " another tool) and stop it, or set this object to Observe: "
                + Commands.policy(s.facts, "managementPolicy", "Observe"));
    return Optional.of(
        s.facts.now().isBefore(until) ? plan.lookAgain(until) : Plans.put(s, plan, Lane.REPAIR));
  }

  /** The record is no less this object's for that: the ledger says what it was seen to be. */
  private static Plan storedAsSeen(Situation s) {
    Plan plan =
        stalled(
            s,
            Reason.STORED_DIFFERENTLY,
            "The API accepts the record and stores something else"
                + fields(s)
                + ", see status.drift; it isn't written again. Change the object to what the"
                + " service stores, or to what it can store.");
    return s.entry()
        .filter(_ -> seenOtherwise(s))
        .map(entry -> Plans.readBack(s, entry).storedAs(seen(s), s.facts.wallNow()))
        .map(entry -> plan.with(s.facts.ledger().with(entry)))
        .orElse(plan);
  }

  private static @Nullable String seen(Situation s) {
    return s.observation() instanceof Observation.Present present
        ? Fingerprint.of(s.desiredKey, present.content())
        : null;
  }

  /** Whether more than the authentication key differs, of which the ledger says nothing. */
  private static boolean seenOtherwise(Situation s) {
    return !s.facts.desired().fingerprint().equals(seen(s));
  }

  /** It is put back. See {@code docs/planner.md#drift}. */
  static Optional<Plan> drift(Situation s) {
    if (!s.aboutDesired() || s.equal()) {
      return Optional.empty();
    }
    Verdict correcting =
        Verdict.underWay(
                Reason.CORRECTING,
                "The record was changed outside" + fields(s) + " and is put back.")
            .drifted(Verdict.Drifted.YES);
    return Optional.of(
        Plans.put(s, Plan.show(s.facts, correcting).with(s.difference()), Lane.REPAIR));
  }

  private static Plan left(Situation s, String why) {
    String message =
        "The record differs from the object" + fields(s) + " and is left so: " + why + ".";
    return Plan.show(
            s.facts,
            Plans.noting(
                s,
                new Verdict(
                    Reason.DRIFT_TOLERATED,
                    message,
                    Condition.TRUE,
                    Verdict.Progress.DONE,
                    Verdict.Drifted.YES)))
        .with(s.difference());
  }

  private static Plan stalled(Situation s, Reason reason, String message) {
    return Plan.show(s.facts, Verdict.stalled(reason, message).drifted(Verdict.Drifted.YES))
        .with(s.difference());
  }

  /**
   * Two reads a minute apart found the same record, which isn't what was put and accepted, and none
   * since found what was put. Once that is known, the record is so as long as it is seen so.
   */
  private static boolean storedDifferently(Situation s) {
    KeyFacts known = s.facts.key(s.desiredKey);
    LastWrite write = known.write();
    Instant since = known.unchangedSince();
    if (!s.acceptedAsDesired() || write == null || s.shown()) {
      return false;
    }
    if (s.readBackSinceAccepted()) {
      String held = s.entry().map(Ledger.Entry::held).orElse(null);
      return held != null && held.equals(seen(s)) && seenOtherwise(s);
    }
    return !InFlightWrites.overtook(s)
        && since != null
        && known.observation() instanceof Observation.Present present
        && write.ended().filter(ended -> !since.isBefore(ended)).isPresent()
        && !present.readBegan().isBefore(since.plus(STABLE));
  }

  private static String fields(Situation s) {
    Difference difference = s.difference();
    return difference == null ? "" : " (" + difference.fields() + ")";
  }
}
