package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsControlPlane(own = true)
@DisplayName("The manifests")
class ManifestsIT {

  @Test
  void areTakenByTheApiServerWithoutAWarningOfTheirOwn(TestCluster cluster) {
    CommandResult applied = InstalledManifests.apply(cluster).succeeded();

    assertThat(applied.stdout())
        .contains("deployment.apps/live-callback-operator")
        .contains("clusterrole.rbac.authorization.k8s.io/live-callback-operator")
        .contains("customresourcedefinition.apiextensions.k8s.io/livecallbacks.livecallback.dev")
        .contains("customresourcedefinition.apiextensions.k8s.io/liveaccounts.livecallback.dev");
    // The tests install the CRDs in another way, which kubectl remarks on.
    assertThat(applied.stderr().lines())
        .filteredOn(line -> !line.contains("customresourcedefinitions/live"))
        .isEmpty();
  }

  @Test
  void changeNothingWhenTheyAreAppliedAgain(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();
    String budget = budgetVersion(cluster);

    CommandResult again = InstalledManifests.apply(cluster).succeeded();

    // Of a PodDisruptionBudget kubectl sends the selector each time, and then says "configured".
    assertThat(again.stdout().lines())
        .isNotEmpty()
        .filteredOn(line -> !line.startsWith("poddisruptionbudget"))
        .allMatch(line -> line.endsWith(" unchanged"));
    assertThat(budgetVersion(cluster)).isEqualTo(budget);
  }

  private static String budgetVersion(TestCluster cluster) {
    return cluster
        .client()
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(InstalledManifests.NAMESPACE)
        .withName("live-callback-operator")
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  @Test
  void bringAPodThatPodSecurityRestrictedTakesWithoutAWarning(TestCluster cluster) {
    Pod pod = pod(cluster);

    CommandResult created = dryRun(cluster, pod);

    assertThat(created.succeeded().stderr()).isEmpty();
    Container careless = pod.getSpec().getContainers().getFirst();
    careless.getSecurityContext().setAllowPrivilegeEscalation(true);
    assertThat(dryRun(cluster, pod).stderr())
        .contains("violates PodSecurity \"restricted:latest\"");
    Pod root = pod(cluster);
    root.getSpec().getSecurityContext().setRunAsUser(0L);
    assertThat(dryRun(cluster, root).stderr()).contains("runAsUser=0");
  }

  @Test
  void openOnePortAndCallTheApiServerBackThroughNoWebhook(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();

    assertThat(
            cluster
                .kubectl(
                    "get",
                    "deployments",
                    "--namespace",
                    InstalledManifests.NAMESPACE,
                    "--output",
                    "jsonpath={.items[*].spec.template.spec.containers[*].ports[*].containerPort}")
                .succeeded()
                .stdout())
        .isEqualTo("8080");
    assertThat(
            cluster
                .kubectl(
                    "get",
                    "validatingwebhookconfigurations,mutatingwebhookconfigurations",
                    "--output",
                    "name")
                .succeeded()
                .stdout())
        .isEmpty();
  }

  @Test
  void giveTheOperatorItsCredentialsFromASecretThatMayComeLaterAndNothingElseOfOne(
      TestCluster cluster) {
    Pod pod = pod(cluster);

    Container operator = pod.getSpec().getContainers().getFirst();
    assertThat(operator.getEnv())
        .noneMatch(variable -> variable.getName().matches(".*(KEY|TOKEN).*"))
        .filteredOn(variable -> variable.getName().equals("CREDENTIALS_DIR"))
        .extracting(EnvVar::getValue)
        .containsExactly("/var/run/secrets/live-credentials");
    assertThat(pod.getSpec().getVolumes())
        .filteredOn(volume -> volume.getEmptyDir() == null)
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.getSecret().getSecretName()).isEqualTo("live-credentials");
              assertThat(volume.getSecret().getOptional()).isTrue();
              assertThat(operator.getVolumeMounts())
                  .filteredOn(mount -> mount.getName().equals(volume.getName()))
                  .singleElement()
                  .matches(mount -> mount.getReadOnly())
                  .matches(mount -> mount.getMountPath().endsWith("/live-credentials"));
            });
  }

  @Test
  void haveAnExampleOfTheCredentialsThatTheApiServerTakesAndThatIsNotApplied(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();

    CommandResult taken =
        cluster.kubectl(
            "create",
            "--dry-run=server",
            "--validate=strict",
            "-o=jsonpath={.metadata.name}",
            "-f",
            "deploy/manifests/credentials.example.yaml");

    assertThat(taken.succeeded().stdout()).isEqualTo("live-credentials");
    assertThat(
            cluster
                .client()
                .secrets()
                .inNamespace(InstalledManifests.NAMESPACE)
                .withName("live-credentials")
                .get())
        .isNull();
  }

  @Test
  void haveAVariantForSomeNamespacesInWhichNoRoleHoldsForTheWholeCluster(TestCluster cluster) {
    CommandResult rendered = cluster.kubectl("kustomize", "deploy/namespaced").succeeded();

    assertThat(rendered.stdout())
        .contains("kind: RoleBinding", "name: WATCH_NAMESPACES")
        .doesNotContain("kind: ClusterRole", "kind: ValidatingAdmissionPolicy");
    InstalledManifests.apply(cluster).succeeded();
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"streaming\"}}",
            "apply",
            "-f",
            "-")
        .succeeded();
    cluster
        .kubectlWithInput(
            rendered.stdout(), "apply", "--validate=strict", "--dry-run=server", "-f", "-")
        .succeeded();
  }

  @ParameterizedTest(name = "let the replicas choose among themselves: deploy/{0}")
  @ValueSource(strings = {"manifests", "namespaced", "namespaced-get"})
  void leaderElection(String folder, TestCluster cluster) {
    CommandResult rendered = cluster.kubectl("kustomize", "deploy/" + folder).succeeded();

    assertThat(rendered.stdout().split("(?m)^---$"))
        .filteredOn(each -> each.contains("kind: Role\n") && each.contains("- leases"))
        .singleElement()
        .asString()
        .contains("- create", "- update", "- watch", "namespace: live-callback-operator");
    assertThat(rendered.stdout()).contains("replicas: 2", "kind: PodDisruptionBudget");
  }

  private static Pod pod(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();
    Deployment deployment =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(InstalledManifests.NAMESPACE)
            .withName("live-callback-operator")
            .get();
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withName("of-the-deployment")
        .withNamespace(InstalledManifests.NAMESPACE)
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static CommandResult dryRun(TestCluster cluster, Pod pod) {
    return cluster.kubectlWithInput(
        Serialization.asYaml(pod), "create", "--dry-run=server", "--validate=strict", "-f", "-");
  }
}
