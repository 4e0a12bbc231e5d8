package dev.livecallback.calls;

import static dev.livecallback.calls.Lane.EDIT;
import static dev.livecallback.calls.QueueHarness.object;
import static dev.livecallback.calls.QueueHarness.put;
import static dev.livecallback.calls.QueueHarness.read;
import static dev.livecallback.calls.QueueHarness.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.SendGuard.Decision;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads around the queue, with a cloud API in memory. */
class CallWorkersTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeApi api = new FakeApi();
  private final Recorder recorder = new Recorder();
  private final AtomicInteger guardFailures = new AtomicInteger();
  private final CallQueue queue = CallQueue.of(QueueHarness.budgets(10), this::judge);
  private final List<CallWorkers> started = new ArrayList<>();
  private final ObjectId a = object("a");
  private final ObjectId b = object("b");

  @AfterEach
  void stop() {
    api.open.countDown();
    started.forEach(workers -> assertThat(workers.stop(LONG)).isTrue());
  }

  @Test
  void everyOrderIsCarriedOutAndTold() {
    start();
    place(a, put("x"), remove("y"), read("live"));
    await().until(() -> QueueState.isIdle(queue) && recorder.ended.size() == 3);

    assertThat(api.sent)
        .containsExactlyInAnyOrder("update x", "delete y", "describe live.example.com");
    assertThat(recorder.began).hasSameElementsAs(recorder.ended.stream().map(Ended::call).toList());
    assertThat(recorder.ended)
        .allSatisfy(
            each -> {
              assertThat(each.began).isEqualTo(each.call.began()).isBeforeOrEqualTo(each.ended);
              assertThat(each.answer).isInstanceOf(Answer.Ok.class);
            });
  }

  @Test
  void anOrderPlacedWhileTheDispatcherSleepsWakesIt() {
    start();
    place(a, put("x"));
    await().until(() -> QueueState.isIdle(queue));
    place(a, put("y"));
    await().until(() -> api.sent.contains("update y"));
  }

  @Test
  void anOrderForLaterIsSentWithoutBeingAskedFor() {
    start();
    Instant later = InstantSource.system().instant().plusMillis(150);
    queue.place(
        a, List.of(new PlannedOrder(put("x"), EDIT, later)), 1, InstantSource.system().instant());
    await().until(() -> recorder.ended.size() == 1);

    assertThat(recorder.began.getFirst().began()).isAfterOrEqualTo(later);
  }

  @Test
  void wakingTwiceIsHarmless() {
    CallWorkers workers = start();
    workers.wake();
    workers.wake();
    place(a, put("x"));

    await().until(() -> recorder.ended.size() == 1);
  }

  @Test
  void theNextOrderForAKeyGoesOnlyAfterTheListenerKnowsOfTheLast() {
    CountDownLatch listening = new CountDownLatch(1);
    recorder.atEnd = () -> awaitLatch(listening);
    start();
    place(a, put("x", "a"));
    await().until(() -> recorder.atEndCalls.get() == 1);
    place(a, put("x", "b"));
    place(b, put("z"));
    await().until(() -> api.sent.contains("update z"));

    assertThat(api.sent).filteredOn("update x"::equals).hasSize(1);
    assertThat(queue.inFlight()).isEqualTo(2);
    listening.countDown();
    await().until(() -> recorder.ended.size() == 3);
  }

  @Test
  void stoppingStartsNothingNewAndWaitsForWhatIsInFlight() {
    api.blocked = true;
    CallWorkers workers = start();
    place(a, put("x"));
    await().until(() -> api.sent.size() == 1);

    assertThat(workers.stop(Duration.ofMillis(50))).as("still in flight").isFalse();
    place(b, put("y"));
    api.open.countDown();

    assertThat(workers.stop(LONG)).isTrue();
    assertThat(recorder.ended).hasSize(1);
    assertThat(api.sent).containsExactly("update x");
    assertThat(QueueState.depth(queue, EDIT)).isEqualTo(1);
  }

  @Test
  void stoppingWithoutPatienceSaysWhetherAnythingIsInFlight() {
    CallWorkers workers = newWorkers(virtual());

    assertThat(workers.stop(Duration.ZERO)).isTrue();
    assertThatThrownBy(workers::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptedStopKeepsTheInterruptAndTellsTheTruth() {
    api.blocked = true;
    CallWorkers workers = start();
    place(a, put("x"));
    await().until(() -> api.sent.size() == 1);
    Thread.currentThread().interrupt();

    assertThat(workers.stop(LONG)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void workersStartOnce() {
    CallWorkers workers = start();

    assertThatThrownBy(workers::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClientThatThrowsLeavesWritesUnknownAndReadsUnavailable() {
    api.bug = new AssertionError("AKLTsecret");
    start();
    place(a, put("x"), remove("y"), read("live"));
    await().until(() -> recorder.ended.size() == 3);

    assertThat(failures(Action.UPDATE, Action.DELETE))
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(Failure.OutcomeUnknown.class));
    assertThat(failures(Action.DESCRIBE))
        .singleElement()
        .isInstanceOfSatisfying(
            Failure.Unavailable.class,
            failure ->
                assertThat(failure.detail().message())
                    .contains("AssertionError")
                    .doesNotContain("AKLTsecret"));
    api.bug = null;
    place(a, put("z"));
    await().until(() -> api.sent.contains("update z"));
  }

  @Test
  void aCallThatTheListenerCouldNotNoteIsNotSent() {
    recorder.atBegin =
        () -> {
          throw new IllegalStateException("a bug");
        };
    start();
    place(a, put("x"));
    await().until(() -> recorder.ended.size() == 1 && QueueState.isIdle(queue));

    assertThat(api.sent).isEmpty();
    assertThat(failures(Action.UPDATE)).singleElement().isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void aListenerThatThrowsAtTheEndHoldsNothingUp() {
    recorder.atEnd =
        () -> {
          throw new AssertionError("a bug");
        };
    start();
    place(a, put("x", "a"));
    await().until(() -> QueueState.isIdle(queue));
    place(a, put("x", "b"));
    await().until(() -> QueueState.isIdle(queue) && api.sent.size() == 2);

    assertThat(recorder.atEndCalls).hasValue(2);
  }

  @Test
  void aGuardThatThrowsDoesNotEndTheDispatcher() {
    guardFailures.set(1);
    start();
    place(a, put("x"));

    await().until(() -> recorder.ended.size() == 1);
    assertThat(api.sent).containsExactly("update x");
  }

  @Test
  void aCallWithoutAThreadIsNotSentAndEnds() {
    AtomicInteger threads = new AtomicInteger();
    CallWorkers workers =
        newWorkers(
            task -> {
              if (threads.getAndIncrement() == 0) {
                return virtual().newThread(task);
              }
              throw new OutOfMemoryError("no thread");
            });
    place(a, put("x"));
    workers.start();
    await().until(() -> recorder.ended.size() == 1 && QueueState.isIdle(queue));

    assertThat(api.sent).isEmpty();
    assertThat(failures(Action.UPDATE)).singleElement().isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void aDispatcherThatIsInterruptedGoesOn() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    Instant later = InstantSource.system().instant().plusSeconds(3600);
    queue.place(
        a, List.of(new PlannedOrder(put("x"), EDIT, later)), 1, InstantSource.system().instant());
    newWorkers(kept(threads)).start();
    await().until(() -> threads.getFirst().getState() == Thread.State.TIMED_WAITING);
    threads.getFirst().interrupt();
    place(b, put("y"));

    await().until(() -> api.sent.contains("update y"));
    assertThat(threads.getFirst().isAlive()).isTrue();
  }

  @Test
  void thereIsNoThreadWhileThereIsNothingToDo() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    newWorkers(kept(threads)).start();
    for (int i = 1; i <= 3; i++) {
      int round = i;
      place(a, put("x" + round));
      await().until(() -> api.sent.contains("update x" + round));
      await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
  }

  @Test
  void aDispatcherThatCannotStartIsStartedByTheNextOrder() {
    AtomicInteger refusals = new AtomicInteger(1);
    newWorkers(
            task -> {
              if (refusals.getAndDecrement() > 0) {
                throw new OutOfMemoryError("no thread");
              }
              return virtual().newThread(task);
            })
        .start();
    place(a, put("x"));

    await().until(() -> api.sent.contains("update x"));
  }

  private static ThreadFactory kept(List<Thread> threads) {
    return task -> {
      Thread thread = virtual().newThread(task);
      threads.add(thread);
      return thread;
    };
  }

  private Decision judge(ObjectId object, AccountName account, Order order, long revision) {
    if (guardFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("a bug");
    }
    return Decision.SEND;
  }

  private CallWorkers start() {
    CallWorkers workers =
        CallWorkers.of(queue, _ -> api, recorder, InstantSource.system(), "account");
    started.add(workers);
    workers.start();
    return workers;
  }

  private CallWorkers newWorkers(ThreadFactory threads) {
    CallWorkers workers =
        new CallWorkers(queue, _ -> api, recorder, InstantSource.system(), "test", threads);
    started.add(workers);
    return workers;
  }

  private static ThreadFactory virtual() {
    return Thread.ofVirtual().factory();
  }

  private void place(ObjectId object, Order... orders) {
    List<PlannedOrder> placements =
        Stream.of(orders).map(order -> PlannedOrder.now(order, EDIT)).toList();
    queue.place(object, placements, 1, InstantSource.system().instant());
  }

  private List<Failure> failures(Action... actions) {
    return recorder.ended.stream()
        .filter(each -> List.of(actions).contains(each.call.action()))
        .map(each -> ((Answer.Failed<?>) each.answer).failure())
        .toList();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private record Ended(Call call, Instant began, Instant ended, Answer<?> answer) {}

  /** Notes what the listener is told. */
  private static final class Recorder implements CallListener {
    private final List<Call> began = new CopyOnWriteArrayList<>();
    private final List<Ended> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger atEndCalls = new AtomicInteger();
    private volatile Runnable atBegin = () -> {};
    private volatile Runnable atEnd = () -> {};

    @Override
    public void began(Call call, Instant at) {
      atBegin.run();
      began.add(call);
    }

    @Override
    public void ended(Call call, Instant beganAt, Instant endedAt, Answer<?> answer) {
      atEndCalls.incrementAndGet();
      atEnd.run();
      ended.add(new Ended(call, beganAt, endedAt, answer));
    }
  }

  /** Answers with success, unless it is told to block or to throw. */
  private static final class FakeApi implements LiveApi {
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean blocked;
    private volatile @Nullable Error bug;

    @Override
    public Answer<List<CallbackRecord>> describe(Listing listing) {
      return answer("describe " + listing.scope().name(), List.of());
    }

    @Override
    public Answer<WriteAccepted> update(CallbackKey key, CallbackContent content) {
      return answer("update " + key.app(), WriteAccepted.DONE);
    }

    @Override
    public Answer<WriteAccepted> delete(CallbackKey key) {
      return answer("delete " + key.app(), WriteAccepted.DONE);
    }

    private <T> Answer<T> answer(String call, T value) {
      Error failure = bug;
      if (failure != null) {
        throw failure;
      }
      sent.add(call);
      if (blocked) {
        awaitLatch(open);
      }
      return new Answer.Ok<>(value, "request");
    }
  }
}
