package dev.livecallback.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("docs/install.md")
class SettingsDocTest {

  @ParameterizedTest(name = "has a row for {0}")
  @MethodSource("options")
  void hasARow(String option, String variable) throws IOException {
    assertThat(rows()).anyMatch(row -> row.startsWith("| `" + option + "` | `" + variable + "` |"));
  }

  @Test
  @DisplayName("has no row for an option that there isn't")
  void hasNoOther() throws IOException {
    List<String> options = options().map(o -> "`" + o[0] + "`").toList();

    assertThat(rows().stream().filter(row -> row.startsWith("| `--")))
        .allMatch(row -> options.contains(row.split(" ", 3)[1]));
  }

  /** Each option but those for help, with the variable that its description begins with. */
  static Stream<Object[]> options() {
    return new CommandLine(new OperatorCommand(Map.of()))
        .getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(option -> new Object[] {option.longestName(), variable(option)});
  }

  private static String variable(OptionSpec option) {
    return option.description()[0].split(":", 2)[0];
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/install.md"));
  }
}
