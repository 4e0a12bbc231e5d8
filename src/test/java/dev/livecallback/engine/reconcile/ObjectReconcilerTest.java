package dev.livecallback.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.calls.QueueState;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Verdict;
import dev.livecallback.testing.FakeCluster;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a round does with a plan, and with what becomes of its status write. */
class ObjectReconcilerTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
  private static final AccountName ACCOUNT = new AccountName("live", "default");
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final LedgerEntry ENTRY =
      LedgerEntry.of(ACCOUNT.text(), "vhost/live.example.com", "sports", "push").withWritten("w");

  private static final LedgerEntry THROUGH_FORMER =
      LedgerEntry.of("live/former", "vhost/old.example.com", "a", "push")
          .withWritten("w")
          .withHeld("w");

  private final LiveCallback cached = listing(ENTRY);
  private final FakeCluster cluster = new FakeCluster();
  private Ledger ledger = Ledger.EMPTY;
  private boolean reads;
  private @Nullable CallbackKey readOf;
  private @Nullable Verdict verdict;
  private Instant now = T;
  private final Engine engine =
      new Engine(
          ACCOUNT,
          cluster,
          _ -> {},
          () -> now,
          new Random(1),
          EngineOptions.USUAL.deciding(this::plan));

  ObjectReconcilerTest() {
    cluster.add(cached);
    engine.changed(SomeAccount.open(ACCOUNT));
  }

  private CallQueue queue() {
    return engine.cloudAccount(ACCOUNT).orElseThrow().queue();
  }

  private static LiveCallback listing(LedgerEntry... entries) {
    LiveCallback object = SampleObjects.object();
    object.setStatus(SampleObjects.status(1).withRecords(List.of(entries)));
    return object;
  }

  /** Ledger and conditions are what the test says; a Put is wanted, or a read. */
  private Plan plan(Facts facts) {
    CallbackKey key = readOf == null ? facts.desired().key() : readOf;
    Order order =
        reads
            ? new Order.Read(key.cloudAccount(), key.scope(), true)
            : new Order.Put(key, facts.desired().content());
    return new Plan(
        ledger,
        verdict,
        null,
        List.of(PlannedOrder.now(order, Lane.EDIT)),
        Instant.MAX,
        false,
        List.of(),
        List.of("by the test"));
  }

  private Ledger written() {
    String there = engine.cloudAccount(ACCOUNT).orElseThrow().name();
    return Ledger.of(List.of(ENTRY), _ -> there);
  }

  private boolean somethingIsOrdered() {
    return !QueueState.isIdle(queue());
  }

  @Test
  void whatTheLedgerSaysAlreadyIsNotWrittenAgain() {
    ledger = written();

    engine.reconcile(cached);

    assertThat(cluster.writes()).isEmpty();
    assertThat(somethingIsOrdered()).isTrue();
  }

  @Test
  void nothingIsOrderedBeforeTheLedgerIsKnownToBeWritten() {
    assertThat(engine.reconcile(cached))
        .isEqualTo(new ReconcileResult.Requeue(Optional.of(AFTER_FAILURE)));

    assertThat(cluster.writes()).hasSize(1);
    assertThat(somethingIsOrdered()).isFalse();
  }

  @Test
  void aStatusThatIsRefusedAgainAndAgainIsTriedEverMoreRarely() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      pauses.add(secondsUntilNext());
    }
    assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);

    cluster.answerWrites(new Cluster.StatusWrite.Stored<>(cached));
    engine.reconcile(cached);
    cluster.answerWrites(new Cluster.StatusWrite.Failed<>());
    ledger = Ledger.EMPTY;
    assertThat(secondsUntilNext()).as("it begins anew").isEqualTo(5);
  }

  private long secondsUntilNext() {
    return untilNext().toSeconds();
  }

  private Duration untilNext() {
    return engine.reconcile(cached) instanceof ReconcileResult.Requeue(Optional<Duration> after)
        ? after.orElseThrow()
        : Duration.ZERO.minusSeconds(1);
  }

  @Test
  void aVersionThatStaysOutdatedIsPlannedEverMoreRarely() {
    cluster.answerWrites(new Cluster.StatusWrite.Outdated<>());
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      pauses.add(untilNext().toMillis());
    }
    assertThat(pauses).containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 6400L);

    cluster.answerWrites(new Cluster.StatusWrite.Stored<>(cached));
    engine.reconcile(cached);
    cluster.answerWrites(new Cluster.StatusWrite.Outdated<>());
    ledger = written();
    verdict = underWay(Reason.WRITING);
    assertThat(untilNext()).as("it begins anew").isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aLaterVersionSaysWhatBecameOfALostWrite() {
    engine.reconcile(cached);
    ledger = written();
    LiveCallback later = listing(ENTRY);
    later.getMetadata().setResourceVersion("11");
    cluster.add(later);

    engine.reconcile(later);

    assertThat(cluster.writes()).as("nothing is in doubt of this version").hasSize(1);
    assertThat(somethingIsOrdered()).isTrue();
  }

  @Test
  void afterALostAnswerTheStatusIsWrittenThoughTheCacheSaysTheSame() {
    engine.reconcile(cached);
    ledger = written();

    engine.reconcile(cached);

    assertThat(cluster.writes())
        .as("the first may have taken the key out of the ledger")
        .hasSize(2);
    assertThat(somethingIsOrdered()).isFalse();

    cluster.answerWrites(new Cluster.StatusWrite.Stored<>(cached));
    engine.reconcile(cached);
    assertThat(cluster.writes()).hasSize(3);
    assertThat(somethingIsOrdered()).isTrue();

    engine.reconcile(cached);
    assertThat(cluster.writes()).as("no doubt is left").hasSize(3);
  }

  @Test
  void aVersionThatIsKnownToBeOutdatedIsNothingToOrderFrom() {
    cluster.answerWrites(new Cluster.StatusWrite.Outdated<>());
    engine.reconcile(cached);
    ledger = written();

    engine.reconcile(cached);

    assertThat(cluster.writes()).hasSize(2);
    assertThat(somethingIsOrdered()).isFalse();
  }

  @Test
  void aReadWaitsForNoStatus() {
    reads = true;

    engine.reconcile(cached);

    assertThat(cluster.writes()).hasSize(1);
    assertThat(somethingIsOrdered()).isTrue();
  }

  @Test
  void aReadIsOrderedWhereALostStatusMayHaveTakenTheLastRecordOutOfTheLedger() {
    AccountName former = new AccountName("live", "former");
    engine.changed(
        SomeAccount.open(
            former, SomeAccount.settings(10, Duration.ofMinutes(10)), "2100000002", new Random(1)));
    CloudAccount there = engine.cloudAccount(former).orElseThrow();
    cached.setStatus(listing(THROUGH_FORMER).statusOrEmpty());
    reads = true;
    engine.reconcile(cached);
    assertThat(there.claims().knows(cached.id())).as("nobody may rely on it").isFalse();

    ledger = Ledger.of(List.of(THROUGH_FORMER), _ -> there.name());
    readOf = ledger.keys().iterator().next();
    cluster.answerWrites(new Cluster.StatusWrite.Stored<>(cached));
    engine.reconcile(cached);

    assertThat(there.queue().hasOrders(cached.id())).isTrue();
    assertThat(there.claims().knows(cached.id())).isTrue();
  }

  @Test
  void aReadThatIsAnsweredDuringTheStatusWriteIsNotOrderedAgain() {
    reads = true;
    cluster.onWrite(
        (_, _) -> {
          assertThat(queue().next(now)).isPresent();
          return new Cluster.StatusWrite.Stored<>(cached);
        });

    engine.reconcile(cached);

    assertThat(QueueState.depth(queue(), Lane.EDIT)).isZero();
  }

  @Test
  void aStepIsToldOnlyIfItLasts() {
    reads = true;
    ledger = written();
    cached.setStatus(working(Reason.WRITING));
    verdict = underWay(Reason.VERIFYING);

    assertThat(engine.reconcile(cached))
        .isEqualTo(new ReconcileResult.Requeue(Optional.of(TransientStatus.LASTING)));
    assertThat(cluster.writes()).isEmpty();

    now = T.plusMillis(400);
    verdict = underWay(Reason.THROTTLED);
    engine.reconcile(cached);
    assertThat(cluster.writes()).isEmpty();

    now = T.plus(TransientStatus.LASTING);
    cluster.answerWrites(new Cluster.StatusWrite.Stored<>(cached));
    engine.reconcile(cached);
    assertThat(cluster.writes()).hasSize(1);

    engine.reconcile(cached);
    assertThat(cluster.writes()).as("the next step has its own second").hasSize(1);
  }

  @Test
  void whatIsNoStepIsToldAtOnce() {
    reads = true;
    ledger = written();
    cached.setStatus(working(Reason.WRITING));
    verdict =
        new Verdict(
            Reason.REJECTED_BY_API,
            "No.",
            Condition.FALSE,
            Verdict.Progress.STALLED,
            Verdict.Drifted.KEPT);

    engine.reconcile(cached);

    assertThat(cluster.writes()).hasSize(1);
  }

  private static Verdict underWay(Reason reason) {
    return new Verdict(
        reason, "at it", Condition.FALSE, Verdict.Progress.RECONCILING, Verdict.Drifted.KEPT);
  }

  private static LiveCallbackStatus working(Reason reason) {
    return SampleObjects.status(1)
        .withScope("vhost/live.example.com")
        .withConditions(
            List.of(
                Condition.of(ConditionType.READY, Condition.FALSE, reason, "at it", T, 1),
                Condition.of(ConditionType.RECONCILING, Condition.TRUE, reason, "at it", T, 1)))
        .withRecords(List.of(ENTRY));
  }
}
