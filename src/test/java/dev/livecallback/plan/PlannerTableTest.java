package dev.livecallback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The four places of a rule: its method, its line, its section and its rows agree. */
class PlannerTableTest {
  private static final Path PAGE = Path.of("docs", "planner.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/livecallback/plan");
  private static final Pattern SECTION =
      Pattern.compile(
          "(?m)^#### (\\w+)\\n.+\\n- \\*\\*When\\*\\* .+\\n- \\*\\*Plan\\*\\* .+\\n- \\*\\*Example\\*\\* .+$");
  private static final Pattern LINE = Pattern.compile("rule\\(\"(\\w+)\", +(\\w+)::(\\w+)\\)");

  @Test
  void eachRuleHasItsSectionInTheOrderInWhichTheyAreAsked() throws IOException {
    List<String> sections =
        SECTION.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();

    assertThat(sections).hasSizeGreaterThan(40).containsExactlyElementsOf(names());
  }

  @Test
  void eachLineHasTheMethodOfItsName() throws IOException {
    List<MatchResult> lines =
        LINE.matcher(Files.readString(SOURCES.resolve("Planner.java"))).results().toList();

    assertThat(lines).extracting(line -> line.group(1)).isEqualTo(names());
    assertThat(lines).allMatch(line -> line.group(1).equals(line.group(3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void eachMethodLeadsToItsSection(String rule) throws IOException {
    Pattern method =
        Pattern.compile(
            "See[\\s*]+\\{@code[\\s*]+docs/planner.md#%1$s}\\.\\s+\\*/\\s+static Optional<Plan> %1$s\\("
                .formatted(rule));

    assertThat(rules()).anyMatch(source -> method.matcher(source).find());
  }

  @Test
  void noRuleAsksAnother() throws IOException {
    Set<String> classes =
        LINE.matcher(Files.readString(SOURCES.resolve("Planner.java")))
            .results()
            .map(line -> line.group(2))
            .collect(Collectors.toSet());

    assertThat(classes).hasSizeGreaterThan(5);
    assertThat(rules())
        .noneMatch(source -> classes.stream().anyMatch(other -> source.contains(other + ".")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void eachRuleDecidesSomeRowOfTheTables(String rule) {
    Set<String> deciding =
        rows()
            .map(row -> String.valueOf(row.get()[row.get().length - 1]))
            .flatMap(plan -> Stream.of(plan.substring(0, plan.indexOf(':')).split(", ", -1)))
            .collect(Collectors.toSet());

    assertThat(deciding).contains(rule);
  }

  private static Stream<Arguments> rows() {
    return Stream.of(
            PlannerTest.plans(),
            PlannerDesiredRecordTest.plans(),
            PlannerWriteTest.plans(),
            PlannerPolicyTest.plans(),
            PlannerPauseTest.plans(),
            PlannerYieldTest.plans(),
            PlannerDeleteTest.plans(),
            PlannerLeftoverTest.plans())
        .flatMap(rows -> rows);
  }

  static List<String> names() {
    return Planner.RULES.stream().map(Rule::name).toList();
  }

  private static List<String> rules() throws IOException {
    List<String> sources = new java.util.ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Rules.java")).toList()) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }
}
