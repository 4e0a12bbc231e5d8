package dev.livecallback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.Main;
import dev.livecallback.api.Reason;
import dev.livecallback.cli.plan.Outcome;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

@DisplayName("docs/cli.md")
class CliPageTest {
  private static final Path PAGE = Path.of("docs/cli.md");

  /** Whose options other pages have. */
  private static final List<String> ELSEWHERE = List.of("operator", "simulator");

  private static Map<String, CommandLine> commands() {
    return Main.commands(Map.of()).getSubcommands();
  }

  @Test
  @Generates
  void hasEveryExitCodeAndEveryOption() throws IOException {
    String page = Files.readString(PAGE);
    page = part(page, "exit codes", exitCodes());
    page = part(page, "outcomes", outcomes());
    Generated.check(PAGE, part(page, "options", options()));
  }

  @Test
  void namesEveryCommand() throws IOException {
    assertThat(commands().keySet())
        .contains("export", "plan", "status", "explain", "completion")
        .containsAll(ELSEWHERE);
    assertThat(commands().keySet())
        .allSatisfy(name -> assertThat(PAGE).content().contains("| `livecallback " + name + "` |"));
  }

  @Test
  void saysOfEachCommandWhatAPersonNeeds() {
    commands()
        .forEach(
            (name, command) -> {
              assertThat(command.getUsageMessage(Ansi.OFF)).as(name).contains("--help");
              assertThat(command.getCommandSpec().optionsMap().values())
                  .as(name)
                  .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
              if (!ELSEWHERE.contains(name)) {
                assertThat(command.getCommandSpec().exitCodeOnInvalidInput())
                    .as(name)
                    .isEqualTo(ExitCode.FAILED.number());
              }
            });
  }

  private static String exitCodes() {
    return Arrays.stream(ExitCode.values())
        .map(code -> "| %d | %s |\n".formatted(code.number(), code.meaning()))
        .collect(Collectors.joining("", "| code | means |\n| --- | --- |\n", ""));
  }

  private static String outcomes() {
    return Arrays.stream(Outcome.values())
        .map(
            outcome ->
                "| `%s` | %s | %s | %s |\n"
                    .formatted(
                        outcome.sign() == ' ' ? "(none)" : outcome.sign(),
                        outcome.word(),
                        outcome.meaning(),
                        Arrays.stream(Reason.values())
                            .filter(reason -> Outcome.of(reason) == outcome)
                            .map(reason -> "`" + reason + "`")
                            .collect(Collectors.joining(", "))))
        .collect(
            Collectors.joining(
                "", "| sign | outcome | means | reasons |\n| --- | --- | --- | --- |\n", ""));
  }

  private static String options() {
    return commands().entrySet().stream()
        .filter(each -> !ELSEWHERE.contains(each.getKey()))
        .map(
            each ->
                "### livecallback "
                    + each.getKey()
                    + "\n```\n"
                    + each.getValue().getUsageMessage(Ansi.OFF).replaceAll("(?m) +$", "")
                    + "```\n")
        .collect(Collectors.joining("\n"));
  }

  private static String part(String page, String name, String text) {
    String begin = "<!-- " + name + ": generated from the code -->\n";
    String end = "<!-- end of " + name + " -->";
    return page.substring(0, page.indexOf(begin) + begin.length())
        + text
        + page.substring(page.indexOf(end));
  }
}
