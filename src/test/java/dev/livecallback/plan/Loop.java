package dev.livecallback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AdoptionPolicy;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ManagementPolicy;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Authentication;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object, the real planner, composer and memory of the remote side, and a cloud in memory; the
 * operator dies at whatever point is asked for. Every plan is held to the properties at the end of
 * {@code docs/planner.md}.
 */
final class Loop {
  private static final Duration CALL = Duration.ofMillis(50);
  private static final Duration SYNC_PERIOD = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMinutes(2);

  /** The operator dies: what it remembers is gone, what was sent is sent. */
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  final Cloud cloud;
  Supplier<Cloud.Mood> mood = () -> Cloud.Mood.FINE;

  /** That of writes, where it is another. */
  @Nullable Supplier<Cloud.Mood> writeMood;

  Instant now = Given.NOW;

  private final Planner planner = Planner.ofTable();
  private final StatusComposer composer = new StatusComposer();

  private long generation = 1;
  private boolean deleting;
  private boolean orphan;
  private Desired desired = new Desired(Given.D, Given.A, null, null, null);
  private LiveCallbackStatus status = LiveCallbackStatus.EMPTY;
  private boolean released;
  private int statuses;

  private RemoteState remote = newMemory();
  private @Nullable SecretText knownAuthKey;
  private Instant started = now;
  private final Instant created = now;
  private Instant generationSeen = now;
  private List<PlannedOrder> orders = List.of();
  private Instant lookAgain = now;

  private final Map<CallbackKey, Instant> lastWriteEnded = new HashMap<>();
  private Instant lastReadBegan = Instant.MIN;
  private int pointsToLive = Integer.MAX_VALUE;

  Loop(boolean hidesKeys) {
    cloud = new Cloud(hidesKeys);
  }

  void wants(CallbackKey key, CallbackContent content, @Nullable String secretVersion) {
    boolean edited =
        !Fingerprint.of(key, content).equals(Fingerprint.of(desired.key(), desired.content()));
    desired = new Desired(key, content, null, secretVersion, null);
    if (edited) {
      generation++;
      generationSeen = now;
    }
    lookAgain = now;
  }

  void wants(CallbackContent content) {
    wants(desired.key(), content, null);
  }

  void delete(boolean leaveRecord) {
    generation++;
    generationSeen = now;
    deleting = true;
    orphan = leaveRecord;
    lookAgain = now;
  }

  void loseStatus() {
    status = LiveCallbackStatus.EMPTY;
    lookAgain = now;
  }

  /** Dies at the n-th of the points at which that makes a difference, from 1. */
  void dieAt(int point) {
    pointsToLive = point;
  }

  boolean diedAsAsked() {
    return pointsToLive == Integer.MAX_VALUE;
  }

  void liveOn() {
    pointsToLive = Integer.MAX_VALUE;
  }

  boolean deleting() {
    return deleting;
  }

  boolean released() {
    return released;
  }

  /** How many times the status changed. */
  int statuses() {
    return statuses;
  }

  LiveCallbackStatus status() {
    return status;
  }

  String reason() {
    return status.condition(ConditionType.READY).map(Condition::reason).orElse("");
  }

  /** The periodic read. */
  void sweep() {
    orders = List.of(PlannedOrder.now(new Order.Read(Given.CLOUD, Given.VHOST, false), Lane.SWEEP));
    carryOutNext();
  }

  /** Lets time pass, until nothing is wanted for a while. Returns how many calls that took. */
  int settle(int most) {
    int calls = 0;
    for (int step = 0; step < 4 * most; step++) {
      if (released || idle()) {
        return calls;
      }
      calls += carryOutNext() ? 1 : 0;
      assertThat(calls).as("calls until %s", reason()).isLessThanOrEqualTo(most);
    }
    throw new AssertionError("never comes to rest: " + status);
  }

  /**
   * Lives on for so long, with a sweep every ten minutes. Returns how many calls that took, sweeps
   * included.
   */
  int callsIn(Duration time, Runnable beforeSweep) {
    Instant end = now.plus(time);
    int calls = 0;
    for (Instant sweep = now; sweep.isBefore(end) && !released; sweep = sweep.plus(SYNC_PERIOD)) {
      passUntil(sweep);
      beforeSweep.run();
      sweep();
      calls++;
      int steps = 0;
      while (!released && nextStep().isBefore(sweep.plus(SYNC_PERIOD))) {
        calls += carryOutNext() ? 1 : 0;
        assertThat(++steps).as("steps in one sync period, of %s", reason()).isLessThan(2_000);
      }
    }
    passUntil(end);
    return calls;
  }

  private Instant nextStep() {
    Instant order =
        orders.stream().map(PlannedOrder::notBefore).min(Instant::compareTo).orElse(Instant.MAX);
    Instant next = order.isBefore(lookAgain) ? order : lookAgain;
    return next.isBefore(now) ? now : next;
  }

  private boolean idle() {
    Instant horizon = now.plus(SOON);
    return lookAgain.isAfter(horizon)
        && orders.stream().allMatch(order -> order.notBefore().isAfter(horizon));
  }

  /** Plans, or carries out the next order that is due. Returns whether a call was made. */
  boolean carryOutNext() {
    try {
      Optional<PlannedOrder> next =
          orders.stream().min(Comparator.comparing(PlannedOrder::notBefore));
      if (next.isEmpty() || lookAgain.isBefore(next.get().notBefore())) {
        passUntil(lookAgain.equals(Instant.MAX) ? now : lookAgain);
        plan();
        return false;
      }
      passUntil(next.get().notBefore());
      orders = orders.stream().filter(order -> !order.equals(next.get())).toList();
      switch (next.get().order()) {
        case Order.Read _ -> read();
        case Order.Put put -> write(put.key(), put.content());
        case Order.Remove remove -> write(remove.key(), null);
      }
      plan();
      return true;
    } catch (Death death) {
      pointsToLive = Integer.MAX_VALUE;
      restart();
      return false;
    }
  }

  void restart() {
    now = now.plusSeconds(1);
    remote = newMemory();
    knownAuthKey = null;
    started = now;
    generationSeen = now;
    orders = List.of();
    lookAgain = now;
  }

  void passUntil(Instant instant) {
    now = instant.isAfter(now) ? instant : now;
    cloud.landUntil(now);
  }

  private void read() {
    Instant began = now;
    Answer<List<CallbackRecord>> answer = cloud.describe(mood.get());
    passUntil(now.plus(CALL));
    maybeDie();
    remote.readEnded(Listing.of(Given.VHOST), began, now, answer);
    if (answer instanceof Answer.Ok<?>) {
      lastReadBegan = began;
    }
  }

  private void write(CallbackKey key, @Nullable CallbackContent content) {
    remote.writeBegan(key, content, now);
    plan();
    maybeDie();
    Answer<WriteAccepted> answer =
        cloud.write(key, content, Optional.ofNullable(writeMood).orElse(mood).get(), now);
    passUntil(now.plus(CALL));
    boolean refused =
        answer instanceof Answer.Failed<?> failed
            && !(failed.failure() instanceof Failure.OutcomeUnknown);
    if (!refused) {
      lastWriteEnded.put(key, now);
    }
    maybeDie();
    remote.writeEnded(key, content, now, answer);
    if (answer instanceof Answer.Ok<?>
        && content != null
        && content.authentication() instanceof Authentication.On on) {
      knownAuthKey = on.key();
    }
  }

  private void plan() {
    Facts facts = facts();
    Plan plan = planner.plan(facts);
    assertThat(planner.plan(facts)).as("the same facts give the same plan").isEqualTo(plan);
    assertLedger(facts, plan);
    orders = List.of();
    lookAgain = plan.lookAgain();
    if (plan.release()) {
      released = true;
      return;
    }
    LiveCallbackStatus composed = composer.compose(facts, plan);
    maybeDie();
    statuses += composed.equals(status) ? 0 : 1;
    status = composed;
    assertSound(plan);
    if (!editedBack(facts)) {
      assertStable(facts, plan);
    }
    maybeDie();
    boolean inSync = plan.verdict() != null && plan.verdict().reason() == Reason.IN_SYNC;
    if (inSync && desired.content().authentication() instanceof Authentication.On on) {
      knownAuthKey = on.key();
    }
    orders = plan.orders();
  }

  private Facts facts() {
    Ledger ledger = Ledger.of(status.records(), _ -> Given.CLOUD);
    Set<CallbackKey> concerned = new HashSet<>(ledger.keys());
    concerned.add(desired.key());
    Map<CallbackKey, KeyFacts> keys = new HashMap<>();
    for (CallbackKey key : concerned) {
      keys.put(
          key,
          KeyFacts.UNKNOWN
              .withObservation(remote.observation(key))
              .withWrite(remote.lastWrite(key).orElse(null))
              .withWritePause(remote.writePause(key).orElse(null))
              .withReadPause(remote.readPause(Listing.of(key.scope())).orElse(null)));
    }
    return new Facts(
        Given.ME,
        Given.ACCOUNT,
        generation,
        deleting,
        new Policies(ManagementPolicy.ENFORCE, AdoptionPolicy.IF_IDENTICAL, orphan, true),
        RequestedActions.NONE,
        desired,
        status,
        ledger,
        new ClaimFacts(null, null, Map.of(), true),
        Map.of(Given.ACCOUNT, AccountFacts.open(Given.CLOUD)),
        keys,
        List.of(),
        knownAuthKey,
        remote.provenByRead(),
        status.reconcilingSince().orElse(null),
        generationSeen,
        created,
        started,
        now,
        Duration.ZERO);
  }

  private void assertLedger(Facts facts, Plan plan) {
    for (CallbackKey key : facts.ledger().keys()) {
      if (plan.ledger().entry(key).isPresent() || (deleting && orphan)) {
        continue;
      }
      Optional<LastWrite> write = remote.lastWrite(key);
      assertThat(write.map(LastWrite::inFlight))
          .as("no key leaves the ledger while a write to it is in flight")
          .isNotEqualTo(Optional.of(true));
      Instant settled =
          write.map(LastWrite::unknownSince).map(at -> at.plusSeconds(60)).orElse(Instant.MIN);
      assertThat(settled)
          .as("no key leaves the ledger while a write to it may land")
          .isBeforeOrEqualTo(lastReadBegan);
    }
  }

  private void assertSound(Plan plan) {
    for (PlannedOrder placement : plan.orders()) {
      switch (placement.order()) {
        case Order.Read _ -> {
          // A read can do no harm.
        }
        case Order.Put put -> {
          String written = Fingerprint.of(put.key(), put.content());
          assertThat(put.content()).isEqualTo(desired.content());
          assertThat(deleting).as("nothing is put for an object that goes").isFalse();
          assertThat(Ledger.of(status.records(), _ -> Given.CLOUD).entry(put.key()))
              .as("a key is in the ledger before it is put")
              .hasValueSatisfying(entry -> assertThat(entry.written()).isEqualTo(written));
        }
        case Order.Remove remove ->
            assertThat(deleting || !remove.key().equals(desired.key()))
                .as("what is wanted isn't removed")
                .isTrue();
      }
    }
    Verdict verdict = plan.verdict();
    if (verdict != null && Condition.TRUE.equals(verdict.ready())) {
      assertThat(lastWriteEnded.getOrDefault(desired.key(), Instant.MIN))
          .as("Ready is of a read that began after the last write ended")
          .isBeforeOrEqualTo(lastReadBegan);
      assertThat(remote.observation(desired.key()).shows(desired.content()))
          .as("Ready is of a read that was equal")
          .isTrue();
    }
    assertThat(
            status.condition(ConditionType.RECONCILING).isPresent()
                && status.condition(ConditionType.STALLED).isPresent())
        .as("Reconciling and Stalled are never together")
        .isFalse();
  }

  /** Edited back to what was accepted before: once ordered, it looks like a correction. */
  private boolean editedBack(Facts facts) {
    String wanted = desired.fingerprint();
    LastWrite write = facts.key(desired.key()).write();
    boolean accepted =
        write != null
            && write.puts(desired.content())
            && write.outcome() instanceof LastWrite.WriteOutcome.Accepted;
    return accepted
        && facts
            .ledger()
            .entry(desired.key())
            .filter(entry -> !wanted.equals(entry.written()))
            .isPresent();
  }

  /** The plan was carried out as far as the status goes: it has nothing to add. */
  private void assertStable(Facts before, Plan plan) {
    Facts facts = facts();
    Plan again = planner.plan(facts);
    assertThat(again.orders())
        .as("a plan on its own result, of %s", before)
        .isEqualTo(plan.orders());
    assertThat(again.ledger()).isEqualTo(plan.ledger());
    assertThat(again.notices()).as("what was told isn't told again").isEmpty();
    assertThat(composer.compose(facts, again)).isEqualTo(status);
  }

  private void maybeDie() {
    if (pointsToLive != Integer.MAX_VALUE && --pointsToLive == 0) {
      throw new Death();
    }
  }

  private static RemoteState newMemory() {
    return new RemoteState(new BackoffPolicy(SYNC_PERIOD, new Random(1)));
  }
}
