package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LedgerEntry;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.Reason;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.Placement;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.plan.Notice;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Verdict;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.volcengine.CallbackKey;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a round does with a plan, and with what becomes of its status write. */
class RoundTest implements Cluster {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ACCOUNT = "live/default";
  private static final LedgerEntry ENTRY =
      new LedgerEntry(
          ACCOUNT, "vhost/live.example.com", "sports", "push", "w", null, null, null, null, null);

  private static final LedgerEntry THROUGH_FORMER =
      new LedgerEntry(
          "live/former", "vhost/old.example.com", "a", "push", "w", "w", null, null, null, null);

  private final LiveCallback cached = listing(ENTRY);
  private final List<LiveCallbackStatus> writes = new ArrayList<>();
  private StatusWrite outcome = new StatusWrite.Failed();
  private Ledger ledger = Ledger.EMPTY;
  private boolean reads;
  private @Nullable CallbackKey readOf;
  private @Nullable Verdict verdict;
  private Instant now = T;
  private Runnable duringWrite = () -> {};
  private final Engine engine =
      new Engine(
          ACCOUNT, this, _ -> {}, () -> now, new Random(1), this::plan, UnaryOperator.identity());

  RoundTest() {
    engine.changed(SomeAccount.open(ACCOUNT));
  }

  private CallQueue queue() {
    return engine.cloudAccount(ACCOUNT).orElseThrow().queue();
  }

  private static LiveCallback listing(LedgerEntry... entries) {
    LiveCallback object = SampleObjects.object();
    object.setStatus(
        new LiveCallbackStatus(1L, null, List.of(), List.of(entries), null, List.of(), null, null));
    return object;
  }

  /** Ledger and conditions are what the test says; a Put is wanted, or a read. */
  private Plan plan(Facts facts) {
    CallbackKey key = readOf == null ? facts.desired().key() : readOf;
    Order order = reads ? Order.Read.of(key, true) : new Order.Put(key, facts.desired().content());
    return new Plan(
        ledger,
        verdict,
        null,
        List.of(Placement.now(order, Lane.EDIT)),
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
    return !queue().isIdle();
  }

  @Test
  void whatTheLedgerSaysAlreadyIsNotWrittenAgain() {
    ledger = written();

    engine.round(cached);

    assertThat(writes).isEmpty();
    assertThat(somethingIsOrdered()).isTrue();
  }

  @Test
  void nothingIsOrderedBeforeTheLedgerIsKnownToBeWritten() {
    assertThat(engine.round(cached)).isEqualTo(new Next.Later(Optional.of(Life.AFTER_FAILURE)));

    assertThat(writes).hasSize(1);
    assertThat(somethingIsOrdered()).isFalse();
  }

  @Test
  void afterALostAnswerTheStatusIsWrittenThoughTheCacheSaysTheSame() {
    engine.round(cached);
    ledger = written();

    engine.round(cached);

    assertThat(writes).as("the first may have taken the key out of the ledger").hasSize(2);
    assertThat(somethingIsOrdered()).isFalse();

    outcome = new StatusWrite.Written(cached);
    engine.round(cached);
    assertThat(writes).hasSize(3);
    assertThat(somethingIsOrdered()).isTrue();

    engine.round(cached);
    assertThat(writes).as("no doubt is left").hasSize(3);
  }

  @Test
  void aVersionThatIsKnownToBeOutdatedIsNothingToOrderFrom() {
    outcome = new StatusWrite.Outdated();
    engine.round(cached);
    ledger = written();

    engine.round(cached);

    assertThat(writes).hasSize(2);
    assertThat(somethingIsOrdered()).isFalse();
  }

  @Test
  void aReadWaitsForNoStatus() {
    reads = true;

    engine.round(cached);

    assertThat(writes).hasSize(1);
    assertThat(somethingIsOrdered()).isTrue();
  }

  @Test
  void aReadIsOrderedWhereALostStatusMayHaveTakenTheLastRecordOutOfTheLedger() {
    String former = "live/former";
    engine.changed(
        SomeAccount.open(
            former, SomeAccount.terms(10, Duration.ofMinutes(10)), "2100000002", new Random(1)));
    CloudAccount there = engine.cloudAccount(former).orElseThrow();
    cached.setStatus(listing(THROUGH_FORMER).statusOrEmpty());
    reads = true;
    engine.round(cached);
    assertThat(there.claims().knows(cached.id())).as("nobody may rely on it").isFalse();

    ledger = Ledger.of(List.of(THROUGH_FORMER), _ -> there.name());
    readOf = ledger.keys().iterator().next();
    outcome = new StatusWrite.Written(cached);
    engine.round(cached);

    assertThat(there.queue().hasOrders(cached.id())).isTrue();
    assertThat(there.claims().knows(cached.id())).isTrue();
  }

  @Test
  void aReadThatIsAnsweredDuringTheStatusWriteIsNotOrderedAgain() {
    reads = true;
    outcome = new StatusWrite.Written(cached);
    duringWrite = () -> assertThat(queue().next(now)).isPresent();

    engine.round(cached);

    assertThat(queue().depth(Lane.EDIT)).isZero();
  }

  @Test
  void aStepIsToldOnlyIfItLasts() {
    reads = true;
    ledger = written();
    cached.setStatus(working(Reason.WRITING));
    verdict = underWay(Reason.VERIFYING);

    assertThat(engine.round(cached))
        .isEqualTo(new Next.Later(Optional.of(TransientStatus.LASTING)));
    assertThat(writes).isEmpty();

    now = T.plusMillis(400);
    verdict = underWay(Reason.THROTTLED);
    engine.round(cached);
    assertThat(writes).isEmpty();

    now = T.plus(TransientStatus.LASTING);
    outcome = new StatusWrite.Written(cached);
    engine.round(cached);
    assertThat(writes).hasSize(1);

    engine.round(cached);
    assertThat(writes).as("the next step has its own second").hasSize(1);
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

    engine.round(cached);

    assertThat(writes).hasSize(1);
  }

  private static Verdict underWay(Reason reason) {
    return new Verdict(
        reason, "at it", Condition.FALSE, Verdict.Progress.RECONCILING, Verdict.Drifted.KEPT);
  }

  private static LiveCallbackStatus working(Reason reason) {
    return new LiveCallbackStatus(
        1L,
        "vhost/live.example.com",
        List.of(
            Condition.of(ConditionType.READY, Condition.FALSE, reason, "at it", T, 1),
            Condition.of(ConditionType.RECONCILING, Condition.TRUE, reason, "at it", T, 1)),
        List.of(ENTRY),
        null,
        List.of(),
        null,
        null);
  }

  @Override
  public Optional<LiveCallback> object(ObjectId object) {
    return Optional.of(cached).filter(it -> it.id().equals(object));
  }

  @Override
  public Stream<LiveCallback> objects() {
    return Stream.of(cached);
  }

  @Override
  public Optional<Secret> secret(String namespace, String name) {
    return Optional.empty();
  }

  @Override
  public StatusWrite write(LiveCallback planned, LiveCallbackStatus wanted) {
    writes.add(wanted);
    duringWrite.run();
    return outcome;
  }

  @Override
  public void publish(LiveCallback object, List<Notice> notices) {}

  @Override
  public void wake(Collection<ObjectId> objects) {}
}
