package dev.livecallback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rows of one rule: a situation each, and what is planned in it in the words of {@link Told}. A
 * row that another rule decides shows where this one ends.
 */
final class RuleTable {
  private RuleTable() {}

  /** A situation, and its plan. */
  record Row(String situation, Given given, String plan) {
    private boolean isDecidedBy(String rule) {
      return List.of(plan.substring(0, plan.indexOf(':')).split(", ", -1)).contains(rule);
    }

    private DynamicTest test() {
      return DynamicTest.dynamicTest(situation, this::isPlanned);
    }

    private void isPlanned() {
      Facts facts = given.facts();

      assertThat(Told.of(facts, new Planner().plan(facts))).as(situation).isEqualTo(plan);
    }
  }

  static Row row(String situation, Given given, String plan) {
    return new Row(situation, given, plan);
  }

  /** A test for each row. At least one of them has to be decided by the rule. */
  static Stream<DynamicTest> rule(String name, Row... rows) {
    assertThat(rows).as("a row that %s decides", name).anyMatch(row -> row.isDecidedBy(name));
    return Arrays.stream(rows).map(Row::test);
  }
}
