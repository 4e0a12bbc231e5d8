package dev.livecallback.engine;

import dev.livecallback.calls.SendGuard;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What an engine may be given beside what it needs.
 *
 * @param takeover what another process may have done until now
 * @param planned is told how long each plan took, facts included
 * @param bugs is told what a round threw that nothing may throw
 * @param planner decides what is wanted for an object
 * @param guarding wraps the last look before an order is sent
 */
public record EngineOptions(
    Takeover takeover,
    Consumer<Duration> planned,
    Consumer<Throwable> bugs,
    Function<Facts, Plan> planner,
    UnaryOperator<SendGuard> guarding) {

  /** The real planner and guard, beside no other process. */
  public static final EngineOptions USUAL =
      new EngineOptions(
          Takeover.NONE, _ -> {}, _ -> {}, new Planner()::plan, UnaryOperator.identity());

  /** The same after another process. */
  public EngineOptions after(Takeover other) {
    return new EngineOptions(other, planned, bugs, planner, guarding);
  }

  /** The same, with somebody to tell how long plans take, and what a round threw. */
  public EngineOptions telling(Consumer<Duration> durations, Consumer<Throwable> thrown) {
    return new EngineOptions(takeover, durations, thrown, planner, guarding);
  }

  /** The same with another planner, and another guard around its own. */
  public EngineOptions deciding(
      Function<Facts, Plan> otherPlanner, UnaryOperator<SendGuard> otherGuarding) {
    return new EngineOptions(takeover, planned, bugs, otherPlanner, otherGuarding);
  }
}
