package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Needs(Tool.CONTROL_PLANE)
@DisplayName("docs/upgrade.md")
@Slow
class UpgradePageIT {
  private static final String PAGE = "docs/upgrade.md";
  private static final String OBJECT = "stream-started";
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Installation installation;
  private static TestCluster cluster;

  @BeforeAll
  static void install() {
    installation = Installation.start("upgrade");
    cluster = installation.cluster();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @ParameterizedTest(name = "has commands that work: {0}")
  @ValueSource(strings = {"Upgrade it", "Check it", "Go back", "What some versions ask for"})
  void commands(String heading) {
    List<String> blocks = Pages.blocks(PAGE, heading, "sh");

    assertThat(blocks).isNotEmpty();
    blocks.forEach(block -> cluster.shell("set -e\n" + block).succeeded());
  }

  @Test
  void hasNoOtherCommands() {
    assertThat(Pages.blocks(PAGE, "sh")).hasSize(6);
    assertThat(Pages.blocks(PAGE, "console")).isEmpty();
  }

  @Test
  void hasACheckThatPrintsWhatIsNotReadyAndIsRightAboutOlderVersions()
      throws JsonProcessingException {
    cluster.kubectl("apply", "-f", "examples/vhost-callback.yaml").succeeded();
    assertThat(check()).contains(OBJECT);

    try (SimulatorUnderTest simulator = SimulatorUnderTest.start()) {
      try (OperatorUnderTest _ = operator(simulator)) {
        awaitReady();
        assertThat(check()).doesNotContain(OBJECT);
      }
      addLaterFields();
      simulator.forgetCalls();

      try (OperatorUnderTest _ = operator(simulator)) {
        await("a read").atMost(SOON).until(() -> !simulator.calls("DescribeCallback").isEmpty());
        awaitReady();
        assertThat(object().at("/status/later").asText()).isEqualTo("of a later version");

        cluster
            .kubectl(
                "patch", "livecallback", OBJECT, "--type=merge", "-p={\"spec\":{\"later\":\"x\"}}")
            .succeeded();
        cluster
            .kubectl(
                "wait",
                "livecallback/" + OBJECT,
                "--for=jsonpath={.status.observedGeneration}=2",
                "--timeout=60s")
            .succeeded();
        awaitReady();

        assertThat(object().at("/status/later").isMissingNode()).isTrue();
        assertThat(object().at("/spec/later").asText()).isEqualTo("x");
        assertThat(simulator.calls("UpdateCallback")).isEmpty();
        assertThat(simulator.calls("DeleteCallback")).isEmpty();
      }
    }
  }

  private static String check() {
    String block = Pages.blocks(PAGE, "Check it", "sh").getLast();
    return cluster.shell("set -e\n" + block).succeeded().stdout();
  }

  /** As if a later version had been here: its CRD, and its status. */
  private static void addLaterFields() throws JsonProcessingException {
    String field =
        "{\"op\":\"add\",\"path\":\"/spec/versions/0/schema/openAPIV3Schema/properties/%s/properties/later\",\"value\":{\"type\":\"string\"}}";
    cluster
        .kubectl(
            "patch",
            "crd",
            "livecallbacks.livecallback.dev",
            "--type=json",
            "-p=[%s,%s]".formatted(field.formatted("spec"), field.formatted("status")))
        .succeeded();
    ObjectNode later = (ObjectNode) object();
    ObjectNode metadata = (ObjectNode) later.get("metadata");
    metadata.retain("name", "namespace");
    later.remove("spec");
    ((ObjectNode) later.get("status")).put("later", "of a later version");
    String status = JSON.writeValueAsString(later);
    await("the later version's status")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              cluster
                  .kubectlWithInput(
                      status,
                      "apply",
                      "--server-side",
                      "--subresource=status",
                      "--field-manager=live-callback-operator",
                      "--force-conflicts",
                      "-f",
                      "-")
                  .succeeded();
              assertThat(object().at("/status/later").isMissingNode()).isFalse();
            });
  }

  private static OperatorUnderTest operator(SimulatorUnderTest simulator) {
    return installation.operator(simulator).start();
  }

  private static void awaitReady() {
    cluster
        .kubectl("wait", "livecallback/" + OBJECT, "--for=condition=Ready", "--timeout=60s")
        .succeeded();
  }

  private static JsonNode object() {
    return get("livecallback", OBJECT, cluster.namespace());
  }

  private static JsonNode get(String kind, String name, String namespace) {
    String json =
        cluster
            .kubectl("get", kind, name, "--namespace=" + namespace, "--output=json")
            .succeeded()
            .stdout();
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
