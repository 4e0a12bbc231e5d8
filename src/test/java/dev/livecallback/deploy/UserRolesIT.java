package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
@DisplayName("The roles of people")
class UserRolesIT {
  private static final List<String> VERBS =
      List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

  @Test
  void letAViewerReadCallbacksAndNothingElse(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();
    bind(cluster, "viewer", "live-callback-operator-view");

    assertThat(may(cluster, "viewer", "livecallbacks")).containsExactly("get", "list", "watch");
    assertThat(may(cluster, "viewer", "livecallbacks/status")).isEmpty();
    assertThat(may(cluster, "viewer", "liveaccounts")).isEmpty();
    assertThat(may(cluster, "viewer", "secrets")).isEmpty();
  }

  @Test
  void letAnEditorWriteCallbacksTooButNoStatusAndNoAccount(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();
    bind(cluster, "editor", "live-callback-operator-view");
    bind(cluster, "editor", "live-callback-operator-edit");

    assertThat(may(cluster, "editor", "livecallbacks")).isEqualTo(VERBS);
    assertThat(may(cluster, "editor", "livecallbacks/status")).isEmpty();
    assertThat(may(cluster, "editor", "liveaccounts")).isEmpty();
    assertThat(may(cluster, "editor", "liveaccounts/status")).isEmpty();
    assertThat(may(cluster, "editor", "secrets")).isEmpty();
  }

  @Test
  void becomePartOfTheRolesThatTheClusterComesWith(TestCluster cluster) {
    InstalledManifests.apply(cluster).succeeded();

    assertThat(taking(cluster.client(), "live-callback-operator-view"))
        .containsExactly("view", "edit", "admin");
    assertThat(taking(cluster.client(), "live-callback-operator-edit"))
        .containsExactly("edit", "admin");
    assertThat(taking(cluster.client(), "live-callback-operator")).isEmpty();
  }

  /** Which of the cluster's roles have a selector that takes this one in. */
  private static List<String> taking(KubernetesClient client, String name) {
    ClusterRole role = role(client, name);
    return Stream.of("view", "edit", "admin")
        .filter(
            each ->
                role(client, each).getAggregationRule().getClusterRoleSelectors().stream()
                    .anyMatch(
                        selector ->
                            role.getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(selector.getMatchLabels().entrySet())))
        .toList();
  }

  private static ClusterRole role(KubernetesClient client, String name) {
    return client.rbac().clusterRoles().withName(name).require();
  }

  private static void bind(TestCluster cluster, String person, String role) {
    cluster
        .kubectl("create", "rolebinding", role, "--clusterrole=" + role, "--user=" + person)
        .succeeded();
  }

  private static List<String> may(TestCluster cluster, String person, String resource) {
    String[] parts = resource.split("/", 2);
    return VERBS.stream()
        .filter(
            verb ->
                cluster
                    .kubectl(
                        "auth",
                        "can-i",
                        verb,
                        parts[0] + (parts[0].startsWith("live") ? ".livecallback.dev" : ""),
                        "--subresource=" + (parts.length > 1 ? parts[1] : ""),
                        "--as=" + person)
                    .stdout()
                    .strip()
                    .equals("yes"))
        .toList();
  }
}
