package dev.livecallback.plan;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.DriftedField;
import dev.livecallback.api.LastDrift;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The composer of a status from ledger and verdict. The same plan on the same status changes
 * nothing.
 */
public final class StatusComposer {

  /** Returns the status that an object with these facts should have after this plan. */
  public LiveCallbackStatus compose(Facts facts, Plan plan) {
    LiveCallbackStatus before = facts.status();
    Verdict verdict = plan.verdict();
    if (verdict == null) {
      return before
          .withRecords(plan.ledger().toStatus())
          .withLastHandledReconcileAt(lastHandled(facts));
    }
    Difference difference = plan.difference();
    boolean asBefore = difference == null && stillDrifted(facts, verdict);
    return new LiveCallbackStatus(
        generation(facts, plan, verdict),
        scope(facts, verdict),
        conditions(facts, verdict),
        plan.ledger().toStatus(),
        difference == null ? (asBefore ? before.observed() : null) : difference.observed(),
        difference == null ? (asBefore ? before.drift() : List.of()) : difference.drift(),
        lastDrift(facts, verdict, difference),
        lastHandled(facts),
        verdict.confirmDeleteToken());
  }

  private static long generation(Facts facts, Plan plan, Verdict verdict) {
    if (verdict.ready() == null) {
      Long before = facts.status().observedGeneration();
      return before == null ? LiveCallbackStatus.NEVER : before;
    }
    return ledgerStaysLost(facts, plan) ? LiveCallbackStatus.NEVER : facts.generation();
  }

  /** Returns the scope of the generation that the status describes. */
  private static @Nullable String scope(Facts facts, Verdict verdict) {
    String before = facts.status().scope();
    boolean kept =
        facts.desired().unsupported() != null || (verdict.ready() == null && before != null);
    return kept ? before : facts.desired().key().scope().toString();
  }

  /**
   * Returns whether the record is still said to differ. Then the status keeps the differences, too.
   */
  private static boolean stillDrifted(Facts facts, Verdict verdict) {
    return verdict.drifted() == Verdict.Drifted.KEPT
        && facts.status().condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
  }

  /**
   * Returns the last request for a read that was answered, by a read that began after the request
   * was seen.
   */
  private static @Nullable String lastHandled(Facts facts) {
    RequestedActions requested = facts.requested();
    boolean answered =
        requested.reconcile() != null
            && !requested.paused()
            // An unsupported value is judged without a read: there is nothing to read.
            && (facts.desired().unsupported() != null
                || !facts
                    .key(facts.desired().key())
                    .observation()
                    .readBegan()
                    .isBefore(requested.readSince()));
    return answered ? requested.reconcile() : facts.status().lastHandledReconcileAt();
  }

  /**
   * Returns whether the object is being deleted and it isn't known yet what it wrote. Until then
   * its status has to say that it was lost, or the next plan would let the object go unread.
   */
  private static boolean ledgerStaysLost(Facts facts, Plan plan) {
    return facts.deleting() && facts.status().neverWritten() && plan.ledger().isEmpty();
  }

  private static List<Condition> conditions(Facts facts, Verdict verdict) {
    List<Condition> conditions = new ArrayList<>();
    if (verdict.ready() == null) {
      conditions.add(kept(facts, verdict));
    } else {
      add(conditions, facts, ConditionType.READY, verdict.ready(), verdict);
    }
    switch (verdict.drifted()) {
      case YES -> add(conditions, facts, ConditionType.DRIFTED, Condition.TRUE, verdict);
      case NO -> add(conditions, facts, ConditionType.DRIFTED, Condition.FALSE, verdict);
      case KEPT -> facts.status().condition(ConditionType.DRIFTED).ifPresent(conditions::add);
      case GONE -> {
        // A record that has to go can't differ, because nothing is wanted of it.
      }
    }
    switch (verdict.progress()) {
      case RECONCILING ->
          add(conditions, facts, ConditionType.RECONCILING, Condition.TRUE, verdict);
      case STALLED -> add(conditions, facts, ConditionType.STALLED, Condition.TRUE, verdict);
      case DONE -> {
        // Neither applies.
      }
    }
    return conditions;
  }

  /** Returns Ready as it was, for another reason. */
  private static Condition kept(Facts facts, Verdict verdict) {
    Optional<Condition> before = facts.status().condition(ConditionType.READY);
    Condition fresh =
        Condition.of(
            ConditionType.READY,
            before.map(Condition::status).orElse(Condition.UNKNOWN),
            verdict.reason(),
            verdict.message(),
            facts.wallNow(),
            before.map(Condition::observedGeneration).orElse(LiveCallbackStatus.NEVER));
    return before.map(fresh::after).orElse(fresh);
  }

  private static void add(
      List<Condition> conditions, Facts facts, ConditionType type, String status, Verdict verdict) {
    Reason reason = verdict.reason();
    Condition fresh =
        Condition.of(type, status, reason, verdict.message(), facts.wallNow(), facts.generation());
    conditions.add(facts.status().condition(type).map(fresh::after).orElse(fresh));
  }

  private static @Nullable LastDrift lastDrift(
      Facts facts, Verdict verdict, @Nullable Difference difference) {
    LastDrift before = facts.status().lastDrift();
    boolean drifted =
        facts.status().condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
    String now = Timestamps.text(facts.wallNow());
    return switch (verdict.drifted()) {
      case YES -> drifted && before != null ? before : new LastDrift(now, null, fields(difference));
      case NO ->
          drifted && before != null && before.correctedAt() == null
              ? new LastDrift(before.detectedAt(), now, before.fields())
              : before;
      case KEPT, GONE -> before;
    };
  }

  private static List<String> fields(@Nullable Difference difference) {
    return Optional.ofNullable(difference).map(Difference::drift).orElse(List.of()).stream()
        .map(DriftedField::field)
        .toList();
  }
}
