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
 * The options of an engine.
 *
 * @param takeover the effects that another process may have had until now
 * @param planned receives the duration of each plan, facts included
 * @param bugs receives each exception that a round threw because of a bug
 * @param planner decides what is wanted for an object
 * @param queues creates the queue of a cloud account, with the guard that checks each order before
 *     it is sent
 */
public record EngineOptions(
    Takeover takeover,
    Consumer<Duration> planned,
    Consumer<Throwable> bugs,
    Function<Facts, Plan> planner,
    BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> queues) {

  /** The options with the real planner and queues, and without another process. */
  public static final EngineOptions USUAL =
      new EngineOptions(Takeover.NONE, _ -> {}, _ -> {}, Planner.ofTable()::plan, CallQueue::of);

  /** Returns these options with a takeover from another process. */
  public EngineOptions after(Takeover other) {
    return new EngineOptions(other, planned, bugs, planner, queues);
  }

  /** Returns these options with receivers of the durations of plans and of what rounds threw. */
  public EngineOptions telling(Consumer<Duration> durations, Consumer<Throwable> thrown) {
    return new EngineOptions(takeover, durations, thrown, planner, queues);
  }

  /** Returns these options with another planner. */
  public EngineOptions deciding(Function<Facts, Plan> otherPlanner) {
    return new EngineOptions(takeover, planned, bugs, otherPlanner, queues);
  }

  /** Returns these options with another way to create queues. */
  public EngineOptions queueing(
      BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> otherQueues) {
    return new EngineOptions(takeover, planned, bugs, planner, otherQueues);
  }
}
