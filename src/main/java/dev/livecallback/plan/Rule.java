package dev.livecallback.plan;

import java.util.Optional;

/**
 * A line of the planner's table.
 *
 * @param name the name of the rule and of its section in {@code docs/planner.md}
 * @param judge the function that makes the plan if the rule's condition holds
 */
record Rule(String name, Judge judge) {

  /** The function that returns the plan; empty if the rule doesn't apply. */
  @FunctionalInterface
  interface Judge {
    Optional<Plan> judge(Situation situation);
  }

  static Rule rule(String name, Judge judge) {
    return new Rule(name, judge);
  }
}
