package dev.livecallback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules in the code are those of {@code docs/planner.md}, in its order. */
class PlannerTableTest {
  private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (\\w+) \\|");

  @Test
  void theRulesInCodeReadLikeTheTable() throws IOException {
    List<String> table =
        Files.readAllLines(Path.of("docs", "planner.md")).stream()
            .flatMap(line -> ROW.matcher(line).results())
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(Planner.RULES.stream().map(rule -> rule.number() + " " + rule.name()))
        .hasSizeGreaterThan(40)
        .containsExactlyElementsOf(table);
  }
}
