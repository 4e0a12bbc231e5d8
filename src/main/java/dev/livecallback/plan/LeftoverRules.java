package dev.livecallback.plan;

import dev.livecallback.api.Reason;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Observation;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules about a record that has to go because its object is deleted or wants another record.
 */
final class LeftoverRules {
  private static final Duration FRESH = Duration.ofSeconds(5);

  /** The time within which objects that are applied together usually arrive. */
  private static final Duration TOGETHER = Duration.ofSeconds(2);

  private LeftoverRules() {}

  /**
   * Applies while a write to the leftover is in flight, or while an heir is about to list it. See
   * {@code docs/planner.md#leftoverInFlight}.
   */
  static Optional<Plan> leftoverInFlight(Situation s) {
    LastWrite write = s.subjectFacts().write();
    boolean inFlight = write != null && write.inFlight();
    return inFlight || s.facts.claim().awaitsHeir(s.subject)
        ? Optional.of(underWay(s))
        : Optional.empty();
  }

  /** Applies if the leftover's scope doesn't exist. See {@code docs/planner.md#scopeGone}. */
  static Optional<Plan> scopeGone(Situation s) {
    if (!(s.subjectFacts().observation() instanceof Observation.Refused refused)) {
      return Optional.empty();
    }
    Ledger.Entry entry = entry(s);
    boolean neverSeen = entry != null && entry.held() == null;
    if ((s.facts.provenByRead() || neverSeen) && !refused.failure().otherAccount()) {
      return Optional.of(
          dropIfSettled(
              s,
              neverSeen
                  ? Notice.normal(
                      "RecordKept",
                      s.subject.scope() + " isn't there, and the record was never seen in it.")
                  : Notice.normal(
                      "Deleted", s.subject.scope() + " is gone, and the record with it.")));
    }
    return Optional.of(
        blocked(
                s,
                "The API doesn't let these credentials see "
                    + s.subject.scope()
                    + " ("
                    + refused.failure().detail().message()
                    + "), so that it isn't known whether the record is gone.")
            .order(Plans.slowRead(s)));
  }

  /**
   * Applies if the record was never seen as we wrote it, and isn't what we wrote. See {@code
   * docs/planner.md#notOurs}.
   */
  static Optional<Plan> notOurs(Situation s) {
    Ledger.Entry entry = entry(s);
    List<CallbackContent> there =
        switch (s.subjectFacts().observation()) {
          case Observation.Present present -> List.of(present.content());
          case Observation.Several several -> several.contents();
          case Observation.Unread _, Observation.Refused _, Observation.Absent _ -> List.of();
        };
    return entry != null
            && entry.held() == null
            && !there.isEmpty()
            && there.stream().noneMatch(content -> asWritten(s, entry, content))
        ? Optional.of(
            dropIfSettled(
                s,
                Notice.normal(
                    "RecordKept",
                    "The record for "
                        + s.subject
                        + " is left as it is: it isn't what this object wrote.")))
        : Optional.empty();
  }

  /**
   * Applies if the leftover was or may have been removed, and D wasn't read since: D may have been
   * taken along. See {@code docs/planner.md#reverify}.
   */
  static Optional<Plan> reverify(Situation s) {
    LastWrite write = s.subjectFacts().write();
    boolean unseen =
        !s.facts.deleting()
            && write != null
            && write.remove()
            && mayHaveRemoved(write)
            && write.ended().filter(s.observation().readBegan()::isBefore).isPresent();
    if (!unseen) {
      return Optional.empty();
    }
    return Optional.of(underWay(s).order(readOfDesired(s, Instant.MIN)));
  }

  private static boolean mayHaveRemoved(LastWrite write) {
    return write.outcome() instanceof LastWrite.WriteOutcome.Accepted
        || write.outcome() instanceof LastWrite.WriteOutcome.Unknown;
  }

  /**
   * Applies if the leftover is absent and its absence can be believed. See {@code
   * docs/planner.md#gone}.
   */
  static Optional<Plan> gone(Situation s) {
    KeyFacts known = s.subjectFacts();
    if (!(known.observation() instanceof Observation.Absent absent)
        || !s.readAfterWrite(s.subject)) {
      return Optional.empty();
    }
    LastWrite write = known.write();
    boolean removed = removed(write) && mayLandUntil(s).isEmpty();
    boolean longAbsent = !absent.readBegan().isBefore(believable(s));
    return removed || longAbsent
        ? Optional.of(
            drop(s, Notice.normal("Deleted", "The record for " + s.subject + " is removed.")))
        : Optional.empty();
  }

  /**
   * Applies while absence can't be believed yet, or while no later read has confirmed a Remove. See
   * {@code docs/planner.md#settling}.
   */
  static Optional<Plan> settling(Situation s) {
    KeyFacts known = s.subjectFacts();
    LastWrite write = known.write();
    boolean absent = known.observation() instanceof Observation.Absent;
    if (write != null && (write.remove() || absent) && !s.readAfterWrite(s.subject)) {
      return Optional.of(underWay(s).order(read(s, Instant.MIN)));
    }
    if (absent) {
      Instant settled = removed(write) ? mayLandUntil(s).orElse(believable(s)) : believable(s);
      return Optional.of(underWay(s).order(read(s, settled)));
    }
    Optional<Plan> unverified =
        write != null && write.remove()
            ? Plans.contradicted(s, underWay(s), s.leftoverLane())
            : Optional.empty();
    return unverified.or(() -> newRecordUnsettled(s));
  }

  /**
   * Returns the plan for a write that may still land and take the new record away. The old record
   * stays until then; empty if there is no such write.
   */
  private static Optional<Plan> newRecordUnsettled(Situation s) {
    return s.facts.deleting()
        ? Optional.empty()
        : InFlightWrites.mayLandUntil(s, s.desiredKey)
            .map(until -> underWay(s).order(readOfDesired(s, until)));
  }

  /**
   * Applies if two Removes were answered and the record still exists. See {@code
   * docs/planner.md#ineffective}.
   */
  static Optional<Plan> ineffective(Situation s) {
    LastWrite write = s.subjectFacts().write();
    if (write == null || write.removals() < 2 || CollateralDelete.putBackSince(s, s.subject)) {
      return Optional.empty();
    }
    String said =
        write.outcome() instanceof LastWrite.WriteOutcome.Refused refused
            ? " (" + refused.failure().detail().message() + ")"
            : "";
    return Optional.of(
        blocked(
                s,
                "The record for "
                    + s.subject
                    + " is still there after two removals"
                    + said
                    + ". Remove it in the console; that is noticed within minutes.")
            .order(Plans.slowRead(s)));
  }

  /**
   * Applies while another object may still come and take the record over, as in a rename. See
   * {@code docs/planner.md#heirMayCome}.
   */
  static Optional<Plan> heirMayCome(Situation s) {
    LastWrite write = s.subjectFacts().write();
    Instant end = s.facts.generationSeen().plus(TOGETHER);
    return s.facts.deleting() && (write == null || !write.remove()) && s.facts.now().isBefore(end)
        ? Optional.of(underWay(s).lookAgain(end))
        : Optional.empty();
  }

  /**
   * Applies if the last read is too old for an app-less delete. A fresh read has to show the
   * records that the delete may take along. See {@code docs/planner.md#lookFirst}.
   */
  static Optional<Plan> lookFirst(Situation s) {
    Observation observation = s.subjectFacts().observation();
    // A record made between an earlier read and the person's delete would be removed silently.
    boolean old =
        observation.readEnded().plus(FRESH).isBefore(s.facts.now())
            || observation.readBegan().isBefore(s.facts.generationSeen());
    return s.subject.appLess() && old
        ? Optional.of(
            (s.stalledBy(Reason.DELETE_BLOCKED) ? Plan.keep(s.facts) : underWay(s))
                .order(PlannedOrder.now(s.read(s.subject, false), s.leftoverLane())))
        : Optional.empty();
  }

  /**
   * Applies if an app-less delete could take records along that aren't ours to lose. See {@code
   * docs/planner.md#wildcard}.
   */
  static Optional<Plan> wildcard(Situation s) {
    EndangeredRecords endangered = EndangeredRecords.of(s);
    if (endangered.areAccepted()) {
      return Optional.empty();
    }
    Verdict waits = blockedBy(s, endangered.message());
    return Optional.of(
        Plan.show(
                s.facts,
                endangered.waitsForOwnWord() ? waits.confirmedBy(endangered.token()) : waits)
            .order(Plans.slowRead(s))
            .tell(endangered.questions()));
  }

  /**
   * Applies while the account's limit of deletes is used up. See {@code
   * docs/planner.md#limitReached}.
   */
  static Optional<Plan> limitReached(Situation s) {
    AccountFacts account = s.subjectsAccount();
    Instant held = account == null ? null : account.heldDeletes().get(s.subject);
    return held != null
        ? Optional.of(
            Plan.show(
                    s.facts,
                    Verdict.stalled(
                            Reason.DELETE_LIMIT_REACHED,
                            "The limit of deletes of LiveAccount "
                                + s.subjectsAccountName()
                                + " is used up for now. It goes on once the limit allows; the"
                                + " account's status says how to let it go now.")
                        .drifted(s.facts.deleting() ? Verdict.Drifted.GONE : Verdict.Drifted.KEPT))
                .lookAgain(held))
        : Optional.empty();
  }

  /** Applies if no rule before it does. See {@code docs/planner.md#remove}. */
  static Optional<Plan> remove(Situation s) {
    Failure denied = s.subjectFacts().removesDenied();
    Plan shown = denied == null ? underWay(s) : blocked(s, denied.detail().message());
    return Optional.of(
        shown.order(PlannedOrder.now(EndangeredRecords.remove(s), s.leftoverLane())));
  }

  /**
   * Returns the time from which the record's absence proves that no write of ours can still land.
   */
  private static Instant believable(Situation s) {
    LastWrite write = s.subjectFacts().write();
    Instant started = s.facts.operatorStarted();
    return Optional.ofNullable(write)
        .flatMap(LastWrite::lastPossible)
        .filter(started::isBefore)
        .orElse(started)
        .plus(InFlightWrites.SETTLING);
  }

  private static boolean removed(@Nullable LastWrite write) {
    return write != null
        && write.remove()
        && write.outcome() instanceof LastWrite.WriteOutcome.Accepted;
  }

  private static Optional<Instant> mayLandUntil(Situation s) {
    return InFlightWrites.mayLandUntil(s, s.subject);
  }

  private static Ledger.@Nullable Entry entry(Situation s) {
    return s.facts.ledger().entry(s.subject).orElse(null);
  }

  private static boolean asWritten(Situation s, Ledger.Entry entry, CallbackContent content) {
    LastWrite write = s.subjectFacts().write();
    return Fingerprint.of(s.subject, content).equals(entry.written())
        || (write != null && write.puts(content));
  }

  private static Plan drop(Situation s, Notice notice) {
    return Plan.keep(s.facts).withLedger(s.facts.ledger().without(s.subject)).tell(notice);
  }

  /**
   * Returns the plan that drops the leftover from the ledger. While a write of ours can still
   * change what was read, it reads again instead.
   */
  private static Plan dropIfSettled(Situation s, Notice notice) {
    LastWrite write = s.subjectFacts().write();
    Instant readBegan = s.subjectFacts().observation().readBegan();
    boolean unseen =
        write != null
            && (write.lastPossible().filter(readBegan::isBefore).isPresent()
                || (!(write.outcome() instanceof LastWrite.WriteOutcome.Refused)
                    && !s.readAfterWrite(s.subject)));
    if (unseen) {
      return underWay(s).order(read(s, Instant.MIN));
    }
    return mayLandUntil(s)
        .map(until -> underWay(s).order(read(s, until)))
        .orElseGet(() -> drop(s, notice));
  }

  private static Plan underWay(Situation s) {
    if (s.facts.deleting()) {
      return Plan.show(
          s.facts,
          Verdict.underWay(
                  Reason.DELETING, UnverifiedWrite.message(s).orElse(Reason.DELETING.sentence()))
              .drifted(Verdict.Drifted.GONE));
    }
    return Plan.show(
        s.facts,
        Verdict.underWay(
            Reason.VERIFYING,
            "The new record is in place; the old record, "
                + s.subject
                + ", is being removed."
                + UnverifiedWrite.message(s).map(message -> " " + message).orElse("")));
  }

  private static Plan blocked(Situation s, String message) {
    return Plan.show(s.facts, blockedBy(s, message));
  }

  private static Verdict blockedBy(Situation s, String message) {
    String wayOut =
        s.facts.deleting()
            ? " To let the object go and leave the record: " + Commands.orphan(s.facts)
            : "";
    return Verdict.stalled(Reason.DELETE_BLOCKED, message + wayOut)
        .drifted(s.facts.deleting() ? Verdict.Drifted.GONE : Verdict.Drifted.KEPT);
  }

  private static PlannedOrder readOfDesired(Situation s, Instant notBefore) {
    // backingOff looks only at reads of the subject's scope.
    Pause pause = s.facts.key(s.desiredKey).readPause();
    Instant pauseOver = pause == null ? Instant.MIN : pause.until();
    return new PlannedOrder(
        s.read(s.desiredKey, true),
        s.leftoverLane(),
        pauseOver.isAfter(notBefore) ? pauseOver : notBefore);
  }

  private static PlannedOrder read(Situation s, Instant notBefore) {
    return new PlannedOrder(s.read(s.subject, true), s.leftoverLane(), notBefore);
  }
}
