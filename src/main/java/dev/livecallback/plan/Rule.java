package dev.livecallback.plan;

import java.util.Optional;

/**
 * One line of the planner's table.
 *
 * @param number its number in {@code docs/planner.md}
 * @param name its name there
 * @param judge answers if its condition holds
 */
record Rule(int number, String name, Judge judge) {

  /** Gives the plan, or empty if the rule doesn't apply. */
  @FunctionalInterface
  interface Judge {
    Optional<Plan> judge(Situation situation);
  }

  static Rule rule(int number, String name, Judge judge) {
    return new Rule(number, name, judge);
  }
}
