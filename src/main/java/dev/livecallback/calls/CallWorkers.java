package dev.livecallback.calls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.LiveApi;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The virtual threads around a {@link CallQueue}. While the queue has orders, a dispatcher asks it
 * for the next call. Each call has its own thread, which sends the call, tells the listener, and
 * only then tells the queue.
 *
 * <p>No bug of the client, the listener or the guard ends the dispatcher. If the client throws, the
 * call has failed (a write: outcome unknown; a read: unavailable). If the listener can't record the
 * beginning of a call, the call isn't sent.
 */
public final class CallWorkers {
  private static final Logger log = LoggerFactory.getLogger(CallWorkers.class);

  /** The longest sleep of the dispatcher. After a bug, it sleeps for {@link #AFTER_BUG}. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private static final Duration AFTER_BUG = Duration.ofSeconds(1);
  private static final int FRAMES = 12;

  private final CallQueue queue;
  private final Function<Call, LiveApi> apis;
  private final CallListener listener;
  private final InstantSource clock;
  private final String name;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private boolean started;

  @GuardedBy("lock")
  private boolean stopping;

  /** Whether there is a dispatcher. */
  @GuardedBy("lock")
  private boolean dispatching;

  @GuardedBy("lock")
  private boolean woken;

  @GuardedBy("lock")
  private int running;

  /**
   * Creates workers that don't work yet.
   *
   * @param queue the queue whose calls they send
   * @param apis returns the API through which a call is sent
   * @param listener learns of each call
   * @param clock the queue's time
   * @param name the name of the account, for the names of threads and for the log
   */
  public static CallWorkers of(
      CallQueue queue,
      Function<Call, LiveApi> apis,
      CallListener listener,
      InstantSource clock,
      String name) {
    return new CallWorkers(queue, apis, listener, clock, name, virtual(name));
  }

  /** Creates workers with other threads, for the dispatcher and for each call. */
  CallWorkers(
      CallQueue queue,
      Function<Call, LiveApi> apis,
      CallListener listener,
      InstantSource clock,
      String name,
      ThreadFactory threads) {
    this.queue = queue;
    this.apis = apis;
    this.listener = listener;
    this.clock = clock;
    this.name = name;
    this.threads = threads;
  }

  /**
   * Starts to send. From now on, the queue wakes these workers.
   *
   * @throws IllegalStateException if they were started or stopped before
   */
  public void start() {
    lock.lock();
    try {
      if (started || stopping) {
        throw new IllegalStateException("workers start once");
      }
      started = true;
    } finally {
      lock.unlock();
    }
    queue.onChange(this::wake);
    wake();
  }

  /**
   * Wakes the dispatcher, so that it asks the queue now. Needed only after changes that the queue
   * can't know of.
   */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
      if (started && !stopping && !dispatching) {
        threads.newThread(this::dispatch).start();
        dispatching = true;
      }
    } catch (Throwable bug) {
      report("no thread for the dispatcher, so the next order has to start it", bug);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts no further call, and waits for the calls in flight.
   *
   * @param patience the longest time to wait for them
   * @return true if all have ended and their listener was told; the others go on, and still tell it
   */
  public boolean stop(Duration patience) {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
      long nanos = patience.toNanos();
      while (running > 0 && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return isDrained();
  }

  private static ThreadFactory virtual(String name) {
    return Thread.ofVirtual().name("call-" + name + "-", 1).factory();
  }

  private boolean isDrained() {
    lock.lock();
    try {
      return running == 0;
    } finally {
      lock.unlock();
    }
  }

  private void dispatch() {
    while (reserve()) {
      Instant now = clock.instant();
      Optional<Call> call = Optional.empty();
      Instant wake = Instant.MIN;
      try {
        call = queue.next(now);
        wake = call.isPresent() ? now : queue.nextWake(now);
      } catch (Throwable bug) {
        report("the queue or its guard failed and is asked again in a second", bug);
      }
      if (call.isPresent()) {
        send(call.get());
      } else {
        release();
        if (mayEnd(wake)) {
          return;
        }
        sleep(now, wake);
      }
    }
  }

  /**
   * Returns whether the dispatcher ends, because the queue is empty. The next order makes another.
   */
  private boolean mayEnd(Instant wake) {
    boolean idle = wake.equals(Instant.MAX) && queue.isEmpty();
    lock.lock();
    try {
      // An order that was placed since then has woken the dispatcher.
      if (idle && !woken) {
        dispatching = false;
      }
      return !dispatching;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts a call as running before the queue is asked for it. Returns false if the workers stop.
   */
  private boolean reserve() {
    lock.lock();
    try {
      if (stopping) {
        return false;
      }
      woken = false;
      running++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    lock.lock();
    try {
      running--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until the queue wants to be asked, or until {@link #wake}; MIN = after a bug. */
  private void sleep(Instant now, Instant wake) {
    boolean afterBug = wake.equals(Instant.MIN);
    long nanos = (afterBug ? AFTER_BUG : cappedBetween(now, wake)).toNanos();
    lock.lock();
    try {
      while (nanos > 0 && !stopping && (afterBug || !woken)) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException _) {
      log.warn("{}: the dispatcher was interrupted and goes on", name);
    } finally {
      lock.unlock();
    }
  }

  private static Duration cappedBetween(Instant now, Instant wake) {
    return wake.isAfter(now.plus(LONGEST_SLEEP)) ? LONGEST_SLEEP : Duration.between(now, wake);
  }

  private void send(Call call) {
    Runnable task;
    try {
      listener.began(call, call.began());
      task = () -> finish(call, answerOf(call));
    } catch (Throwable bug) {
      report("the listener failed, so a call was not sent", bug);
      task = () -> finish(call, notSent(bug));
    }
    try {
      threads.newThread(task).start();
    } catch (Throwable bug) {
      report("no thread for a call, so it was not sent", bug);
      finish(call, notSent(bug));
    }
  }

  private Answer<?> answerOf(Call call) {
    try {
      LiveApi api = apis.apply(call);
      return Objects.requireNonNull(
          switch (call.order()) {
            case Order.Read read -> api.describe(read.listing());
            case Order.Put put -> api.update(put.key(), put.content());
            case Order.Remove remove -> api.delete(remove.key());
          });
    } catch (Throwable bug) {
      report("the client failed at " + call.action() + " of " + call.order().scope(), bug);
      return switch (call.order()) {
        case Order.Read _ -> new Answer.Failed<>(new Failure.Unavailable(detail(bug)));
        case Order.Put _, Order.Remove _ ->
            new Answer.Failed<>(new Failure.OutcomeUnknown(detail(bug)));
      };
    }
  }

  private void finish(Call call, Answer<?> answer) {
    Instant ended = clock.instant();
    try {
      listener.ended(call, call.began(), ended, answer);
    } catch (Throwable bug) {
      report("the listener failed at the end of a call", bug);
    }
    try {
      queue.ended(call, ended, answer);
    } finally {
      release();
    }
  }

  private static Answer<?> notSent(Throwable bug) {
    return new Answer.Failed<>(new Failure.Unavailable(detail(bug)));
  }

  /** Returns a detail without the exception's own message, because that may quote what was sent. */
  private static Failure.Detail detail(Throwable bug) {
    return new Failure.Detail(
        "a bug of the operator: " + bug.getClass().getName() + "; its log says where",
        0,
        null,
        null);
  }

  private void report(String what, Throwable bug) {
    String frames =
        Arrays.stream(bug.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    log.error("{}: {}: {} at {}", name, what, bug.getClass().getName(), frames);
  }
}
