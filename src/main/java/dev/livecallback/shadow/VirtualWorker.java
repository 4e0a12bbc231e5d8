package dev.livecallback.shadow;

import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.volcengine.Answer;
import java.time.Instant;
import java.util.Optional;

/** The worker that sends the calls of one cloud account's queue and tells of the answers. */
final class VirtualWorker {
  private final CloudAccount there;
  private final CallListener listener;
  private final CloudWire wire;
  private final Runnable dispatched;
  private final Pauses pauses;
  private final VirtualTime time;
  private boolean stopped;
  private boolean dispatching;
  private long wakeAt = Long.MAX_VALUE;

  /**
   * @param dispatched runs when all calls that may go for now were sent
   */
  VirtualWorker(
      CloudAccount there,
      CallListener listener,
      CloudWire wire,
      Runnable dispatched,
      Pauses pauses,
      VirtualTime time) {
    this.there = there;
    this.listener = listener;
    this.wire = wire;
    this.dispatched = dispatched;
    this.pauses = pauses;
    this.time = time;
  }

  /** Stops sending calls. Answers are still told. */
  void stop() {
    stopped = true;
  }

  /**
   * Returns whether the worker was stopped, or no account leads to the cloud account any more, and
   * every answer has come.
   */
  boolean isDone() {
    stopped |= there.isClosed();
    return stopped && there.queue().inFlight() == 0;
  }

  /** Dispatches soon, because the queue may have something to send. */
  void changed() {
    if (!dispatching && !stopped) {
      dispatching = true;
      time.in(pauses.beforeDispatch(), this::dispatch);
    }
  }

  private void dispatch() {
    dispatching = false;
    if (stopped) {
      return;
    }
    Instant now = time.instant();
    CallQueue queue = there.queue();
    for (Optional<Call> call = queue.next(now); call.isPresent(); call = queue.next(now)) {
      send(call.get());
    }
    dispatched.run();
    wakeAt(queue.nextWake(now));
  }

  private void wakeAt(Instant wake) {
    long at = wake.equals(Instant.MAX) ? Long.MAX_VALUE : time.millis(wake);
    if (at >= wakeAt && wakeAt > time.elapsed()) {
      return;
    }
    wakeAt = at;
    if (at < Long.MAX_VALUE) {
      time.at(
          Math.max(at, time.elapsed() + 1),
          () -> {
            if (at == wakeAt) {
              wakeAt = Long.MAX_VALUE;
              changed();
            }
          });
    }
  }

  private void send(Call call) {
    listener.began(call, call.began());
    long pause = pauses.beforeSend();
    if (pause == 0) {
      wire.send(call, answer -> ended(call, answer));
    } else {
      time.in(pause, () -> wire.send(call, answer -> ended(call, answer)));
    }
  }

  private void ended(Call call, Answer<?> answer) {
    listener.ended(call, call.began(), time.instant(), answer);
    // The listener and the queue are told one after the other; anything may happen in between.
    time.in(pauses.beforeEnded(), () -> there.queue().ended(call, time.instant(), answer));
  }
}
