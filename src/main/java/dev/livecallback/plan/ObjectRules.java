package dev.livecallback.plan;

import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Texts;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.Observation;
import java.util.Optional;

/**
 * The rules about the object as a whole. They come before the account's rules, so that a way out is
 * always open.
 */
final class ObjectRules {
  private ObjectRules() {}

  /**
   * Applies if a person has paused the object or its account. See {@code docs/planner.md#paused}.
   */
  static Optional<Plan> paused(Situation s) {
    return s.facts.requested().paused()
        ? Optional.of(Plan.show(s.facts, Verdict.paused(s.facts.requested().pausedAccount())))
        : Optional.empty();
  }

  /**
   * Applies if the object is being deleted and its records are to stay. See {@code
   * docs/planner.md#orphan}.
   */
  static Optional<Plan> orphan(Situation s) {
    if (!s.facts.leaving() || s.facts.ledger().isEmpty()) {
      return Optional.empty();
    }
    String why =
        s.facts.policies().orphan() ? "deletionPolicy is Orphan." : "managementPolicy is Observe.";
    return Optional.of(
        Plan.keep(s.facts)
            .withLedger(Ledger.EMPTY)
            .tell(Notice.normal("RecordKept", "The remote record is left as it is: " + why)));
  }

  /**
   * Applies if the spec or the ledger has a value that this version doesn't know. See {@code
   * docs/planner.md#unsupported}.
   */
  static Optional<Plan> unsupported(Situation s) {
    Facts facts = s.facts;
    String value = facts.desired().unsupported();
    boolean stops =
        UnsupportedValues.stop(value != null, facts.ledger(), facts.policies(), facts.deleting());
    if (stops && !facts.ledger().unknown().isEmpty()) {
      return stopped(
          s,
          "status.records has " + named(facts.ledger().unknown().getFirst()),
          "run the version that wrote it");
    }
    if (value != null && stops) {
      return stopped(s, value, "correct it, or run a version that does");
    }
    if (value == null || !facts.ledger().isEmpty()) {
      // Later rules handle a deleted object with records: what it wants doesn't matter.
      return Optional.empty();
    }
    Plan release = Plan.release(facts);
    return Optional.of(
        facts.status().neverWritten()
            ? release.tell(
                Notice.normal(
                    "RecordKept",
                    "The remote record, if there is one, is left as it is: nothing says that this"
                        + " object wrote it, and which it would be can't be told, for "
                        + value
                        + "."))
            : release);
  }

  private static String named(LedgerEntry entry) {
    return "a record of scope "
        + Texts.quoted(entry.scope())
        + " and messageType "
        + Texts.quoted(entry.messageType());
  }

  private static Optional<Plan> stopped(Situation s, String what, String remedy) {
    String wayOut =
        s.facts.deleting()
            ? " To leave the record in the cloud as it is: " + Commands.orphan(s.facts)
            : " Until then nothing is written and nothing is removed.";
    return Optional.of(
        Plan.show(
            s.facts,
            Verdict.stalled(
                Reason.UNSUPPORTED_VALUE,
                what
                    + ". This version of the operator doesn't know that: "
                    + remedy
                    + "."
                    + wayOut)));
  }

  /**
   * Applies if the object is being deleted and its status was lost. A read tells whether the record
   * exists and is as the spec says. See {@code docs/planner.md#ledgerLost}.
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
                      "RecordKept",
                      "The remote record, if there is one, is left as it is: nothing says"
                          + " that this object wrote it, and its account doesn't allow reading"
                          + " it. "
                          + account.refusal().message())));
    }
    KeyFacts known = facts.key(s.desiredKey);
    boolean cannotRead =
        s.subjectsGate() != null
            || s.subjectsAccount() == null
            || (known.readPause() != null && known.readPause().lasts(facts.now()));
    return switch (known.observation()) {
      case Observation.Unread _ when cannotRead -> Optional.empty();
      case Observation.Unread _ ->
          Optional.of(
              Plan.show(
                      facts,
                      Verdict.underWay(Reason.DELETING, Reason.DELETING.sentence())
                          .drifted(Verdict.Drifted.GONE))
                  .order(PlannedOrder.now(s.read(s.desiredKey, false), s.leftoverLane())));
      case Observation seen
          when seen.shows(facts.desired().content()) && facts.claim().heldBy() == null ->
          Optional.of(
              Plan.keep(facts)
                  .withLedger(
                      Ledger.EMPTY.with(
                          Plans.inOrder(s, Ledger.Entry.of(s.desiredKey, facts.account())))));
      case Observation.Absent _, Observation.Refused _ -> Optional.of(Plan.release(facts));
      case Observation.Present _, Observation.Several _ ->
          Optional.of(
              Plan.release(facts)
                  .tell(
                      Notice.normal(
                          "RecordKept",
                          "The remote record is left as it is: nothing says that this object wrote"
                              + " it, and it isn't as the object says.")));
    };
  }

  /**
   * Applies if the object is being deleted and has no remote record left. See {@code
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
        && s.facts.key(s.desiredKey).observation() instanceof Observation.Unread;
  }
}
