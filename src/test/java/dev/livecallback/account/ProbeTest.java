package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.account.Gate.GateChange;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.PlannedOrder;
import dev.livecallback.calls.QueueState;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One account with a hundred objects, and whether anybody lets it in. */
class ProbeTest {
  private static final Failure.Detail DETAIL = new Failure.Detail("No.", 400, null, null);
  private static final Failure CREDENTIALS = new Failure.CredentialsRejected(DETAIL);
  private static final Failure DOWN = new Failure.Unavailable(DETAIL);
  private static final Scope SCOPE = Scope.vhost("live.example.com");
  private static final Answer<CallerIdentity> YES =
      new Answer.Ok<>(new CallerIdentity("2100000001", "", ""), "s");
  private static final Answer<List<CallbackRecord>> NOTHING_THERE = new Answer.Ok<>(List.of(), "r");

  private final Gate gate = new Gate(new Random(1));
  private final CallQueue queue = CallQueue.of(budgets(), guard());
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Answer<CallerIdentity> sts = YES;
  private Answer<List<CallbackRecord>> live = NOTHING_THERE;
  private Optional<Scope> scope = Optional.of(SCOPE);
  private boolean mayRead = true;
  private boolean replacedMeanwhile;
  private int keys;
  private int stsCalls;
  private int liveCalls;
  private final Probe probe =
      new Probe(
          gate,
          () -> Optional.of(new FakeCalls()),
          () -> Optional.of(queue).filter(_ -> mayRead),
          _ -> scope,
          () -> now);

  private final class FakeCalls implements KeyedCalls {
    private final int keysBefore = keys;

    @Override
    public Answer<CallerIdentity> callerIdentity() {
      stsCalls++;
      keys += replacedMeanwhile ? 1 : 0;
      return sts;
    }

    @Override
    public Answer<List<CallbackRecord>> describe(Listing asked) {
      liveCalls++;
      keys += replacedMeanwhile ? 1 : 0;
      return live;
    }

    @Override
    public boolean areCurrent() {
      return keys == keysBefore;
    }
  }

  private static Map<Action, CallBudget> budgets() {
    Map<Action, CallBudget> budgets = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      budgets.put(action, CallBudget.of(10));
    }
    return budgets;
  }

  private SendGuard guard() {
    return new SendGuard() {
      @Override
      public Decision judge(ObjectId object, AccountName account, Order order, long revision) {
        return Decision.SEND;
      }

      @Override
      public int maxInFlight(AccountName account) {
        return gate.maxInFlight();
      }
    };
  }

  private void placeReads(int objects) {
    for (int i = 0; i < objects; i++) {
      queue.place(
          new ObjectId("team", "o" + i, "uid-" + i),
          List.of(
              PlannedOrder.now(
                  new Order.Read("2100000001", Scope.vhost("v" + i + ".example.com"), false),
                  Lane.FIRST_SYNC)),
          1,
          now);
    }
  }

  /** Lets the workers and the prober work, a tenth of a second a tick. */
  private void run(Duration time) {
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusMillis(100)) {
      probe.run();
      for (Optional<Call> call = queue.next(now); call.isPresent(); call = queue.next(now)) {
        liveCalls++;
        gate.answered(live, now);
        queue.ended(call.get(), now, live);
      }
    }
  }

  @Test
  void aHundredObjectsWithAWrongKeyCostNoCallsAtAllIfStsKnowsIt() {
    sts = new Answer.Failed<>(CREDENTIALS);
    live = new Answer.Failed<>(CREDENTIALS);
    placeReads(100);

    assertThat(gate.answered(new Answer.Failed<>(CREDENTIALS), now)).isEqualTo(GateChange.SHUT);
    run(Duration.ofMinutes(10));

    assertThat(liveCalls).isZero();
    assertThat(stsCalls).isBetween(10, 25);
    assertThat(QueueState.isIdle(queue)).as("they wait").isFalse();
  }

  @Test
  void theyCostTheCallsOfOneIfOnlyTheLiveApiRejectsIt() {
    live = new Answer.Failed<>(CREDENTIALS);
    placeReads(100);
    run(Duration.ofMinutes(10));
    int ofAHundred = liveCalls;

    assertThat(ofAHundred).isBetween(10, 25);
  }

  @Test
  void theyAreReleasedTogether() {
    sts = new Answer.Failed<>(CREDENTIALS);
    live = new Answer.Failed<>(CREDENTIALS);
    placeReads(100);
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    run(Duration.ofMinutes(10));

    sts = YES;
    live = NOTHING_THERE;
    run(Duration.ofSeconds(75));

    assertThat(QueueState.isIdle(queue)).isTrue();
    assertThat(liveCalls).as("a read for each, and the probe").isEqualTo(101);
  }

  @Test
  void nothingIsProbedBeforeItIsTimeOrWhileTheGateIsOpen() {
    GateChange open = probe.run();
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    GateChange early = probe.run();

    assertThat(open).isEqualTo(GateChange.STAYED);
    assertThat(early).isEqualTo(GateChange.STAYED);
    assertThat(stsCalls).isZero();
  }

  @Test
  void whereStsCannotTellTheLiveApiIsRead() {
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    sts = new Answer.Failed<>(DOWN);
    now = now.plusSeconds(1);

    assertThat(probe.run()).isEqualTo(GateChange.OPENED);
    assertThat(stsCalls).isEqualTo(1);
    assertThat(liveCalls).isEqualTo(1);
  }

  @Test
  void whileNoReadMayBeMadeItStaysShutAndIsProbedLater() {
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    mayRead = false;
    now = now.plusSeconds(1);

    assertThat(probe.run()).isEqualTo(GateChange.STAYED);
    assertThat(liveCalls).isZero();

    mayRead = true;
    now = now.plusSeconds(75);
    assertThat(probe.run()).isEqualTo(GateChange.OPENED);
    assertThat(liveCalls).isEqualTo(1);
  }

  @Test
  void whatStsAcceptsAndTheLiveApiDoesNotStaysShut() {
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    live = new Answer.Failed<>(CREDENTIALS);
    now = now.plusSeconds(1);

    assertThat(probe.run()).as("nobody is woken for nothing").isEqualTo(GateChange.STAYED);
    assertThat(gate.maxInFlight()).isZero();
    assertThat(liveCalls).isEqualTo(1);
  }

  @Test
  void whereThereIsNoObjectYetStsIsBelieved() {
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    scope = Optional.empty();
    now = now.plusSeconds(1);

    assertThat(probe.run()).isEqualTo(GateChange.OPENED);
    assertThat(gate.maxInFlight()).isEqualTo(1);
  }

  @Test
  void anUnreachableApiIsReadWithoutAskingSts() {
    for (int i = 0; i < Gate.UNAVAILABLE_IN_A_ROW; i++) {
      gate.answered(new Answer.Failed<>(DOWN), now);
    }
    live = new Answer.Failed<>(DOWN);
    now = now.plusSeconds(1);

    assertThat(probe.run()).isEqualTo(GateChange.STAYED);
    assertThat(probe.run()).as("one probe a step").isEqualTo(GateChange.STAYED);
    assertThat(stsCalls).isZero();
    assertThat(liveCalls).isEqualTo(1);
  }

  @Test
  void withoutAScopeInUseThereIsNothingToRead() {
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    sts = new Answer.Failed<>(DOWN);
    scope = Optional.empty();
    now = now.plusSeconds(1);

    assertThat(probe.run()).isEqualTo(GateChange.STAYED);
    assertThat(liveCalls).isZero();
    assertThat(gate.shut().orElseThrow().probeAt()).isAfter(now);
  }

  @Test
  void aProbeIsCountedInTheBudget() {
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    sts = new Answer.Failed<>(DOWN);
    now = now.plusSeconds(1);
    for (int i = 0; i < 10; i++) {
      queue.budget(Action.DESCRIBE).tryTake(Lane.EDIT, now);
    }

    assertThat(probe.run()).isEqualTo(GateChange.STAYED);
    assertThat(liveCalls).isZero();
  }

  @Test
  void whatIsAnsweredToKeysThatWereReplacedMeanwhileSaysNothing() {
    gate.answered(new Answer.Failed<>(CREDENTIALS), now);
    now = now.plusSeconds(2);
    replacedMeanwhile = true;

    assertThat(probe.run()).isEqualTo(GateChange.STAYED);
    assertThat(gate.shut()).isPresent();
    assertThat(liveCalls).as("others' keys are asked about by others").isZero();

    for (int i = 0; i < Gate.UNAVAILABLE_IN_A_ROW; i++) {
      gate.answered(new Answer.Failed<>(DOWN), now);
    }
    now = now.plusSeconds(75);
    assertThat(probe.run()).isEqualTo(GateChange.STAYED);
    assertThat(liveCalls).isEqualTo(1);
    assertThat(gate.shut()).isPresent();
  }
}
