package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The program as the image starts it: a Java, its options, the class, and no shell. */
@DisplayName("Without the launcher")
class JvmOptionsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  @EnabledOnOs(OS.LINUX)
  void theProgramAppliesTheOptionsItselfAboveTheOthersSplitAtBlanks() {
    try (ChildProcess child = start("  -Xmx77m  -XX:+PrintCommandLineFlags ", "--version")) {
      assertThat(child.awaitExit(PATIENCE)).as("%s", child.lines()).isZero();
      assertThat(child.stdout()).hasSize(2);
      assertThat(child.stdout().getFirst()).contains("-XX:MaxHeapSize=" + (77 << 20) + " ");
      assertThat(child.stdout().getLast()).startsWith("livecallback ");
      assertThat(child.stderr()).isEmpty();
    }
  }

  @Test
  void theProgramStartsAtOnceWhereThereAreNoOptions() {
    try (ChildProcess child = start(" ", "--version")) {
      assertThat(child.awaitExit(PATIENCE)).as("%s", child.lines()).isZero();
      assertThat(child.lines()).singleElement().asString().startsWith("livecallback ");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void argumentsStayAsTheyAreAndSoDoesTheProcess() throws IOException {
    try (ChildProcess child =
        start(
            "-Dany=thing",
            "simulator",
            "--port=0",
            "--admin-port=0",
            "--account=2100000001:AK:S*K")) {
      child.awaitLine("admin API at");

      String commandLine = Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"));
      assertThat(commandLine.split("\0"))
          .containsSubsequence("-Dany=thing", "simulator", "--account=2100000001:AK:S*K");
      assertThat(child.terminate(PATIENCE)).isEqualTo(128 + 15);
    }
  }

  private static ChildProcess start(String options, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "@" + Path.of("src/main/launcher/java.options").toAbsolutePath(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(command, Map.of("LIVECALLBACK_JAVA_OPTS", options));
  }
}
