package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several operators of a scene, with an access key of its own, so that the simulator's log
 * tells whose a call was.
 */
record Replica(CloudUser key, OperatorUnderTest operator) {
  /** What a call takes at most; see {@code HttpClients}. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");

  /** Starts one, and waits until it is ready, whether it leads or not. */
  static Replica start(Scene scene, String name) {
    return start(scene, name, scene.operator());
  }

  /** The same with other settings. */
  static Replica start(Scene scene, String name, OperatorUnderTest.Builder settings) {
    CloudUser key = CloudUser.create(scene.simulator(), SimulatorUnderTest.ACCOUNT, name);
    return new Replica(
        key,
        scene.start(
            settings
                .amongOthers()
                .with("HOSTNAME", name)
                .with("ACCESS_KEY_ID", key.accessKeyId())
                .with("SECRET_ACCESS_KEY", key.secretAccessKey())));
  }

  /** Waits until it leads. */
  void awaitLeads() {
    operator.process().awaitLine("\"Leading, as " + key.name());
  }

  /** Waits until it is a standby. */
  void awaitStandsBy(Replica leader) {
    operator.process().awaitLine("Standby: " + leader.key.name());
  }

  /** Whether a call was one of its own. */
  boolean made(JsonNode call) {
    return key.made(call);
  }

  /** Its calls so far, oldest first. */
  List<JsonNode> calls() {
    return key.calls();
  }

  /** Its calls of an action so far, oldest first. */
  List<JsonNode> calls(String action) {
    return key.calls(action);
  }

  /** Its writes so far, oldest first. */
  List<JsonNode> writes() {
    return calls().stream().filter(Replica::isWrite).toList();
  }

  /** Whether a call changes anything. */
  static boolean isWrite(JsonNode call) {
    String action = call.path("action").asText();
    return action.equals("UpdateCallback") || action.equals("DeleteCallback");
  }

  /** Its calls all came after the other's, it read first, and wrote a call timeout later. */
  void assertTookOverFrom(Replica other) {
    assertThat(other.calls()).isNotEmpty();
    assertThat(calls()).isNotEmpty();
    assertThat(number(calls().getFirst())).isGreaterThan(number(other.calls().getLast()));
    assertThat(writes()).isNotEmpty();
    assertThat(isWrite(calls().getFirst())).isFalse();
    assertThat(at(writes().getFirst())).isAfter(led().plus(CALL_TIMEOUT));
  }

  /** When it began to lead, by its log: on the machine whose clock the simulator's log has. */
  private Instant led() {
    Matcher time = TIMESTAMP.matcher(operator.logWith("\"Leading, as ").getFirst());
    assertThat(time.find()).isTrue();
    return Instant.parse(time.group(1));
  }

  private static long number(JsonNode call) {
    return call.path("number").asLong();
  }

  private static Instant at(JsonNode call) {
    return Instant.parse(call.path("at").asText());
  }
}
