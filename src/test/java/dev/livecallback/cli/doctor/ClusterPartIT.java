package dev.livecallback.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.cli.OperatorDeployment;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a real API server has to say, beside what the unit tests make up. */
@NeedsControlPlane
@DisplayName("The cluster part of doctor, on a real API server,")
class ClusterPartIT {
  private static final String ACCOUNT = "live-callback-operator";

  @Test
  void findsTheCrdsOfThisVersion(TestCluster cluster) {
    assertThat(InstalledCrds.look(cluster.client()))
        .extracting(PlantedCluster::line)
        .containsExactlyElementsOf(PlantedCluster.WELL.subList(0, 2));
  }

  @Test
  void isToldWhatTheServiceAccountMayDo(TestCluster cluster) throws IOException {
    OperatorDeployment operator = installed(cluster);

    assertThat(rights(cluster.client(), operator))
        .startsWith("rights: broken: The operator's ServiceAccount may not get livecallbacks");

    bindTheRolesOfTheManifests(cluster);

    assertThat(rights(cluster.client(), operator)).isEqualTo(PlantedCluster.WELL.get(5));
  }

  @Test
  void cannotTellWhatAPersonMayNotAsk(TestCluster cluster) throws IOException {
    OperatorDeployment operator = installed(cluster);
    cluster.createServiceAccount("person");
    KubernetesClient person = cluster.clientFor(cluster.namespace(), "person");

    assertThat(InstalledCrds.look(person)).extracting(Finding::state).containsOnly(unknown());
    assertThat(RunningOperator.look(person).finding().state()).isEqualTo(unknown());
    assertThat(rights(person, operator)).startsWith("rights: can't tell: You may not create");
    assertThat(new ObjectsInCluster(person, PlantedCluster.NOW).objects().state())
        .isEqualTo(unknown());
  }

  private static Finding.State unknown() {
    return Finding.State.UNKNOWN;
  }

  private static String rights(KubernetesClient client, OperatorDeployment operator) {
    return PlantedCluster.line(
        OperatorRights.look(
            client, operator, GivenSettings.of(Optional.of(operator)).known().orElseThrow()));
  }

  /** The manifests' Deployment, which watches the test's namespace. */
  private static OperatorDeployment installed(TestCluster cluster) throws IOException {
    cluster.createServiceAccount(ACCOUNT);
    String yaml =
        Files.readString(Path.of("deploy/manifests/deployment.yaml"))
            .replace("namespace: live-callback-operator", "namespace: " + cluster.namespace())
            .replace(
                "args: [operator]",
                "args: [operator, --watch-namespaces=%s]".formatted(cluster.namespace()));
    cluster.kubectlWithInput(yaml, "apply", "--server-side", "-f", "-").succeeded();
    return OperatorDeployment.operators(
            OperatorDeployment.labelled(cluster.client(), cluster.namespace()))
        .getFirst();
  }

  private static void bindTheRolesOfTheManifests(TestCluster cluster) throws IOException {
    List<PolicyRule> rules = new ArrayList<>();
    rules.addAll(first("cluster-role", ClusterRole.class).getRules());
    rules.addAll(first("leader-election", Role.class).getRules());
    Stream.<HasMetadata>of(
            new RoleBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .endMetadata()
                .withRules(rules)
                .build(),
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(ACCOUNT)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                .addNewSubject("", "ServiceAccount", ACCOUNT, cluster.namespace())
                .build())
        .forEach(each -> cluster.client().resource(each).create());
  }

  private static <T> T first(String file, Class<T> type) throws IOException {
    return Serialization.unmarshal(
        Files.readString(Path.of("deploy/manifests/" + file + ".yaml")).split("(?m)^---$", -1)[0],
        type);
  }
}
