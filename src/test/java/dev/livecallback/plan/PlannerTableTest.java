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
import org.junit.jupiter.params.provider.MethodSource;

/** The four places of a rule: its method, its line, its section and its rows agree. */
class PlannerTableTest {
  private static final Path PAGE = Path.of("docs", "planner.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/livecallback/plan");
  private static final Path TESTS = Path.of("src/test/java/dev/livecallback/plan");
  private static final Pattern SECTION =
      Pattern.compile(
          "(?m)^#### (\\w+)\\n(?:\\w.+\\n)+"
              + "- \\*\\*When\\*\\* .+\\n(?: .+\\n|\\n)*"
              + "- \\*\\*Plan\\*\\* .+\\n(?: .+\\n|\\n)*"
              + "- \\*\\*Example\\*\\* .+$");
  private static final Pattern LINE = Pattern.compile("rule\\(\"(\\w+)\", +(\\w+)::(\\w+)\\)");

  @Test
  void eachRuleHasItsSectionInTheOrderInWhichTheyAreAsked() throws IOException {
    List<String> sections =
        SECTION.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();

    assertThat(sections).hasSizeGreaterThan(40).containsExactlyElementsOf(names());
  }

  @Test
  void eachLineHasTheMethodOfItsName() throws IOException {
    List<MatchResult> lines = lines();

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
    Set<String> classes = lines().stream().map(line -> line.group(2)).collect(Collectors.toSet());

    assertThat(classes).hasSizeGreaterThan(5);
    assertThat(rules())
        .noneMatch(source -> classes.stream().anyMatch(other -> source.contains(other + ".")))
        .noneMatch(source -> names().stream().anyMatch(name -> asks(source, name)));
  }

  /** Whether it has a call of a rule of its own class; fields and methods of values don't count. */
  private static boolean asks(String source, String rule) {
    return Pattern.compile("(?<![.\\w])%1$s\\(s\\)|::%1$s\\b".formatted(rule))
        .matcher(source)
        .find();
  }

  @Test
  void eachRuleHasItsRowsUnderItsNameInTheTestOfItsClass() throws IOException {
    for (MatchResult line : lines()) {
      Path test = TESTS.resolve(line.group(2) + "Test.java");

      assertThat(Files.readString(test))
          .containsPattern(
              "@TestFactory\\s+Stream<DynamicTest> %1$s\\(\\) \\{\\s+return rule\\(\\s*\"%1$s\","
                  .formatted(line.group(1)));
    }
  }

  static List<String> names() {
    return Planner.RULES.stream().map(Rule::name).toList();
  }

  private static List<MatchResult> lines() throws IOException {
    return LINE.matcher(Files.readString(SOURCES.resolve("Planner.java"))).results().toList();
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
