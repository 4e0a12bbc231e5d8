package dev.livecallback.plan;

import dev.livecallback.api.Reason;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Placement;
import dev.livecallback.remote.Sighting;
import java.util.Optional;

/** The object as a whole. They come before the account's, so that a way out is open. */
final class ObjectRules {
  private ObjectRules() {}

  /** A person said: hands off. See {@code docs/planner.md#paused}. */
  static Optional<Plan> paused(Situation s) {
    return s.facts.requests().paused()
        ? Optional.of(Plan.show(s.facts, Verdict.paused(s.facts.requests().pausedAccount())))
        : Optional.empty();
  }

  /** Deleting, and its records are to be left. See {@code docs/planner.md#orphan}. */
  static Optional<Plan> orphan(Situation s) {
    if (!s.facts.leaving() || s.facts.ledger().isEmpty()) {
      return Optional.empty();
    }
    String why =
        s.facts.policies().orphan() ? "deletionPolicy is Orphan." : "managementPolicy is Observe.";
    return Optional.of(
        Plan.keep(s.facts)
            .with(Ledger.EMPTY)
            .tell(Notice.normal("Released", "The remote record is left as it is: " + why)));
  }

  /**
   * Deleting, and whatever the status said was lost: is the record there and as the spec says? See
   * {@code docs/planner.md#ledgerLost}.
   */
  static Optional<Plan> ledgerLost(Situation s) {
    Facts facts = s.facts;
    boolean lost = facts.status().neverWritten() && facts.ledger().isEmpty();
    if (!facts.deleting() || facts.leaving() || !lost) {
      return Optional.empty();
    }
    AccountFacts account = facts.account(facts.account());
    if (account != null && account.refusal() != null) {
      return Optional.of(
          Plan.release(facts)
              .tell(
                  Notice.normal(
                      "Released",
                      "The remote record, if there is one, is left as it is: nothing says that this"
                          + " object wrote it, and its account doesn't let it look. "
                          + account.refusal().message())));
    }
    KeyFacts known = facts.key(s.desiredKey);
    boolean cannotRead =
        s.subjectsGate() != null
            || s.subjectsAccount() == null
            || (known.readPause() != null && known.readPause().lasts(facts.now()));
    return switch (known.sighting()) {
      case Sighting.Unread _ when cannotRead -> Optional.empty();
      case Sighting.Unread _ ->
          Optional.of(
              Plan.show(
                      facts,
                      Verdict.underWay(Reason.DELETING, Reason.DELETING.sentence())
                          .drifted(Verdict.Drifted.GONE))
                  .order(Placement.now(Order.Read.of(s.desiredKey, false), s.leftoverLane())));
      case Sighting seen
          when seen.shows(facts.desired().content()) && facts.standing().heldBy() == null ->
          Optional.of(
              Plan.keep(facts)
                  .with(
                      Ledger.EMPTY.with(
                          Plans.inOrder(s, Ledger.Entry.of(s.desiredKey, facts.account())))));
      case Sighting.Absent _, Sighting.Refused _ -> Optional.of(Plan.release(facts));
      case Sighting.Present _, Sighting.Several _ ->
          Optional.of(
              Plan.release(facts)
                  .tell(
                      Notice.normal(
                          "Released",
                          "The remote record is left as it is: nothing says that this object wrote"
                              + " it, and it isn't as the object says.")));
    };
  }

  /**
   * Deleting, and nothing remote is left that is this object's. See {@code
   * docs/planner.md#released}.
   */
  static Optional<Plan> released(Situation s) {
    return s.facts.deleting() && s.facts.ledger().isEmpty() && !lostAndUnread(s)
        ? Optional.of(Plan.release(s.facts))
        : Optional.empty();
  }

  private static boolean lostAndUnread(Situation s) {
    return s.facts.status().neverWritten()
        && !s.facts.leaving()
        && s.facts.key(s.desiredKey).sighting() instanceof Sighting.Unread;
  }
}
