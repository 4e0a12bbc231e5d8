package dev.livecallback.plan;

/** Planners that aren't as they should be, for tests that have to notice. */
public final class Planners {
  private Planners() {}

  /** One whose table lacks a rule, by its number. */
  public static Planner without(int number) {
    return new Planner(Planner.RULES.stream().filter(rule -> rule.number() != number).toList());
  }
}
