package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.BareControlPlane;
import dev.livecallback.testing.Helm;
import dev.livecallback.testing.NamespaceController;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Its commands, in API servers that know nothing of the project yet. */
@Needs({Tool.CONTROL_PLANE, Tool.HELM})
@DisplayName("docs/helm.md")
@Slow
class ChartPageIT {
  private static final String PAGE = "docs/helm.md";
  private static final Duration SOON = Duration.ofMinutes(2);

  private BareControlPlane bare;
  private TestCluster cluster;
  private NamespaceController namespaces;

  @BeforeAll
  static void hasNoOtherCommands() {
    assertThat(Pages.blocks(PAGE, "sh")).hasSize(4);
  }

  @BeforeEach
  void startCluster() {
    bare = BareControlPlane.start();
    cluster = bare.cluster("page");
    namespaces = NamespaceController.start(cluster);
  }

  @AfterEach
  void stopCluster() {
    namespaces.close();
    cluster.close();
    bare.close();
  }

  @Test
  void installsUpgradesAndUninstalls() {
    run("Install");
    assertThat(names("deployments,liveaccounts")).hasSize(2);
    run("Upgrade");
    assertThat(image()).startsWith("registry.example.com/tools/live-callback-operator:");

    run("Uninstall");

    assertThat(names("customresourcedefinitions,clusterroles,clusterrolebindings,namespaces"))
        .noneMatch(name -> name.contains("live-callback-operator"))
        .noneMatch(name -> name.contains("livecallback.dev"));
  }

  @Test
  void takesOverWhatDeployManifestsMade() {
    cluster.kubectl("apply", "-f", "deploy/crds").succeeded();
    await().atMost(SOON).until(() -> InstalledManifests.apply(cluster).exitCode() == 0);
    String before = uidOfAccount();

    run("From the manifests to the chart");

    assertThat(uidOfAccount()).isEqualTo(before);
    assertThat(names("deployments")).hasSize(1);
  }

  private void run(String heading) {
    List<String> blocks = Pages.blocks(PAGE, heading, "sh");
    assertThat(blocks).isNotEmpty();
    for (String block : blocks) {
      cluster.shell("set -e; PATH=" + Helm.program().getParent() + ":$PATH\n" + block).succeeded();
    }
  }

  private String uidOfAccount() {
    return cluster
        .kubectl(
            "get",
            "liveaccount/default",
            "--namespace=" + InstalledManifests.NAMESPACE,
            "--output=jsonpath={.metadata.uid}")
        .succeeded()
        .stdout();
  }

  private String image() {
    return cluster
        .kubectl(
            "get",
            "deployments",
            "--namespace=" + InstalledManifests.NAMESPACE,
            "--output=jsonpath={.items[*].spec.template.spec.containers[*].image}")
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
}
