package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Advice;
import dev.livecallback.api.Reason;
import dev.livecallback.deploy.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The commands of the pages")
class CommandsTest {
  private static final Pattern COMMANDS = Pattern.compile("(?m)^ *```(sh|console)$");

  /** A whole one: to its end, or to the next. */
  private static final Pattern ANNOTATE =
      Pattern.compile(
          "\\bkubectl\\b(?:(?!kubectl)[^`\\n])*?\\bannotate [-\\w](?:(?!kubectl)[^`\\n])*");

  private static final String RUNBOOKS = "docs/runbooks";

  /** The test that runs all of them, by page. */
  private static final Map<String, String> RUN =
      Map.ofEntries(
          Map.entry("README.zh-CN.md", "ChinesePagesTest"),
          Map.entry("docs/accounts.md", "flow/AccountsPageIT"),
          Map.entry("docs/argocd.md", "deploy/GitopsPagesIT"),
          Map.entry("docs/cli.md", "deploy/CliPageIT"),
          Map.entry("docs/first-account.md", "deploy/FirstAccountPageIT"),
          Map.entry("docs/flux.md", "deploy/GitopsPagesIT"),
          Map.entry("docs/helm.md", "deploy/ChartPageIT"),
          Map.entry("docs/install.md", "deploy/InstallPageIT"),
          Map.entry("docs/monitoring.md", "deploy/MonitoringIT"),
          Map.entry("docs/policies.md", "flow/PoliciesPageIT"),
          Map.entry("docs/quickstart.md", "deploy/QuickstartIT"),
          Map.entry("docs/reasons.md", "deploy/ReasonsPageTest"),
          Map.entry("docs/recipes.md", "deploy/RecipesPageIT"),
          Map.entry(RUNBOOKS, "flow/RunbooksIT"),
          Map.entry("docs/tenancy.md", "deploy/TenancyPageIT"),
          Map.entry("docs/uninstall.md", "deploy/UninstallPageIT"),
          Map.entry("docs/upgrade.md", "deploy/UpgradePageIT"),
          Map.entry("docs/zh-CN/install.md", "ChinesePagesTest"),
          Map.entry("docs/zh-CN/quickstart.md", "ChinesePagesTest"),
          Map.entry("docs/zh-CN/reasons.md", "ChinesePagesTest"),
          Map.entry("tools/control-plane/README.md", "testing/ControlPlaneIT"));

  /** Why no test runs them, by page. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "README.md", "each is a line of .ci/run",
          "docs/performance.md", "a benchmark of a quarter of an hour, and no test asserts a time",
          "docs/releasing.md", "they need a release, and a registry; SbomIT has the licences");

  @Test
  void areRunByATestOrItIsSaidWhyNot() throws IOException {
    Set<String> listed = new TreeSet<>(RUN.keySet());
    listed.addAll(NOT_RUN.keySet());

    assertThat(DocsTest.pages().filter(CommandsTest::hasCommands).map(CommandsTest::key).distinct())
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @ParameterizedTest(name = "of {0} are run by a test that is there, and is about that page")
  @MethodSource
  void runs(String page) {
    Path test = Path.of("src/test/java/dev/livecallback", RUN.get(page) + ".java");

    assertThat(test).content().contains("\"" + page + "\"");
  }

  static Set<String> runs() {
    return RUN.keySet();
  }

  @Test
  void ofTheReadmeAreRunBeforeEachMerge() {
    assertThat(Path.of("README.md"))
        .content()
        .contains("```sh\n./demo\n", "```sh\n./mvnw verify\n");
    assertThat(Path.of(".ci/run"))
        .content()
        .containsPattern("(?m)^\\./demo --check$")
        .containsPattern("(?m)^\\./mvnw .*\\bverify$")
        .containsPattern("(?m)^tools/slow-tests ");
  }

  @Test
  void ofTheProgramInTheReadmeAreThoseOfItsPage() {
    List<String> commands =
        Pattern.compile("`(livecallback [^`]+)`")
            .matcher(Pages.text("README.md"))
            .results()
            .map(command -> command.group(1))
            .toList();

    assertThat(commands)
        .isNotEmpty()
        .isSubsetOf(Pages.blocks("docs/cli.md", "sh").stream().flatMap(String::lines).toList());
  }

  /** Flux takes off what kubectl sets under its own name. */
  @ParameterizedTest(name = "{0}: annotate under another field manager than kubectl's own")
  @MethodSource("texts")
  void annotations(Path text) {
    assertThat(ANNOTATE.matcher(read(text)).results().map(MatchResult::group))
        .allMatch(command -> command.contains(" --field-manager=livecallback "));
  }

  /** All that a person may copy a command from, and what an operator said in each situation. */
  static Stream<Path> texts() throws IOException {
    List<Path> all = new ArrayList<>(DocsTest.pages().toList());
    for (String folder : List.of("deploy", "examples", "tools", "src/main/resources")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        all.addAll(files.filter(CommandsTest::isText).toList());
      }
    }
    return all.stream().filter(text -> read(text).contains("annotate "));
  }

  @Test
  void annotateInTheAdviceOnEachReason() {
    Stream<Advice> advice =
        Stream.concat(
            Stream.of(Reason.values()).map(Reason::advice),
            Stream.of(AccountReason.values()).map(AccountReason::advice));

    assertThat(advice.flatMap(each -> ANNOTATE.matcher(each.commands()).results()))
        .extracting(MatchResult::group)
        .hasSizeGreaterThan(5)
        .allMatch(command -> command.contains(" --field-manager=livecallback "));
  }

  /** So each message has what that class writes. */
  @Test
  void annotateInMessagesByOneClass() throws IOException {
    Pattern spelt = Pattern.compile("\"[^\"\n]*\\bannotate\\b");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      assertThat(
              sources.filter(CommandsTest::isText).filter(each -> spelt.matcher(read(each)).find()))
          .extracting(each -> each.getFileName().toString())
          .containsExactlyInAnyOrder("AnnotateCommand.java", "AdviceCommands.java");
    }
  }

  private static boolean isText(Path file) {
    return file.toString().matches(".*(?:/[^./]+|\\.(?:md|yaml|json|lua|txt|tpl|java|html|js))$")
        && Files.isRegularFile(file);
  }

  /** Runbooks are one. */
  private static String key(Path page) {
    return page.startsWith(RUNBOOKS) ? RUNBOOKS : page.toString();
  }

  private static boolean hasCommands(Path page) {
    return COMMANDS.matcher(read(page)).find();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
