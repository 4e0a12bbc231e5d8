package dev.livecallback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rows of one rule: a situation each, and what is planned in it in the words of {@link Told}. A
 * row {@link #elsewhere} shows where the rule ends: another one decides it.
 */
final class RuleTable {
  private RuleTable() {}

  /**
   * A situation, and its plan.
   *
   * @param within whether the rule decides it
   */
  record Row(String situation, Given given, String plan, boolean within) {
    private boolean isDecidedBy(String rule) {
      return List.of(plan.substring(0, plan.indexOf(':')).split(", ", -1)).contains(rule);
    }

    private DynamicTest test() {
      return DynamicTest.dynamicTest(situation, this::isPlanned);
    }

    private void isPlanned() {
      Facts facts = given.facts();

      assertThat(Told.of(facts, Planner.ofTable().plan(facts))).as(situation).isEqualTo(plan);
    }
  }

  /** A situation that the rule decides. */
  static Row row(String situation, Given given, String plan) {
    return new Row(situation, given, plan, true);
  }

  /** One that another rule decides. */
  static Row elsewhere(String situation, Given given, String plan) {
    return new Row(situation, given, plan, false);
  }

  /** A test for each row. The rule has to decide at least one. */
  static Stream<DynamicTest> rule(String name, Row... rows) {
    assertThat(rows).as("a row that %s decides", name).anyMatch(Row::within);
    assertThat(rows)
        .as("who decides the rows of %s", name)
        .allMatch(row -> row.isDecidedBy(name) == row.within());
    return Arrays.stream(rows).map(Row::test);
  }
}
