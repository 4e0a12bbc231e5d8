package dev.livecallback.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Command;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive for this machine, on a machine that has no Java. */
@DisplayName("The program with a runtime of its own")
@Slow
class ArchiveIT {
  @TempDir private static Path folder;
  private static Path app;

  @BeforeAll
  static void pack() throws IOException {
    CommandResult packed = run(List.of("tools/archive", folder.toString())).succeeded();
    Path archive = Path.of(packed.stdout().strip());
    assertThat(archive.getFileName().toString())
        .matches("livecallback-.+-\\w+-(amd64|arm64)\\.tar\\.gz");
    Path place = Files.createDirectory(folder.resolve("a place"));
    run(List.of("tar", "-C", place.toString(), "-xzf", archive.toString())).succeeded();
    try (Stream<Path> there = Files.list(place)) {
      app = there.findFirst().orElseThrow();
    }
  }

  private static CommandResult run(List<String> command) {
    return Command.run(command, Map.of(), "");
  }

  private static CommandResult run(String program, List<String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin"));
    command.addAll(variables);
    command.add(app.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return run(command);
  }

  @Test
  void startsWithoutAnyJavaOfTheMachine() {
    CommandResult result = run("livecallback", List.of("JAVA_HOME=/nowhere"), "--version");

    assertThat(result.succeeded().stdout()).startsWith("livecallback ");
  }

  @Test
  void callsTheCloudAsAPluginOfKubectl() {
    try (SimulatorUnderTest simulator = SimulatorUnderTest.start()) {
      simulator.putRecord(
          """
          {"Vhost": "push.example.com", "App": "a", "MessageType": "push",
           "CallbackDetailList": [{"CallbackType": "http", "URL": "https://hooks.example.com"}]}
          """);

      CommandResult result =
          run(
              "kubectl-livecallback",
              List.of(
                  "LIVE_ENDPOINT=" + simulator.endpoint(),
                  "ACCESS_KEY_ID=" + SimulatorUnderTest.ACCESS_KEY_ID,
                  "ACCESS_KEY_SECRET=" + SimulatorUnderTest.SECRET_ACCESS_KEY),
              "export",
              "--vhost",
              "push.example.com");

      assertThat(result.succeeded().stdout()).contains("kind: LiveCallback", "app: a");
    }
  }

  @Test
  void hasItsLicencesWithIt() {
    assertThat(app.resolve("LICENSE")).exists();
    assertThat(app.resolve("THIRD-PARTY.md")).exists();
    assertThat(app.resolve("runtime/legal/java.base")).isDirectory();
  }
}
