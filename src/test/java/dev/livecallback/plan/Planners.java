package dev.livecallback.plan;

import java.util.List;

/** Planners that aren't as they should be, for tests that have to notice. */
public final class Planners {
  private Planners() {}

  /** One whose table lacks a rule, by its name. */
  public static Planner without(String name) {
    List<Rule> others = Planner.RULES.stream().filter(rule -> !rule.name().equals(name)).toList();
    if (others.size() == Planner.RULES.size()) {
      throw new IllegalArgumentException("There is no rule " + name);
    }
    return new Planner(others);
  }
}
