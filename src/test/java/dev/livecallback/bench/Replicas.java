package dev.livecallback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Operators with an election between them, as the manifests set them up, and whose calls are whose.
 */
final class Replicas {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");

  private final Stage stage;
  private final SimulatorUnderTest simulator;
  private final String namespace;

  Replicas(Stage stage, SimulatorUnderTest simulator, String namespace) {
    this.stage = stage;
    this.simulator = simulator;
    this.namespace = namespace;
  }

  /** Starts one with an access key of its own, named like it, and waits until it is ready. */
  OperatorUnderTest start(String name) {
    simulator.addAccount(
        "{\"account\":\"%s\",\"user\":\"%s\",\"accessKeyId\":\"AKLT%s\",\"secretAccessKey\":\"bench-secret-of-%s\",\"vhosts\":[\"*\"]}"
            .formatted(SimulatorUnderTest.ACCOUNT, name, name, name));
    return stage
        .operator(simulator, List.of(namespace))
        .with("LEADER_ELECTION", "true")
        .with("HOSTNAME", name)
        .with("ACCESS_KEY_ID", "AKLT" + name)
        .with("SECRET_ACCESS_KEY", "bench-secret-of-" + name)
        .start();
  }

  /** Waits until one leads. */
  static void awaitLeads(OperatorUnderTest operator) {
    operator.process().awaitLine("it to lead", PATIENCE, line -> line.contains("\"Leading, as "));
  }

  /** When one that leads began to, as its log says. */
  static Instant led(OperatorUnderTest operator) {
    Matcher time = TIMESTAMP.matcher(operator.logWith("\"Leading, as ").getFirst());
    if (!time.find()) {
      throw new IllegalStateException("A line of the log has no timestamp.");
    }
    return Instant.parse(time.group(1));
  }

  /** Waits until one of that name has put so many records. */
  void awaitPuts(String name, int many) {
    Awaitility.await().atMost(PATIENCE).until(() -> of(name, List.of(Calls.UPDATE)).size() >= many);
  }

  /** The calls of the Live API that one of that name has made, by arrival. */
  List<Instant> of(String name, List<String> actions) {
    return simulator.calls().stream()
        .filter(call -> call.path("user").asText().equals(name))
        .filter(call -> actions.contains(call.path("action").asText()))
        .map(call -> Instant.parse(call.path("at").asText()))
        .sorted()
        .toList();
  }

  /** Waits for the first call of the Live API by one of that name. */
  Instant awaitCall(String name) {
    List<String> any = List.of(Calls.DESCRIBE, Calls.UPDATE, Calls.DELETE);
    Awaitility.await().atMost(PATIENCE).until(() -> !of(name, any).isEmpty());
    return of(name, any).getFirst();
  }

  /** How many Puts were of a key that had been put before. */
  int repeated() {
    Map<String, Long> byKey =
        simulator.calls().stream()
            .filter(call -> call.path("action").asText().equals(Calls.UPDATE))
            .collect(Collectors.groupingBy(Replicas::key, Collectors.counting()));
    return (int) byKey.values().stream().mapToLong(times -> times - 1).sum();
  }

  private static String key(JsonNode call) {
    return call.path("scope").asText()
        + " "
        + call.path("app").asText()
        + " "
        + call.path("messageType").asText();
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
