package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.SimulatorUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program, ended while its record is there. Java does the same at SIGINT as at
 * SIGTERM; what runs under a build in the background ignores SIGINT, so it can't be tried here.
 */
@DisplayName("A write test that a person ends")
class DoctorIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path home;

  @Test
  void leavesNothing() {
    try (SimulatorUnderTest simulator = SimulatorUnderTest.start("--quota=1000");
        ChildProcess doctor = start(simulator)) {
      await("the record")
          .atMost(PATIENCE)
          .until(() -> !simulator.calls("UpdateCallback").isEmpty());
      // From here on it waits, however long the signal takes to come.
      simulator.addFault(
          "{\"action\": \"DescribeCallback\", \"app\": \"livecallback-doctor\", \"effect\": \"throttle\"}");

      assertThat(doctor.terminate(PATIENCE)).isNotZero();
      assertThat(simulator.records()).isEmpty();
      assertThat(simulator.calls("DeleteCallback"))
          .extracting((JsonNode call) -> call.path("app").asText())
          .isNotEmpty()
          .containsOnly("livecallback-doctor");
      assertThat(doctor.stderr()).noneMatch(line -> line.contains("may still be there"));
    }
  }

  /** At a pace that leaves a person time. */
  private ChildProcess start(SimulatorUnderTest simulator) {
    return ChildProcess.start(
        List.of(
            Path.of("target/app/bin/livecallback").toAbsolutePath().toString(),
            "doctor",
            "--vhost",
            "push.example.com",
            "--write-test",
            "--calls-per-second",
            "1"),
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "HOME", home.toString(),
            "KUBECONFIG", "",
            "LIVE_ENDPOINT", simulator.endpoint().toString(),
            "STS_ENDPOINT", simulator.endpoint().toString(),
            "ACCESS_KEY_ID", SimulatorUnderTest.ACCESS_KEY_ID,
            "ACCESS_KEY_SECRET", SimulatorUnderTest.SECRET_ACCESS_KEY));
  }
}
