package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.BareControlPlane;
import dev.livecallback.testing.NamespaceController;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Each test installs the manifests, runs the page's commands, and leaves nothing behind. */
@Order(1) // it takes longest: it begins first
@Needs(Tool.CONTROL_PLANE)
@DisplayName("docs/uninstall.md")
@Slow
class UninstallPageIT {
  private static final String PAGE = "docs/uninstall.md";
  private static final String VHOST = "push.example.com";
  private static final Duration SOON = Duration.ofMinutes(2);

  private static BareControlPlane bare;
  private static TestCluster cluster;
  private static NamespaceController namespaces;

  private SimulatorUnderTest simulator;
  private OperatorUnderTest operator;

  @BeforeAll
  static void startCluster() {
    bare = BareControlPlane.start();
    cluster = bare.cluster("uninstalls");
    namespaces = NamespaceController.start(cluster);
  }

  @BeforeAll
  static void hasNoOtherCommands() {
    assertThat(Pages.blocks(PAGE, "sh")).hasSize(8);
  }

  @AfterAll
  static void stopCluster() {
    namespaces.close();
    cluster.close();
    bare.close();
  }

  @BeforeEach
  void install() {
    cluster.applyCrds("deploy/crds");
    await("the namespace of the last test to be gone, or new")
        .atMost(SOON)
        .until(() -> InstalledManifests.apply(cluster).exitCode() == 0);
    simulator = SimulatorUnderTest.start();
    operator = startOperator();
    cluster.kubectl("apply", "-f", "examples/vhost-callback.yaml").succeeded();
    awaitReady();
    assertThat(records()).hasSize(1);
  }

  @AfterEach
  void stop() {
    operator.close();
    simulator.close();
  }

  @Test
  void removesTheRecordsThenTheOperator() {
    run("Remove the records, then the operator");

    assertThat(records()).isEmpty();
    assertNothingLeft();
  }

  @Test
  void keepsTheRecordsWhereThatIsWanted() {
    List<JsonNode> before = records();

    run("Keep the records");

    assertThat(records()).isEqualTo(before);
    assertNothingLeft();
  }

  @Test
  void keepsObjectsAndRecordsWithoutAnOperatorAndGoesOnWhereItWas() {
    List<String> blocks = Pages.blocks(PAGE, "Keep the objects too", "sh");
    assertThat(blocks).hasSize(2);
    long writes = writes();

    cluster.shell("set -e\n" + blocks.getFirst()).succeeded();
    assertThat(operator.terminate()).isZero();
    operator.close();
    awaitReady();
    cluster.shell("set -e\n" + blocks.getLast()).succeeded();
    operator = startOperator();

    cluster
        .kubectl(
            "annotate",
            "livecallback",
            "stream-started",
            "livecallback.dev/reconcile-requested-at=now")
        .succeeded();
    cluster
        .kubectl(
            "wait",
            "livecallback/stream-started",
            "--for=jsonpath={.status.lastHandledReconcileAt}=now",
            "--timeout=60s")
        .succeeded();
    awaitReady();
    assertThat(writes()).isEqualTo(writes);
    run("Remove the records, then the operator");
    assertNothingLeft();
  }

  @Test
  void letsGoOfWhatHangsWhenTheOperatorWentFirst() {
    List<JsonNode> before = records();
    operator.close();
    cluster
        .kubectl("delete", "livecallbacks", "--all", "--all-namespaces", "--wait=false")
        .succeeded();
    cluster
        .kubectl("delete", "-k", "deploy/manifests", "--ignore-not-found", "--wait=false")
        .succeeded();
    assertThat(left("livecallbacks,liveaccounts")).hasSize(2);

    run("The operator is gone and objects hang");

    await().atMost(SOON).untilAsserted(UninstallPageIT::assertNothingLeft);
    assertThat(records()).isEqualTo(before);
  }

  private static void run(String heading) {
    List<String> blocks = Pages.blocks(PAGE, heading, "sh");
    assertThat(blocks).isNotEmpty();
    blocks.forEach(block -> cluster.shell("set -e\n" + block).succeeded());
  }

  private OperatorUnderTest startOperator() {
    return OperatorUnderTest.of(
            cluster.kubeconfigFor(InstalledManifests.NAMESPACE, InstalledManifests.SERVICE_ACCOUNT),
            simulator)
        .in(InstalledManifests.NAMESPACE)
        .start();
  }

  private static void awaitReady() {
    cluster
        .kubectl("wait", "livecallback/stream-started", "--for=condition=Ready", "--timeout=60s")
        .succeeded();
  }

  private List<JsonNode> records() {
    return simulator.records(VHOST);
  }

  private long writes() {
    return simulator.calls().stream()
        .filter(call -> !call.path("action").asText().startsWith("Describe"))
        .filter(call -> call.path("action").asText().endsWith("Callback"))
        .count();
  }

  private static void assertNothingLeft() {
    assertThat(left("customresourcedefinitions,clusterroles,clusterrolebindings,namespaces"))
        .noneMatch(name -> name.contains("livecallback.dev"))
        .noneMatch(name -> name.contains("live-callback-operator"));
    assertThat(left("validatingadmissionpolicies,validatingadmissionpolicybindings")).isEmpty();
  }

  private static List<String> left(String kinds) {
    return cluster
        .kubectl("get", kinds, "--all-namespaces", "--output=name")
        .succeeded()
        .stdout()
        .lines()
        .toList();
  }
}
