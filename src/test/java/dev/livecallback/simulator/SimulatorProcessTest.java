package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.Main;
import dev.livecallback.testing.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The simulator as a process: what it takes from its environment, and how it ends. */
class SimulatorProcessTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static ChildProcess start(Map<String, String> environment, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "simulator"));
    command.addAll(Arrays.asList(flags));
    return ChildProcess.start(command, environment);
  }

  @Test
  void takesItsSettingsFromTheEnvironmentAndEndsAtOnceWhenTold() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SIM_PORT", "0",
            "SIM_ADMIN_PORT", "0",
            "SIM_ACCOUNTS", "7:AK1:SK1,8:AK2:SK2",
            "SIM_VHOSTS", "7:push.example.com",
            "SIM_QUOTA", "3",
            "SIM_PROFILE", "byteplus",
            "SIM_LATENCY_MS", "");
    try (ChildProcess process = start(environment, "--quota=4")) {
      String line = process.awaitLine("admin API at ");
      Http admin = new Http(URI.create(line.substring(line.indexOf("http"))));

      assertThat(admin.send("GET", "/accounts", "").body())
          .contains("\"AK1\"", "\"AK2\"", "push.example.com")
          .doesNotContain("SK1");
      assertThat(admin.send("GET", "/knobs", "").body())
          .contains("\"quota\":4", "\"includeDomainField\":true");

      assertThat(process.terminate(LONG)).isEqualTo(143);
      assertThat(process.stderr()).isEmpty();
      assertThat(process.lines()).noneMatch(each -> each.contains("SK1"));
    }
  }

  @Test
  void refusesAWrongSettingOfTheEnvironmentWithOneSentence() {
    try (ChildProcess process = start(Map.of("SIM_PROFILE", "other"))) {
      assertThat(process.awaitExit(LONG)).isEqualTo(2);
      assertThat(process.stderr())
          .containsExactly(
              "livecallback: --profile must be volcengine or byteplus. See livecallback simulator --help.");
    }
  }
}
