package dev.livecallback.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.Main;
import dev.livecallback.cli.CommandClock;
import dev.livecallback.cli.FakeTime;
import dev.livecallback.testing.SimulatorUnderTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;

/**
 * {@code livecallback doctor} in this JVM, against a simulator, in a time that nobody waits for.
 */
final class DoctorRun {
  static final String VHOST = "push.example.com";
  static final String DOMAIN = "in.example.com";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment = new HashMap<>();
  private CommandClock clock = new FakeTime();
  private InstantSource signing = InstantSource.system();
  private UnaryOperator<DoctorCloud> seam = UnaryOperator.identity();

  /** How it ended. */
  record Result(int exit, String out, String err) {
    /** What {@code --output json} says. */
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    Stream<JsonNode> findings() {
      return StreamSupport.stream(json().path("findings").spliterator(), false);
    }

    /** {@code NAME: STATE} of each finding that isn't as it should be. */
    List<String> trouble() {
      return findings()
          .filter(each -> List.of("differs", "broken").contains(each.path("state").asText()))
          .map(each -> each.path("name").asText() + ": " + each.path("state").asText())
          .toList();
    }

    /** The finding of that name. */
    JsonNode finding(String name) {
      return findings()
          .filter(each -> each.path("name").asText().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  DoctorRun(SimulatorUnderTest simulator) {
    environment.put("LIVE_ENDPOINT", simulator.endpoint().toString());
    environment.put("STS_ENDPOINT", simulator.endpoint().toString());
    environment.put("ACCESS_KEY_ID", SimulatorUnderTest.ACCESS_KEY_ID);
    environment.put("ACCESS_KEY_SECRET", SimulatorUnderTest.SECRET_ACCESS_KEY);
    environment.put("HOME", "/nonexistent");
  }

  /** A cloud account with a vhost, its domain, and records of both that can be told apart. */
  static void fill(SimulatorUnderTest simulator) {
    simulator.addAccount(
        "{\"account\":\"%s\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\",\"vhosts\":[\"%s\"],\"domains\":{\"%s\":\"%s\"}}"
            .formatted(
                SimulatorUnderTest.ACCOUNT,
                SimulatorUnderTest.ACCESS_KEY_ID,
                SimulatorUnderTest.SECRET_ACCESS_KEY,
                VHOST,
                DOMAIN,
                VHOST));
    simulator.putRecord(
        "{\"Account\":\"%s\",\"Vhost\":\"%s\",\"MessageType\":\"push\",\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"https://hooks.example.com/of-the-vhost\"}],\"AuthEnable\":true,\"AuthKeyPrimary\":\"plantedcallbackkey1\"}"
            .formatted(SimulatorUnderTest.ACCOUNT, VHOST));
    simulator.putRecord(
        "{\"Account\":\"%s\",\"Domain\":\"%s\",\"MessageType\":\"push\",\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"https://hooks.example.com/of-the-domain\"}]}"
            .formatted(SimulatorUnderTest.ACCOUNT, DOMAIN));
  }

  DoctorRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  DoctorRun clock(CommandClock other) {
    clock = other;
    return this;
  }

  DoctorRun signing(InstantSource other) {
    signing = other;
    return this;
  }

  DoctorRun through(UnaryOperator<DoctorCloud> other) {
    seam = other;
    return this;
  }

  Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.prepared(new CommandLine(new DoctorCommand(environment, true, clock, signing, seam)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exit, out.toString(), err.toString());
  }
}
