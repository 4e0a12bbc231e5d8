package dev.livecallback.calls;

import static dev.livecallback.calls.Lane.EDIT;
import static dev.livecallback.calls.Lane.FIRST_SYNC;
import static dev.livecallback.calls.Lane.REPAIR;
import static dev.livecallback.calls.QueueHarness.at;
import static dev.livecallback.calls.QueueHarness.key;
import static dev.livecallback.calls.QueueHarness.object;
import static dev.livecallback.calls.QueueHarness.put;
import static dev.livecallback.calls.QueueHarness.read;
import static dev.livecallback.calls.QueueHarness.remove;
import static dev.livecallback.calls.QueueHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.MessageType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Placing, withdrawing and ending: what is in the queue, and what may be in flight together. */
class CallQueueTest {
  private final QueueHarness h = new QueueHarness();
  private final ObjectId a = object("a");
  private final ObjectId b = object("b");
  private final ObjectId c = object("c");

  @Test
  void anOrderBecomesACallThatSaysWhomItServes() {
    h.place(a, REPAIR, put("x"));

    Call call = h.one();

    assertThat(call).isEqualTo(new Call(1, AccountName.NONE, put("x"), List.of(a), REPAIR, h.now));
    assertThat(call.action()).isEqualTo(Action.UPDATE);
    assertThat(h.queue.inFlight()).isEqualTo(1);
    assertThat(QueueState.isIdle(h.queue)).isFalse();
    h.end(call);
    assertThat(QueueState.isIdle(h.queue)).isTrue();
  }

  @Test
  void withdrawnOrdersAreNeverSent() {
    h.place(a, EDIT, put("x"), put("y"), read("live"));
    h.queue.withdraw(a, List.of(put("y"), verify("live")));

    assertThat(h.burst()).extracting(Call::order).containsExactlyInAnyOrder(put("y"), read("live"));
  }

  @Test
  void withdrawingDropsAPutWhoseContentChanged() {
    h.place(a, EDIT, put("x", "old"));
    h.queue.withdraw(a, List.of(put("x", "new")));

    assertThat(h.burst()).isEmpty();
    assertThat(QueueState.isIdle(h.queue)).isTrue();
  }

  @Test
  void theLatestPlanWins() {
    h.place(a, EDIT, put("x"), read("live"));
    h.place(a, EDIT, put("y"));

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("y"));
  }

  @Test
  void onePlanLeavesTheOrdersOfOtherObjectsAlone() {
    h.place(a, EDIT, put("x"));
    h.place(b, EDIT, put("y"));
    h.place(a, EDIT);

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("y"));
  }

  @Test
  void anEqualOrderKeepsItsPlaceAndTakesOverTheNewerRevision() {
    List<Long> judged = new ArrayList<>();
    h.judge =
        (_, _, revision) -> {
          judged.add(revision);
          return SendGuard.Decision.SEND;
        };
    h.queue.place(a, List.of(PlannedOrder.now(put("x"), EDIT)), 1, h.now);
    h.queue.place(b, List.of(PlannedOrder.now(put("y"), EDIT)), 2, h.now);
    h.queue.place(a, List.of(PlannedOrder.now(put("x"), EDIT)), 3, h.now);

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("x"), put("y"));
    assertThat(judged).containsExactly(3L, 2L);
  }

  @Test
  void anEqualOrderBecomesAsUrgentAsTheMoreUrgentOfTheTwo() {
    h.placeAt(a, FIRST_SYNC, put("x"), 5000);
    h.place(b, REPAIR, put("y"));
    h.placeAt(a, EDIT, put("x"), 9000);
    assertThat(h.queue.nextWake(h.now)).isEqualTo(h.now);
    assertThat(h.burst()).extracting(Call::order).containsExactly(put("y"));

    h.moveTo(5000);
    h.placeAt(a, FIRST_SYNC, put("x"), 9000);

    assertThat(h.one().lane()).isEqualTo(EDIT);
  }

  @Test
  void aReplacedWriteHandsItsPlaceOn() {
    h.place(a, EDIT, put("x", "old"));
    h.place(b, EDIT, put("y"));
    h.place(a, EDIT, put("x", "new"));

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("x", "new"), put("y"));
  }

  @Test
  void aPutHandsItsPlaceToTheRemoveOfItsKey() {
    h.place(a, EDIT, put("x"));
    h.place(b, EDIT, remove("y"));
    h.place(a, EDIT, remove("x"));

    assertThat(h.burst()).extracting(Call::order).containsExactly(remove("x"), remove("y"));
  }

  @Test
  void aReplacedWriteIsAsUrgentAsItsSuccessorNotAsItWas() {
    h.place(a, EDIT, put("x", "old"));
    h.placeAt(a, REPAIR, put("x", "new"), 3000);

    assertThat(h.burst()).isEmpty();
    assertThat(h.queue.nextWake(h.now)).isEqualTo(at(3000));
  }

  @Test
  void thePlaceIsHandedOnThoughTheOldWriteWasWithdrawnBeforeTheNewOneIsPlaced() {
    h.place(a, EDIT, put("x", "old"));
    h.place(b, EDIT, put("y"));
    h.queue.withdraw(a, List.of(put("x", "new")));
    h.queue.withdraw(a, List.of(put("x", "newer")));
    h.place(a, EDIT, put("x", "newer"));

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("x", "newer"), put("y"));
  }

  @Test
  void aPlaceIsLostOnceThePlanHasNoWriteForTheKey() {
    h.place(a, EDIT, put("x", "old"));
    h.place(b, EDIT, put("y"));
    h.queue.withdraw(a, List.of(put("x", "new")));
    h.queue.withdraw(a, List.of());
    h.place(a, EDIT, put("x", "new"));

    assertThat(h.burst()).extracting(Call::order).containsExactly(put("y"), put("x", "new"));
  }

  @Test
  void ofTwoWritesForOneKeyInAPlanTheLatterCounts() {
    h.place(a, EDIT, put("x"), remove("x"));

    assertThat(h.burst()).extracting(Call::order).containsExactly(remove("x"));
  }

  @Test
  void oneOrderPerKeyIsInFlight() {
    h.place(a, EDIT, put("x", "a"));
    Call first = h.one();
    h.place(a, EDIT, put("x", "b"));
    h.place(b, EDIT, put("x", "c"));
    assertThat(h.burst()).isEmpty();
    assertThat(h.queue.nextWake(h.now)).isEqualTo(Instant.MAX);

    h.end(first);
    assertThat(h.burst()).extracting(Call::order).containsExactly(put("x", "b"));
  }

  @Test
  void anOrderThatWaitsBehindAnotherCanBeReplacedAndWithdrawn() {
    h.place(a, EDIT, put("x", "a"));
    Call first = h.one();
    h.place(a, EDIT, put("x", "b"));
    h.place(b, EDIT, put("x", "c"));
    assertThat(h.burst()).isEmpty();
    h.place(a, EDIT, remove("x"));
    h.queue.withdraw(b, List.of());
    assertThat(h.burst()).isEmpty();

    h.end(first);
    assertThat(h.burst()).extracting(Call::order).containsExactly(remove("x"));
  }

  @Test
  void atMostSixteenCallsAreInFlight() {
    for (int i = 0; i < 10; i++) {
      h.place(object("team" + i, "o"), EDIT, put("x" + i), remove("y" + i), read("v" + i));
    }
    List<Call> calls = h.burst();
    assertThat(calls).hasSize(16);
    assertThat(h.queue.nextWake(h.now)).as("only an end can help").isEqualTo(Instant.MAX);

    h.end(calls.getFirst());
    assertThat(h.burst()).hasSize(1);
  }

  @Test
  void aRemoveWithoutAppGoesAloneAmongTheWritesOfItsVhostAndType() {
    Order all = new Order.Remove(key("live", null, MessageType.PUSH));
    Order otherType = new Order.Remove(key("live", null, MessageType.RECORD));
    h.place(a, EDIT, put("x"));
    Call put = h.one();
    h.place(b, EDIT, all);
    h.place(c, EDIT, put("y"), otherType);
    assertThat(h.burst()).as("the rest waits").extracting(Call::order).containsExactly(otherType);

    h.end(put);
    Call alone = h.one();
    assertThat(alone.order()).isEqualTo(all);
    assertThat(h.burst()).isEmpty();

    h.end(alone);
    assertThat(h.burst()).extracting(Call::order).containsExactly(put("y"));
  }

  @Test
  void aRemoveWithoutAppThatIsWithdrawnHoldsNothingBack() {
    Order all = new Order.Remove(key("live", null, MessageType.PUSH));
    h.place(a, EDIT, put("x"));
    h.one();
    h.place(b, EDIT, all);
    h.place(c, EDIT, put("y"));
    assertThat(h.burst()).isEmpty();

    h.place(b, EDIT, new Order.Put(key("live", null, MessageType.PUSH), QueueHarness.content("b")));

    assertThat(h.burst()).extracting(Call::objects).containsExactly(List.of(b), List.of(c));
  }

  @Test
  void aThrottledAnswerPausesItsActionAlone() {
    h.place(a, EDIT, put("x"), put("y"), remove("z"));
    Call put = h.one();
    Failure.Detail detail = new Failure.Detail("too many", 429, "FlowLimitExceeded", "r");
    Answer<?> answer = new Answer.Failed<>(new Failure.Throttled(detail, Duration.ofSeconds(4)));
    h.queue.ended(put, at(100), answer);
    h.moveTo(100);

    assertThat(h.burst()).extracting(Call::order).containsExactly(remove("z"));
    assertThat(h.queue.nextWake(h.now)).isEqualTo(at(4100));
    assertThat(h.queue.budget(Action.UPDATE).limit(h.now)).isEqualTo(5);
  }

  @Test
  void aCallThatEndsTwiceOrWasNeverSentChangesNothing() {
    h.place(a, EDIT, put("x", "a"));
    Call first = h.one();
    h.end(first);
    h.place(a, EDIT, put("x", "b"));
    h.one();
    h.place(a, EDIT, put("x", "c"));
    h.end(first);

    assertThat(h.burst()).isEmpty();
    assertThat(h.queue.inFlight()).isEqualTo(1);
  }

  @Test
  void depthAndAgeAreReadPerLane() {
    h.place(a, EDIT, put("x"), read("live"));
    h.place(b, EDIT, read("live"));
    h.placeAt(c, REPAIR, put("y"), 2000);
    h.moveTo(4000);
    h.place(object("d"), EDIT, put("z"));
    h.moveTo(5000);

    assertThat(QueueState.depth(h.queue, EDIT)).isEqualTo(4);
    assertThat(QueueState.depth(h.queue, REPAIR)).isEqualTo(1);
    assertThat(QueueState.depth(h.queue, FIRST_SYNC)).isZero();
    assertThat(h.queue.loads(h.now))
        .containsEntry(EDIT, new CallQueue.Load(4, Duration.ofSeconds(5)))
        .containsEntry(REPAIR, new CallQueue.Load(1, Duration.ofSeconds(3)))
        .containsEntry(FIRST_SYNC, new CallQueue.Load(0, Duration.ZERO));
    assertThat(h.queue.loads(at(1999))).containsEntry(REPAIR, new CallQueue.Load(1, Duration.ZERO));
  }

  @Test
  void whoeverSendsIsToldOfEveryChange() {
    List<String> told = new ArrayList<>();
    h.queue.onChange(() -> told.add("change"));
    h.place(a, EDIT, put("x"));
    h.queue.withdraw(a, List.of(put("x")));
    h.queue.reconsider(h.now);
    h.end(h.one());

    assertThat(told).hasSize(4);
  }

  @Test
  void everyActionNeedsABudget() {
    Map<Action, CallBudget> budgets = new EnumMap<>(QueueHarness.budgets(1));
    budgets.remove(Action.DELETE);

    assertThatThrownBy(() -> CallQueue.of(budgets, (_, _, _, _) -> SendGuard.Decision.SEND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DESCRIBE");
  }
}
