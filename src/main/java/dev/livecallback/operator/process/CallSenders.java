package dev.livecallback.operator.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallWorkers;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.operator.metrics.CallMetrics;
import dev.livecallback.volcengine.LiveApi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The workers of every open cloud account. They send no call before {@link #start}. */
final class CallSenders {
  private final CallMetrics calls;
  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<CloudAccount, CallWorkers> workers = new LinkedHashMap<>();

  /** The cloud accounts that were opened before the start. */
  @GuardedBy("this")
  private final List<CloudAccount> waiting = new ArrayList<>();

  @GuardedBy("this")
  private @Nullable Function<Call, LiveApi> apis;

  /**
   * @param calls counts every call
   */
  CallSenders(CallMetrics calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  /** Gives a cloud account that has just been opened its workers. */
  synchronized void opened(CloudAccount cloudAccount) {
    if (apis == null) {
      waiting.add(cloudAccount);
    } else {
      begin(cloudAccount, apis);
    }
  }

  /**
   * Starts sending.
   *
   * @param through returns the API through which a call is sent
   */
  synchronized void start(Function<Call, LiveApi> through) {
    apis = through;
    waiting.forEach(cloudAccount -> begin(cloudAccount, through));
    waiting.clear();
  }

  @GuardedBy("this")
  private void begin(CloudAccount cloudAccount, Function<Call, LiveApi> through) {
    CallWorkers fresh =
        CallWorkers.of(
            cloudAccount.queue(), through, calls.byLane(cloudAccount.results()), clock, "live-api");
    workers.put(cloudAccount, fresh);
    fresh.start();
  }

  /** Ends the workers of cloud accounts that were closed. */
  void endClosed() {
    List<CallWorkers> ended = new ArrayList<>();
    synchronized (this) {
      waiting.removeIf(CloudAccount::isClosed);
      workers.entrySet().removeIf(each -> each.getKey().isClosed() && ended.add(each.getValue()));
    }
    ended.forEach(each -> each.stop(Duration.ZERO));
  }

  /**
   * Starts no new calls, and waits for the calls in flight.
   *
   * @return whether all calls have ended
   */
  boolean stop(Duration patience) {
    List<CallWorkers> all;
    synchronized (this) {
      all = List.copyOf(workers.values());
    }
    return all.parallelStream().map(each -> each.stop(patience)).reduce(true, Boolean::logicalAnd);
  }
}
