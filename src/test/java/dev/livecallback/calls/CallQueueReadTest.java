package dev.livecallback.calls;

import static dev.livecallback.calls.Lane.EDIT;
import static dev.livecallback.calls.Lane.FIRST_SYNC;
import static dev.livecallback.calls.Lane.REPAIR;
import static dev.livecallback.calls.QueueHarness.at;
import static dev.livecallback.calls.QueueHarness.object;
import static dev.livecallback.calls.QueueHarness.read;
import static dev.livecallback.calls.QueueHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads are shared by scope, and those that verify keep a pace. */
class CallQueueReadTest {
  private final QueueHarness h = new QueueHarness();
  private final ObjectId a = object("a");
  private final ObjectId b = object("b");
  private final ObjectId c = object("c");

  @Test
  void aHundredWaitersBecomeOneRead() {
    List<ObjectId> waiters = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiters.add(object("team" + i % 7, "o" + i));
      h.place(waiters.getLast(), FIRST_SYNC, read("live"));
    }

    List<Call> calls = h.run(1000);

    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().objects()).isEqualTo(waiters);
  }

  @Test
  void aReadStartsAtItsEarliestWaiterAndLeavesThoseThatAreNotDue() {
    h.placeAt(a, EDIT, read("live"), 3000);
    h.placeAt(b, EDIT, read("live"), 1000);
    assertThat(h.burst()).isEmpty();
    assertThat(h.queue.nextWake(h.now)).isEqualTo(at(1000));

    List<Call> calls = h.run(2);

    assertThat(calls).extracting(Call::objects).containsExactly(List.of(b), List.of(a));
    assertThat(calls).extracting(Call::began).containsExactly(at(1000), at(3000));
  }

  @Test
  void aReadGoesInTheMostUrgentLaneOfItsDueWaiters() {
    h.place(a, FIRST_SYNC, read("live"));
    h.place(c, REPAIR, read("other"));
    h.place(b, EDIT, read("live"));

    Call call = h.one();

    assertThat(call.lane()).isEqualTo(EDIT);
    assertThat(call.objects()).containsExactly(a, b);
  }

  @Test
  void whoAsksWhileAScopeIsBeingReadWaitsForTheNextRead() {
    h.place(a, EDIT, read("live"));
    Call first = h.one();
    h.place(b, EDIT, read("live"));
    h.place(a, EDIT, read("live"));
    assertThat(h.burst()).isEmpty();
    assertThat(h.queue.nextWake(h.now)).isEqualTo(Instant.MAX);

    h.moveTo(50);
    h.end(first);

    assertThat(h.one().objects()).containsExactly(b, a);
  }

  @Test
  void whoWaitsBehindAReadCanBeWithdrawn() {
    h.place(a, EDIT, read("live"));
    Call first = h.one();
    h.place(b, EDIT, read("live"));
    h.place(c, EDIT, read("live"));
    assertThat(h.burst()).isEmpty();
    h.queue.withdraw(b, List.of());
    assertThat(h.burst()).isEmpty();

    h.end(first);

    assertThat(h.one().objects()).containsExactly(c);
  }

  @Test
  void verifyingReadsOfAScopeAreASecondApart() {
    h.place(a, EDIT, verify("live"));
    Call first = h.one();
    assertThat(first.order()).isEqualTo(verify("live"));
    h.moveTo(100);
    h.end(first);
    h.place(b, EDIT, verify("live"));
    h.place(c, EDIT, verify("live"));
    h.place(object("d"), EDIT, verify("other"));
    assertThat(h.burst()).extracting(Call::order).containsExactly(verify("other"));
    assertThat(h.queue.nextWake(h.now)).isEqualTo(at(1000));

    h.moveTo(1000);
    assertThat(h.one().objects()).containsExactly(b, c);
  }

  @Test
  void anOrdinaryReadGoesAnyTimeAndTakesTheVerifyingWaitersAlongInTheirLane() {
    h.place(a, EDIT, verify("live"));
    h.end(h.one());
    h.place(b, EDIT, verify("live"));
    assertThat(h.burst()).isEmpty();

    h.placeAt(c, FIRST_SYNC, read("live"), 200);
    h.placeAt(object("d"), REPAIR, read("other"), 200);
    h.moveTo(200);
    Call call = h.one();

    assertThat(call.order()).isEqualTo(read("live"));
    assertThat(call.objects()).containsExactly(b, c);
    assertThat(call.lane()).isEqualTo(EDIT);
  }

  @Test
  void aReadThatAlsoServesAnOrdinaryWaiterDoesNotSetThePace() {
    h.place(a, EDIT, verify("live"));
    h.place(b, EDIT, read("live"));
    h.end(h.one());
    h.place(a, EDIT, verify("live"));

    assertThat(h.one().objects()).containsExactly(a);
  }

  @Test
  void aVerifyingReadThatNoLongerOnlyVerifiesMayGoAnyTime() {
    h.place(a, EDIT, verify("live"));
    h.end(h.one());
    h.place(a, EDIT, verify("live"));
    assertThat(h.burst()).isEmpty();
    h.place(a, EDIT, read("live"));
    h.place(a, EDIT, verify("live"));

    assertThat(h.one().order()).isEqualTo(read("live"));
  }

  @Test
  void whoWaitsForThePaceCanBeWithdrawn() {
    h.place(a, EDIT, verify("live"));
    h.end(h.one());
    h.place(a, EDIT, verify("live"));
    assertThat(h.burst()).isEmpty();
    h.queue.withdraw(a, List.of());

    assertThat(h.run(10)).isEmpty();
    assertThat(QueueState.isIdle(h.queue)).isTrue();
  }

  @Test
  void thePaceHoldsThoughTheOrdinaryWaiterIsDropped() {
    h.place(a, EDIT, verify("live"));
    h.end(h.one());
    h.place(a, EDIT, verify("live"));
    h.place(b, EDIT, read("live"));
    h.judge =
        (object, _, _) -> object.equals(b) ? SendGuard.Decision.DROP : SendGuard.Decision.SEND;

    assertThat(h.burst()).isEmpty();
    assertThat(h.run(10)).extracting(Call::began).containsExactly(at(1000));
  }

  @Test
  void aClockThatStepsBackDoesNotHoldVerifyingReads() {
    h.moveTo(100_000);
    h.place(a, EDIT, verify("live"));
    h.end(h.one());
    h.moveTo(0);
    h.place(a, EDIT, verify("live"));
    h.place(b, EDIT, verify("other"));

    assertThat(h.burst()).hasSize(2);
  }
}
