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

/** The rules about a record that differs from the object, if no write of ours explains it. */
final class DriftRules {
  private static final Duration STABLE = Duration.ofSeconds(60);

  /**
   * The time between two looks at the wall clock, by which people write instants. Nothing tells the
   * operator that the wall clock was set.
   */
  private static final Duration MAY_BE_SET = Duration.ofMinutes(1);

  private DriftRules() {}

  /**
   * Applies if the object only watches. A write that was in flight when it began to watch is read
   * back first. See {@code docs/planner.md#observe}.
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

  /**
   * Applies if outside changes are left, by policy or for now. See {@code
   * docs/planner.md#tolerateDrift}.
   */
  static Optional<Plan> tolerateDrift(Situation s) {
    // If the wanted content was never in effect, the difference isn't an outside change.
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
      // An instant that is too far ahead may no longer be so once the clock is set right.
      case Deadline.Unreadable _ ->
          Optional.of(
              left(s, "the annotation allow-drift-until can't be followed").lookAgain(soon));
    };
  }

  /**
   * Applies if putting the record back doesn't last, or doesn't help. See {@code
   * docs/planner.md#contested}.
   */
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

  /**
   * Returns the plan for a record that the API stores differently. The record still belongs to this
   * object, so the ledger keeps what was seen of it.
   */
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
        .map(entry -> plan.withLedger(s.facts.ledger().with(entry)))
        .orElse(plan);
  }

  private static @Nullable String seen(Situation s) {
    return s.observation() instanceof Observation.Present present
        ? Fingerprint.of(s.desiredKey, present.content())
        : null;
  }

  /**
   * Returns whether more than the authentication key differs. The ledger says nothing of that key.
   */
  private static boolean seenOtherwise(Situation s) {
    return !s.facts.desired().fingerprint().equals(seen(s));
  }

  /**
   * Applies if the record was changed outside. It is put back. See {@code docs/planner.md#drift}.
   */
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
        Plans.put(s, Plan.show(s.facts, correcting).withDifference(s.difference()), Lane.REPAIR));
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
        .withDifference(s.difference());
  }

  private static Plan stalled(Situation s, Reason reason, String message) {
    return Plan.show(s.facts, Verdict.stalled(reason, message).drifted(Verdict.Drifted.YES))
        .withDifference(s.difference());
  }

  /**
   * Returns whether the API stores something else than it accepted. Two reads a minute apart found
   * the same record, which isn't what was put, and no read since found what was put. Once this is
   * known, it holds as long as reads show that record.
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
