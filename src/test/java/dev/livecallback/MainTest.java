package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's entry as a process of its own. */
@DisplayName("The program")
class MainTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private static ChildProcess start(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.livecallback.Main"));
    command.addAll(List.of(arguments));
    return ChildProcess.start(
        command, Map.of("ACCESS_KEY_ID", "", "SECRET_ACCESS_KEY", "", "LOG_LEVEL", ""));
  }

  private static List<String> loaded(String command) {
    try (ChildProcess process = start(List.of("-Xlog:class+load"), command, "--help")) {
      assertThat(process.awaitExit(LONG)).isZero();
      return process.stdout();
    }
  }

  @Test
  void loadsForTheOperatorNothingOfOtherCommands() {
    assertThat(loaded("operator"))
        .anyMatch(line -> line.contains("dev.livecallback.operator.process.OperatorCommand"))
        .noneMatch(line -> line.contains("dev.livecallback.cli."))
        .noneMatch(line -> line.contains("dev.livecallback.simulator."));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"export, export.ExportCommand", "status, status.StatusCommand"})
  void loadsForTheHelpOfACommandNeitherTheOperatorNorAClient(String command, String type) {
    assertThat(loaded(command))
        .anyMatch(line -> line.contains("dev.livecallback.cli." + type))
        .noneMatch(line -> line.contains("dev.livecallback.operator.process."))
        .noneMatch(line -> line.contains("okhttp3."))
        .noneMatch(line -> line.contains("io.fabric8.kubernetes.client.impl."));
  }

  @ParameterizedTest(name = "livecallback {0}")
  @ValueSource(strings = {"export --account=live/default", "operator --leader-election=false"})
  void quotesNothingThatTheCommandOfAKubeconfigSaid(String command) throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]
            users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1,
              command: sh, args: [-c, "echo hunter2"], interactiveMode: Never}}}]
            """);
    String variable = "--kubeconfig=" + kubeconfig;

    try (ChildProcess process =
        start(
            List.of(),
            Stream.concat(Stream.of(command.split(" ")), Stream.of(variable))
                .toArray(String[]::new))) {
      assertThat(process.awaitExit(LONG)).isPositive();
      assertThat(process.stderr())
          .as(String.join("\n", process.stderr()))
          .filteredOn(line -> line.contains("kubeconfig"))
          .singleElement()
          .asString()
          .contains("log in anew");
      assertThat(process.stderr()).noneMatch(line -> line.contains("hunter2"));
      assertThat(process.stderr()).noneMatch(line -> line.contains("Exception"));
    }
  }

  @Test
  void printsHelpWithoutColoursIntoAFile() {
    try (ChildProcess process = start(List.of(), "export", "--help")) {
      assertThat(process.awaitExit(LONG)).isZero();
      assertThat(process.stderr()).isEmpty();
      assertThat(String.join("\n", process.stdout()))
          .contains("Usage: livecallback export", "--output-dir")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void saysInASentenceThatThereIsNoSuchCommandOrOption() {
    try (ChildProcess command = start(List.of(), "exprot");
        ChildProcess option = start(List.of(), "export", "--nope");
        ChildProcess keyless = start(List.of(), "export")) {
      assertThat(command.awaitExit(LONG)).isOne();
      assertThat(command.lines())
          .containsExactly(
              "livecallback: There is no command \"exprot\". See livecallback --help.");
      assertThat(option.awaitExit(LONG)).isOne();
      assertThat(option.lines())
          .containsExactly(
              "livecallback: Unknown option: '--nope'. See livecallback export --help.");
      assertThat(keyless.awaitExit(LONG)).isOne();
      assertThat(keyless.stdout()).isEmpty();
      assertThat(keyless.stderr())
          .singleElement()
          .asString()
          .startsWith("livecallback export: There is no access key: ");
    }
  }

  @Test
  void completesCommandsAndOptionsInBash() {
    String script;
    try (ChildProcess process = start(List.of(), "completion", "bash")) {
      assertThat(process.awaitExit(LONG)).isZero();
      script = String.join("\n", process.stdout()) + "\n";
    }
    CommandResult completed =
        Command.run(
            List.of("bash", "-s"),
            Map.of(),
            script
                + """
                compopt() { :; }
                COMP_WORDS=(livecallback expo); COMP_CWORD=1; _complete_livecallback
                echo "commands: ${COMPREPLY[*]}"
                COMP_WORDS=(livecallback export --out); COMP_CWORD=2; _complete_livecallback
                echo "options: ${COMPREPLY[*]}"
                """);

    assertThat(completed.succeeded().stdout())
        .contains("commands: export\n", "options: --output --output-dir\n");
  }
}
