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

/** Turns ledger and verdict into a status. The same plan on the same status changes nothing. */
public final class StatusComposer {

  /** The status that an object with these facts should have after this plan. */
  public LiveCallbackStatus compose(Facts facts, Plan plan) {
    LiveCallbackStatus before = facts.status();
    Verdict verdict = plan.verdict();
    if (verdict == null) {
      return new LiveCallbackStatus(
          before.observedGeneration(),
          before.scope(),
          before.conditions(),
          plan.ledger().toStatus(),
          before.observed(),
          before.drift(),
          before.lastDrift(),
          before.lastHandledReconcileAt());
    }
    Difference difference = plan.difference();
    return new LiveCallbackStatus(
        ledgerStaysLost(facts, plan) ? LiveCallbackStatus.NEVER : facts.generation(),
        facts.desired().key().scope().toString(),
        conditions(facts, verdict),
        plan.ledger().toStatus(),
        difference == null ? null : difference.observed(),
        difference == null ? List.of() : difference.drift(),
        lastDrift(facts, verdict, difference),
        before.lastHandledReconcileAt());
  }

  /**
   * Whether the object is being deleted and what it wrote isn't found out yet: until then its
   * status has to say that it was lost, or the next plan would let the object go unread.
   */
  private static boolean ledgerStaysLost(Facts facts, Plan plan) {
    return facts.deleting() && facts.status().neverWritten() && plan.ledger().isEmpty();
  }

  private static List<Condition> conditions(Facts facts, Verdict verdict) {
    List<Condition> conditions = new ArrayList<>();
    add(conditions, facts, ConditionType.READY, verdict.ready(), verdict);
    switch (verdict.drifted()) {
      case YES -> add(conditions, facts, ConditionType.DRIFTED, Condition.TRUE, verdict);
      case NO -> add(conditions, facts, ConditionType.DRIFTED, Condition.FALSE, verdict);
      case KEPT -> facts.status().condition(ConditionType.DRIFTED).ifPresent(conditions::add);
      case GONE -> {
        // Of a record that is to go, nothing is wanted that it could differ from.
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

  private static void add(
      List<Condition> conditions, Facts facts, ConditionType type, String status, Verdict verdict) {
    Reason reason = verdict.reason();
    Condition fresh =
        Condition.of(type, status, reason, verdict.message(), facts.now(), facts.generation());
    conditions.add(facts.status().condition(type).map(fresh::after).orElse(fresh));
  }

  private static @Nullable LastDrift lastDrift(
      Facts facts, Verdict verdict, @Nullable Difference difference) {
    LastDrift before = facts.status().lastDrift();
    boolean drifted =
        facts.status().condition(ConditionType.DRIFTED).filter(Condition::holds).isPresent();
    String now = Timestamps.text(facts.now());
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
