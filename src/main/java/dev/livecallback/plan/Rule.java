package dev.livecallback.plan;

import java.util.Optional;

/**
 * One line of the planner's table.
 *
 * @param name its name, which is that of its section in {@code docs/planner.md}
 * @param judge answers if its condition holds
 */
record Rule(String name, Judge judge) {

  /** Gives the plan, or empty if the rule doesn't apply. */
  @FunctionalInterface
  interface Judge {
    Optional<Plan> judge(Situation situation);
  }

  static Rule rule(String name, Judge judge) {
    return new Rule(name, judge);
  }
}
