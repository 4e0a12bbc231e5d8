package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.DefaultAccount;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("abuse")
@NeedsControlPlane(own = true)
@DisplayName("The operator at its start")
class PoliciesInForceIT {
  private static final String METRIC = "livecallback_admission_policy_in_force{policy=\"";
  private static final String BINDING = "live-callback-operator-statuses";

  /** The tests share a cluster: what one left there isn't the next one's. */
  @BeforeEach
  void clear(TestCluster cluster) {
    cluster
        .kubectl(
            "delete",
            "validatingadmissionpolicy,validatingadmissionpolicybinding",
            "--selector=livecallback.dev/policy")
        .succeeded();
  }

  @Test
  void saysOfThePoliciesOfTheManifestsThatTheyAreInForceAndWhichOneIsNot(TestCluster cluster) {
    Path kubeconfig = InstalledManifests.operatorKubeconfig(cluster);
    try (var simulator = SimulatorUnderTest.start()) {
      try (var operator = start(kubeconfig, simulator)) {
        assertThat(operator.logWith("All admission policies are in force.")).hasSize(1);
        assertThat(operator.readyz()).doesNotContain("dmission");
        assertThat(operator.metrics())
            .contains(METRIC + "annotations\"} 1")
            .contains(METRIC + "keeps-to-status\"} 1")
            .contains(METRIC + "statuses\"} 1");
      }
      cluster
          .kubectl(
              "patch",
              "validatingadmissionpolicybinding",
              BINDING,
              "--type=merge",
              "-p",
              "{\"spec\":{\"validationActions\":[\"Audit\"]}}")
          .succeeded();
      try (var operator = start(kubeconfig, simulator)) {
        String told =
            "Admission policies that aren't in force: statuses (the binding of " + BINDING;
        assertThat(operator.logWith(told)).hasSize(1);
        assertThat(operator.readyz()).startsWith("ok, ").contains(told);
        assertThat(operator.metrics())
            .contains(METRIC + "annotations\"} 1")
            .contains(METRIC + "statuses\"} 0");
      }
    }
  }

  @Test
  void findsThemByWhateverNames(TestCluster cluster) throws IOException {
    Path kubeconfig = InstalledManifests.operatorKubeconfig(cluster);
    clear(cluster);
    String renamed =
        Files.readString(Path.of("deploy/manifests/admission-policy.yaml"))
            .replace("ame: live-callback-operator-", "ame: our-live-callback-operator-");
    cluster.kubectlWithInput(renamed, "apply", "-f", "-").succeeded();

    try (var simulator = SimulatorUnderTest.start();
        var operator = start(kubeconfig, simulator)) {
      assertThat(operator.logWith("All admission policies are in force.")).hasSize(1);
    }
  }

  @Test
  void saysThatItMayNotLookForThemWhereItHasRightsInSingleNamespacesOnly(TestCluster cluster) {
    Path kubeconfig = InstalledManifests.namespacedKubeconfig(cluster);
    DefaultAccount.in(cluster);

    try (var simulator = SimulatorUnderTest.start();
        var operator =
            OperatorUnderTest.of(kubeconfig, simulator).watching(cluster.namespace()).start()) {
      assertThat(operator.readyz())
          .contains("annotations, keeps-to-status, statuses (the operator may not list them");
      assertThat(operator.logWith("may not list them")).hasSize(1);
    }
  }

  private static OperatorUnderTest start(Path kubeconfig, SimulatorUnderTest simulator) {
    return OperatorUnderTest.of(kubeconfig, simulator).in(InstalledManifests.NAMESPACE).start();
  }
}
