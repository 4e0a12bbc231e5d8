package dev.livecallback.simulation;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.claim.Heir;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.plan.AccountFacts;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Fingerprints;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import dev.livecallback.plan.Verdict;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The properties at the end of {@code docs/planner.md}, asked of every plan that is made. */
final class PlanProperties {
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private final SimulatedWorld world;
  private final Knowledge knowledge;
  private final Function<String, @Nullable LiveCallback> cache;
  private final Planner planner = Planner.ofTable();
  private final Map<String, Plan> last = new HashMap<>();
  private int plans;
  private final Map<String, Instant> plannedAt = new HashMap<>();

  PlanProperties(
      SimulatedWorld world, Knowledge knowledge, Function<String, @Nullable LiveCallback> cache) {
    this.world = world;
    this.knowledge = knowledge;
    this.cache = cache;
  }

  /** Plans, and holds the plan to the properties. */
  Plan plan(Facts facts) {
    LiveCallback object = cache.apply(facts.object().name());
    Facts told = object == null ? facts : world.seams.facts(facts, knowledge.admits(object));
    Plan plan = judge(told);
    if (world.trace.kept()) {
      world.trace.note("plan", "%s: %s", facts.object(), Telling.of(plan));
    }
    if (object == null) {
      return plan;
    }
    // Its claim is noted and what it no longer wants is withdrawn, whatever comes of the rest.
    knowledge.planned(object);
    // Every fourth suffices: what isn't pure is soon found out.
    if (++plans % 4 == 0 && !judge(told).equals(plan)) {
      throw fail("the same facts give another plan", facts, plan);
    }
    orders(facts, plan, object);
    ledger(facts, plan, object);
    ready(facts, plan, object);
    last.put(facts.object().name(), plan);
    plannedAt.put(facts.object().name(), facts.now());
    return plan;
  }

  private Plan judge(Facts facts) {
    try {
      return world.seams.plan(planner, facts);
    } catch (RuntimeException | StackOverflowError bug) {
      throw fail("the planner throws", facts, bug);
    }
  }

  /** A round has ended: a bug in it looks like a failed status write, but none failed. */
  void ended(LiveCallback object, ReconcileResult next, boolean writeFailed) {
    String name = object.getMetadata().getName();
    Plan plan = last.get(name);
    Instant at = plannedAt.get(name);
    boolean looksLikeOne =
        next instanceof ReconcileResult.Requeue(Optional<Duration> after)
            && after.filter(SimulatedProcess.AFTER_FAILURE::equals).isPresent();
    boolean asked =
        plan != null && at != null && Duration.between(at, plan.lookAgain()).toSeconds() == 5;
    if (looksLikeOne && !writeFailed && !asked) {
      throw world.fail("a round throws", "of " + object.id());
    }
  }

  private void orders(Facts facts, Plan plan, LiveCallback object) {
    if (knowledge.paused(object) && !plan.orders().isEmpty()) {
      throw fail("an order for a paused object", facts, plan);
    }
    for (PlannedOrder placement : plan.orders()) {
      switch (placement.order()) {
        case Order.Read _ -> {
          // A read does no harm.
        }
        case Order.Put put -> put(facts, plan, object, put);
        case Order.Remove remove -> {
          if (ObjectReading.observes(object)) {
            throw fail("a Remove for an object that only observes", facts, plan);
          }
          if (!facts.deleting() && remove.key().equals(facts.desired().key())) {
            throw fail("a Remove of what is wanted", facts, plan);
          }
        }
      }
    }
  }

  private void put(Facts facts, Plan plan, LiveCallback object, Order.Put put) {
    if (ObjectReading.observes(object)) {
      throw fail("a Put for an object that only observes", facts, plan);
    }
    if (facts.deleting()) {
      throw fail("a Put for an object that goes", facts, plan);
    }
    String written =
        plan.ledger().entry(put.key()).map(entry -> String.valueOf(entry.written())).orElse(null);
    if (written == null) {
      throw fail("a Put of what the ledger doesn't name", facts, plan);
    }
    world.calls.ordered(put, knowledge.names().real(put.key()), written);
    boolean first =
        facts.ledger().entry(put.key()).isEmpty() && facts.claim().inheritance() == null;
    Knowledge.ShownRecords shown = knowledge.shown(put.key());
    if (first && !ObjectReading.adopts(object) && shown != null) {
      boolean foreign =
          shown.of(put.key()).stream()
              .anyMatch(
                  there ->
                      !there.agreesWith(put.content())
                          && !listedThroughAnotherAccount(facts, plan, there));
      if (foreign) {
        throw fail("a record that was there before is replaced", facts, plan);
      }
    }
  }

  private void ledger(Facts facts, Plan plan, LiveCallback object) {
    boolean leaves = facts.deleting() && !ObjectReading.removes(object);
    // What it leaves may stay; the event that says so can be lost with an answer.
    Set<CallbackKey> left = new HashSet<>(facts.ledger().keys());
    left.removeAll(plan.ledger().keys());
    left.forEach(knowledge::dropped);
    if (leaves || ObjectReading.observes(object)) {
      excuse(left);
      return;
    }
    if (ObjectReading.orphans(object)) {
      // What it wanted before stays, whatever is edited.
      left.remove(facts.desired().key());
      excuse(left);
    }
    if (plan.notices().stream().anyMatch(notice -> notice.reason().equals("RecordKept"))) {
      left.removeIf(key -> facts.ledger().entry(key).orElseThrow().held() != null);
      excuse(left);
    }
    for (CallbackKey key : facts.ledger().keys()) {
      boolean orphaned = ObjectReading.orphans(object) && !key.equals(facts.desired().key());
      if (plan.ledger().entry(key).isPresent() || orphaned) {
        continue;
      }
      if (takenOver(facts, key)) {
        excuse(Set.of(key));
        continue;
      }
      if (world.heldByAnother(knowledge.names(), facts.object(), key) || inherited(facts, key)) {
        continue;
      }
      if (knowledge.inFlight(key)) {
        throw fail("a key leaves the ledger while a write to it is in flight", facts, plan);
      }
      Instant unknown = knowledge.unknown(key);
      Knowledge.ShownRecords shown = knowledge.shown(key);
      boolean unsettled =
          !unknown.equals(Instant.MIN)
              && (shown == null || shown.began().isBefore(unknown.plus(SETTLING)));
      if (unsettled) {
        throw fail("a key leaves the ledger while a write to it may still land", facts, plan);
      }
    }
  }

  private void excuse(Set<CallbackKey> keys) {
    world.excuse(
        keys.stream().map(knowledge.names()::real).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Whether what is wanted may be this very record, by another account: nobody knows: sameRecord.
   */
  private static boolean takenOver(Facts facts, CallbackKey key) {
    CallbackKey desired = facts.desired().key();
    AccountFacts from =
        facts.ledger().entry(key).map(entry -> facts.account(entry.account())).orElse(null);
    AccountFacts to = facts.account(facts.account());
    boolean known =
        from != null && to != null && from.cloudAccount() != null && to.cloudAccount() != null;
    return !known && CloudNames.in(desired.cloudAccount(), key).equals(desired);
  }

  /** Whether a record is as the ledger says of what the desired record takes the place of. */
  private static boolean listedThroughAnotherAccount(
      Facts facts, Plan plan, CallbackContent there) {
    CallbackKey desired = facts.desired().key();
    String shown = Fingerprints.of(desired, there);
    return facts.ledger().entries().stream()
        .filter(entry -> plan.ledger().entry(entry.key()).isEmpty())
        .filter(entry -> takenOver(facts, entry.key()))
        .anyMatch(entry -> shown.equals(entry.written()) || shown.equals(entry.held()));
  }

  /** Whether an heir's ledger listed the key until a restore took its status moments ago. */
  private boolean inherited(Facts facts, CallbackKey key) {
    Heir heir = facts.claim().heirs().get(key);
    return heir != null && heir.listed() && world.calls.lostStatus(heir.object().name());
  }

  private void ready(Facts facts, Plan plan, LiveCallback object) {
    Verdict verdict = plan.verdict();
    if (verdict == null
        || !Condition.TRUE.equals(verdict.ready())
        || verdict.reason() != Reason.IN_SYNC) {
      return;
    }
    CallbackKey key = facts.desired().key();
    Knowledge.ShownRecords shown = knowledge.shown(key);
    // What was Ready before a restart stays so until it is read, as after whatever has it read
    // anew.
    boolean reads =
        plan.orders().stream()
            .anyMatch(it -> it.order() instanceof Order.Read && Site.of(it.order()).has(key));
    boolean kept = wasReady(facts) && (shown == null || reads);
    if (kept) {
      return;
    }
    if (shown == null || (knowledge.inFlight(key) && !ObjectReading.observes(object))) {
      throw fail("Ready without a read after the last write", facts, plan);
    }
    if (shown.began().isBefore(knowledge.written(key, facts.object()))) {
      throw fail("Ready without a read that began after the last write", facts, plan);
    }
    ObjectId owner = facts.claim().heldBy();
    boolean guesses = owner != null && !owner.namespace().equals(facts.object().namespace());
    CallbackContent content = facts.desired().content();
    // Whether it guessed the key of another namespace's object it isn't told.
    CallbackContent told = guesses ? content.withHiddenKey() : content;
    boolean equal = shown.of(key).stream().anyMatch(it -> it.agreesWith(told));
    if (!equal) {
      throw fail("Ready though the last read differs", facts, plan);
    }
  }

  private static boolean wasReady(Facts facts) {
    return facts
        .status()
        .condition(ConditionType.READY)
        .filter(ready -> ready.holds() && ready.observedGeneration() == facts.generation())
        .isPresent();
  }

  private Error fail(String kind, Facts facts, Plan plan) {
    LiveCallbackStatus status = facts.status();
    return world.fail(kind, facts.object() + ", " + Telling.of(status) + ": " + Telling.of(plan));
  }

  private Error fail(String kind, Facts facts, Throwable bug) {
    Error violation = world.fail(kind, facts.object() + ": " + bug);
    violation.addSuppressed(bug);
    return violation;
  }
}
