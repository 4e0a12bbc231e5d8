package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Needs(Tool.GO)
@NeedsControlPlane
@DisplayName("deploy/monitoring, beside the Prometheus Operator's CRDs,")
@Slow
class MonitoringIT {

  @Test
  void isTakenAsItStandsAndChangesNothingWhenItIsAppliedAgain(TestCluster cluster) {
    installCrds(cluster);
    InstalledManifests.apply(cluster).succeeded();

    CommandResult first = apply(cluster);

    assertThat(first.stdout().lines())
        .containsExactlyInAnyOrder(
            "configmap/live-callback-operator-dashboard created",
            "networkpolicy.networking.k8s.io/live-callback-operator-metrics created",
            "service/live-callback-operator-metrics created",
            "prometheusrule.monitoring.coreos.com/live-callback-operator created",
            "servicemonitor.monitoring.coreos.com/live-callback-operator created");
    assertThat(first.stderr()).isEmpty();
    assertThat(apply(cluster).stdout().lines())
        .hasSize(5)
        .allMatch(line -> line.endsWith(" unchanged"));
    for (String command : Pages.blocks("docs/monitoring.md", "sh")) {
      cluster.shell(command).succeeded();
    }
    assertThatKubeStateMetricsMayReadWhatItTellsOf(cluster);
  }

  private static void assertThatKubeStateMetricsMayReadWhatItTellsOf(TestCluster cluster) {
    for (String verb : List.of("list", "watch")) {
      for (String kind :
          List.of(
              "livecallbacks.livecallback.dev",
              "liveaccounts.livecallback.dev",
              "customresourcedefinitions.apiextensions.k8s.io")) {
        cluster
            .kubectl(
                "auth",
                "can-i",
                verb,
                kind,
                "--all-namespaces",
                "--as=system:serviceaccount:kube-system:kube-state-metrics")
            .succeeded();
      }
    }
    assertThat(
            cluster
                .kubectl(
                    "--namespace=kube-system",
                    "get",
                    "configmap",
                    "kube-state-metrics-livecallback",
                    "--output=jsonpath={.data.kube-state-metrics\\.yaml}")
                .succeeded()
                .stdout())
        .isEqualTo(Pages.text(KubeStateMetricsTest.FILE));
  }

  /** The kinds of the Prometheus Operator. */
  static void installCrds(TestCluster cluster) {
    String crds = crds();
    for (String kind : List.of("servicemonitors", "prometheusrules")) {
      cluster.applyCrds(crds + "/monitoring.coreos.com_" + kind + ".yaml");
    }
  }

  private static CommandResult apply(TestCluster cluster) {
    return cluster.kubectl("apply", "--validate=strict", "-k", "deploy/monitoring").succeeded();
  }

  private static String crds() {
    try (ChildProcess process = ChildProcess.start(List.of("tools/monitoring/crds"), Map.of())) {
      int exit = process.awaitExit(Duration.ofMinutes(10)); // the first time they are fetched
      assertThat(exit).as(String.join("\n", process.lines())).isZero();
      return process.stdout().getLast();
    }
  }
}
