package dev.livecallback.plan;

import java.util.Optional;

/** One line of the planner's table: answers if its condition holds. */
@FunctionalInterface
interface Rule {
  /** The plan, or empty if this rule doesn't apply. */
  Optional<Plan> judge(Situation situation);
}
