package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.DefaultAccount;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsControlPlane(own = true)
@DisplayName("The operator with the rights of the manifests, and no others")
class ServiceAccountIT {
  private static final String VHOST = "push.example.com";
  private static final Duration SOON = Duration.ofMinutes(2);

  @Test
  void takesAnObjectThroughItsWholeLifeInAnyNamespace(TestCluster cluster) {
    Path kubeconfig = InstalledManifests.operatorKubeconfig(cluster);

    try (var simulator = SimulatorUnderTest.start();
        var operator =
            OperatorUnderTest.of(kubeconfig, simulator)
                .in(InstalledManifests.NAMESPACE)
                .amongOthers()
                .start()) {
      wholeLife(cluster, simulator);

      assertThat(operator.logWith("orbidden")).isEmpty();
      assertThat(operator.logWith("couldn't")).isEmpty();
      assertThat(operator.terminate()).isZero();
    }
  }

  @Test
  void takesAnObjectThroughItsWholeLifeInTheOnlyNamespaceThatItHasARoleIn(TestCluster cluster) {
    Path kubeconfig = InstalledManifests.namespacedKubeconfig(cluster);
    // The policy of the manifests asks for it in the whole cluster.
    cluster
        .kubectl(
            "create",
            "clusterrolebinding",
            "admission-" + cluster.namespace(),
            "--clusterrole=live-callback-operator-admission",
            "--serviceaccount=" + cluster.namespace() + ":operator")
        .succeeded();

    DefaultAccount.in(cluster);
    try (var simulator = SimulatorUnderTest.start();
        var operator =
            OperatorUnderTest.of(kubeconfig, simulator).watching(cluster.namespace()).start()) {
      wholeLife(cluster, simulator);

      assertThat(operator.logWith("orbidden")).isEmpty();
      assertThat(operator.logWith("couldn't")).isEmpty();
    }
  }

  private static void wholeLife(TestCluster cluster, SimulatorUnderTest simulator) {
    cluster
        .kubectl("create", "secret", "generic", "live-auth", "--from-literal=primary=key12345678")
        .succeeded();
    apply(cluster, "https://hooks.example.com/1");
    awaitReady(cluster);
    assertThat(record(simulator).path("AuthKeyPrimary").asText()).isEqualTo("key12345678");

    apply(cluster, "https://hooks.example.com/2");
    await().atMost(SOON).until(() -> url(simulator).equals("https://hooks.example.com/2"));
    awaitReady(cluster);

    statusIsOursAlone(cluster);

    cluster.kubectl("delete", "livecallback", "recordings", "--timeout=30s").succeeded();
    assertThat(simulator.records(VHOST)).isEmpty();
    assertThat(
            cluster
                .kubectl(
                    "get",
                    "events",
                    "--field-selector=involvedObject.name=recordings",
                    "-o=jsonpath={.items[*].reason}")
                .stdout()
                .split(" "))
        .contains("Created", "Updated", "Deleted");
  }

  /** What another client writes into the status goes at our next write: that takes an update. */
  private static void statusIsOursAlone(TestCluster cluster) {
    cluster
        .kubectl(
            "patch",
            "livecallback",
            "recordings",
            "--subresource=status",
            "--field-manager=meddler",
            "--type=merge",
            """
            --patch={"status": {"conditions": [{"type": "Stalled", "status": "True", \
            "reason": "Meddling", "message": "Another client was here.", \
            "lastTransitionTime": "2026-01-01T00:00:00Z", "observedGeneration": 2}]}}""")
        .succeeded();
    assertThat(status(cluster)).contains("Meddling");

    apply(cluster, "https://hooks.example.com/3");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(status(cluster))
                    .contains("\"observedGeneration\":3")
                    .doesNotContain("Meddling"));
    awaitReady(cluster);
  }

  private static String status(TestCluster cluster) {
    return cluster
        .kubectl("get", "livecallback", "recordings", "-o=jsonpath={.status}")
        .succeeded()
        .stdout();
  }

  private static void apply(TestCluster cluster, String url) {
    cluster.kubectlWithInput(object(url), "apply", "-f", "-").succeeded();
  }

  private static String object(String url) {
    return """
    apiVersion: livecallback.dev/v1
    kind: LiveCallback
    metadata:
      name: recordings
    spec:
      vhost: push.example.com
      app: sports
      messageType: record
      callbackDetailList:
      - url: %s
      authEnable: true
      authKeyPrimarySecretRef: {name: live-auth, key: primary}
    """
        .formatted(url);
  }

  private static void awaitReady(TestCluster cluster) {
    cluster
        .kubectl("wait", "livecallback/recordings", "--for=condition=Ready", "--timeout=30s")
        .succeeded();
  }

  private static JsonNode record(SimulatorUnderTest simulator) {
    assertThat(simulator.records(VHOST)).hasSize(1);
    return simulator.records(VHOST).getFirst();
  }

  private static String url(SimulatorUnderTest simulator) {
    return record(simulator).path("CallbackDetailList").path(0).path("URL").asText();
  }
}
