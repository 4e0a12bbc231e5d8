package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.testing.BareControlPlane;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Helm;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test has an API server that knows nothing of the project yet. */
@Order(2) // it takes long: it begins early
@Needs({Tool.CONTROL_PLANE, Tool.HELM})
@DisplayName("The chart in a cluster")
@Slow
class ChartIT {
  private static final String RELEASE = "live-callback-operator";
  private static final Duration SOON = Duration.ofMinutes(2);

  private BareControlPlane bare;
  private TestCluster cluster;

  @BeforeEach
  void startCluster() {
    bare = BareControlPlane.start();
    cluster = bare.cluster("chart");
    cluster.kubectl("apply", "-f", "deploy/manifests/namespace.yaml").succeeded();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
    bare.close();
  }

  @Test
  void isInstalledUpgradedAndUninstalledAndObjectsOutliveIt() {
    helm("install", Chart.PATH).succeeded();
    LiveAccount first = account();
    assertThat(first.getSpec().region()).isNull();
    cluster.kubectl("apply", "-f", "examples/vhost-callback.yaml").succeeded();

    // The account was made by a hook, for its kind wasn't known yet. Now it is the release's.
    helm("upgrade", Chart.PATH, "--set=defaultAccount.spec.region=cn-north-2").succeeded();
    LiveAccount upgraded = account();
    assertThat(upgraded.getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
    assertThat(upgraded.getSpec().region()).isEqualTo("cn-north-2");
    assertThat(upgraded.getMetadata().getAnnotations())
        .doesNotContainKeys("helm.sh/hook", "helm.sh/hook-delete-policy");
    assertThat(
            Helm.run(cluster, "get", "manifest", RELEASE, "-n", InstalledManifests.NAMESPACE)
                .stdout())
        .contains("kind: LiveAccount\n");
    helm("upgrade", Chart.PATH, "--set=defaultAccount.spec.region=cn-north-3").succeeded();
    assertThat(account().getSpec().region()).isEqualTo("cn-north-3");

    helm("uninstall").succeeded();
    assertThat(account().getMetadata().getDeletionTimestamp()).isNull();
    assertThat(names("customresourcedefinitions,livecallbacks")).hasSize(3);
    assertThat(names("deployments,serviceaccounts,clusterroles,clusterrolebindings"))
        .noneMatch(name -> name.contains(RELEASE));
    assertThat(names("validatingadmissionpolicies,validatingadmissionpolicybindings")).isEmpty();

    helm("install", Chart.PATH).succeeded();
    assertThat(account().getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
  }

  @Test
  void bringsCrdsUpToDateWithAnUpgradeAndKeepsTheObjects(@TempDir Path folder) throws IOException {
    Path older = copyOf(Path.of(Chart.PATH), folder.resolve("older"));
    Path crd = older.resolve("files/crds/livecallbacks.livecallback.dev.yaml");
    String text = Files.readString(crd);
    String now = "What the callback setting should be.";
    assertThat(text).contains(now);
    Files.writeString(crd, text.replace(now, "An older one."));
    helm("install", older.toString()).succeeded();
    cluster.kubectl("apply", "-f", "examples/vhost-callback.yaml").succeeded();
    String before = uid("livecallback/stream-started");
    assertThat(explained()).contains("An older one.");

    helm("upgrade", Chart.PATH).succeeded();

    await().atMost(SOON).untilAsserted(() -> assertThat(explained()).doesNotContain("An older"));
    assertThat(uid("livecallback/stream-started")).isEqualTo(before);
  }

  @Test
  void givesTheOperatorAllThatItNeedsInTheWholeCluster() {
    helm("install", Chart.PATH).succeeded();
    try (var simulator = SimulatorUnderTest.start();
        var operator = operator(simulator).start()) {
      wholeLife(cluster, simulator);

      assertThat(operator.logWith("orbidden")).isEmpty();
      assertThat(operator.logWith("couldn't")).isEmpty();
    }
  }

  @Test
  void givesTheOperatorAllThatItNeedsInOneNamespaceWithSecretsOnlyGot() {
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"streaming\"}}",
            "apply",
            "-f",
            "-")
        .succeeded();
    helm("install", Chart.PATH, "--values=" + Chart.values("namespaced-get")).succeeded();
    assertThat(names("clusterroles,clusterrolebindings")).noneMatch(name -> name.contains(RELEASE));
    cluster.kubectl("config", "set-context", "--current", "--namespace=streaming").succeeded();
    try (var simulator = SimulatorUnderTest.start();
        var operator = operator(simulator).with("WATCH_NAMESPACES", "streaming").start()) {
      assertThat(operator.logWith("may be got but not watched")).hasSize(2);
      wholeLife(cluster, simulator);

      assertThat(operator.logWith("orbidden")).isEmpty();
    }
  }

  /** A callback of the default account, from its creation to its end. */
  private static void wholeLife(TestCluster cluster, SimulatorUnderTest simulator) {
    cluster.kubectl("apply", "-f", "examples/vhost-callback.yaml").succeeded();
    cluster
        .kubectl("wait", "livecallback/stream-started", "--for=condition=Ready", "--timeout=60s")
        .succeeded();
    assertThat(simulator.records("push.example.com")).hasSize(1);
    cluster.kubectl("delete", "livecallback", "stream-started", "--timeout=60s").succeeded();
    assertThat(simulator.records("push.example.com")).isEmpty();
    cluster
        .kubectl(
            "delete", "liveaccount", "default", "-n", InstalledManifests.NAMESPACE, "--timeout=60s")
        .succeeded();
  }

  private OperatorUnderTest.Builder operator(SimulatorUnderTest simulator) {
    return OperatorUnderTest.of(
            cluster.kubeconfigFor(InstalledManifests.NAMESPACE, RELEASE), simulator)
        .in(InstalledManifests.NAMESPACE);
  }

  private CommandResult helm(String verb, String... arguments) {
    return Helm.run(
        cluster,
        Stream.concat(
                Stream.of(verb, RELEASE, "--namespace=" + InstalledManifests.NAMESPACE),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  private LiveAccount account() {
    return cluster
        .client()
        .resources(LiveAccount.class)
        .inNamespace(InstalledManifests.NAMESPACE)
        .withName("default")
        .require();
  }

  private String uid(String... object) {
    return cluster
        .kubectl(
            Stream.concat(Stream.of("get", "-o=jsonpath={.metadata.uid}"), Stream.of(object))
                .toArray(String[]::new))
        .succeeded()
        .stdout();
  }

  private List<String> names(String kinds) {
    return cluster
        .kubectl("get", kinds, "--all-namespaces", "--output=name")
        .succeeded()
        .stdout()
        .lines()
        .toList();
  }

  private String explained() {
    return cluster.kubectl("explain", "livecallback.spec").stdout();
  }

  private static Path copyOf(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
