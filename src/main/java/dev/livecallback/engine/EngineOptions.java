package dev.livecallback.engine;

import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an engine may be given beside what it needs.
 *
 * @param takeover what another process may have done until now
 * @param planned is told how long each plan took, facts included
 * @param bugs is told what a round threw that nothing may throw
 * @param planner decides what is wanted for an object
 * @param queues makes the queue of a cloud account, with the last look before an order is sent
 */
public record EngineOptions(
    Takeover takeover,
    Consumer<Duration> planned,
    Consumer<Throwable> bugs,
    Function<Facts, Plan> planner,
    BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> queues) {

  /** The real planner and queues, beside no other process. */
  public static final EngineOptions USUAL =
      new EngineOptions(Takeover.NONE, _ -> {}, _ -> {}, Planner.ofTable()::plan, CallQueue::of);

  /** The same after another process. */
  public EngineOptions after(Takeover other) {
    return new EngineOptions(other, planned, bugs, planner, queues);
  }

  /** The same, with somebody to tell how long plans take, and what a round threw. */
  public EngineOptions telling(Consumer<Duration> durations, Consumer<Throwable> thrown) {
    return new EngineOptions(takeover, durations, thrown, planner, queues);
  }

  /** The same with another planner. */
  public EngineOptions deciding(Function<Facts, Plan> otherPlanner) {
    return new EngineOptions(takeover, planned, bugs, otherPlanner, queues);
  }

  /** The same with queues made otherwise. */
  public EngineOptions queueing(
      BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> otherQueues) {
    return new EngineOptions(takeover, planned, bugs, planner, otherQueues);
  }
}
