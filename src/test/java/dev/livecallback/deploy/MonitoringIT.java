package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
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
class MonitoringIT {

  @Test
  @DisplayName("is taken as it stands, and changes nothing when it is applied again")
  void applied(TestCluster cluster) {
    installCrds(cluster);
    Manifests.apply(cluster).succeeded();

    CommandResult first = apply(cluster);

    assertThat(first.stdout().lines())
        .containsExactlyInAnyOrder(
            "configmap/live-callback-operator-dashboard created",
            "service/live-callback-operator-metrics created",
            "prometheusrule.monitoring.coreos.com/live-callback-operator created",
            "servicemonitor.monitoring.coreos.com/live-callback-operator created");
    assertThat(first.stderr()).isEmpty();
    assertThat(apply(cluster).stdout().lines())
        .hasSize(4)
        .allMatch(line -> line.endsWith(" unchanged"));
    for (String command : Pages.blocks("docs/monitoring.md", "sh")) {
      cluster.shell(command).succeeded();
    }
  }

  /** The kinds of the Prometheus Operator. */
  static void installCrds(TestCluster cluster) {
    String crds = crds();
    for (String kind : List.of("servicemonitors", "prometheusrules")) {
      cluster
          .kubectl(
              "apply", "--server-side", "-f", crds + "/monitoring.coreos.com_" + kind + ".yaml")
          .succeeded();
      cluster
          .kubectl(
              "wait",
              "--for=condition=Established",
              "crd/" + kind + ".monitoring.coreos.com",
              "--timeout=60s")
          .succeeded();
    }
  }

  private static CommandResult apply(TestCluster cluster) {
    return cluster.kubectl("apply", "--validate=strict", "-k", "deploy/monitoring").succeeded();
  }

  private static String crds() {
    try (ChildProcess process = ChildProcess.start(List.of("tools/monitoring/crds"), Map.of())) {
      int exit = process.awaitExit(Duration.ofMinutes(2));
      assertThat(exit).as(String.join("\n", process.lines())).isZero();
      return process.stdout().getLast();
    }
  }
}
