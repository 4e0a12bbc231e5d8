package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.livecallback.operator.accounts.VerifiedKeysConfigMap;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The roles of the manifests")
class RolesTest {
  private static final String WATCHED = "deploy/namespaced/watched-namespace.yaml";
  private static final String OWN = "deploy/namespaced/own-namespace.yaml";

  @Test
  void allowInAWatchedNamespaceWhatTheyAllowInTheWholeCluster() {
    assertThat(rights(role(WATCHED).getRules())).isEqualTo(rights(clusterRole().getRules()));
  }

  @Test
  void allowNothingInTheOperatorsOwnNamespaceThatTheyDoNotAllowElsewhere() {
    Set<String> all = rights(clusterRole().getRules());

    assertThat(rights(role(OWN).getRules()))
        .isSubsetOf(all)
        .containsExactlyInAnyOrderElementsOf(
            all.stream().filter(right -> !right.contains("/livecallbacks")).toList());
  }

  @Test
  void neverAllowToWriteASecretNorAnythingWithAWildcard() {
    assertThat(rights(clusterRole().getRules()))
        .noneMatch(right -> right.contains("*"))
        .filteredOn(right -> right.contains("/secrets "))
        .containsExactlyInAnyOrder("/secrets list", "/secrets watch");
  }

  @Test
  void allowOfLeasesToMakeOneInTheOperatorsOwnNamespaceAndTheUseOfItsOwn() {
    Role role = role("deploy/manifests/leader-election.yaml");

    assertThat(role.getMetadata().getNamespace()).isEqualTo("live-callback-operator");
    assertThat(role.getRules())
        .extracting(PolicyRule::getVerbs, PolicyRule::getResourceNames)
        .containsExactly(
            tuple(List.of("create"), List.of()),
            tuple(List.of("get", "update", "watch"), List.of("live-callback-operator")));
    assertThat(rights(role.getRules())).allMatch(right -> right.startsWith("coordination.k8s.io/"));
  }

  @Test
  void allowOfConfigMapsToMakeOneInTheOperatorsOwnNamespaceAndTheUseOfItsOwn() {
    Role role = role("deploy/manifests/verified-keys.yaml");

    assertThat(role.getMetadata().getNamespace()).isEqualTo("live-callback-operator");
    assertThat(role.getRules())
        .extracting(PolicyRule::getVerbs, PolicyRule::getResourceNames)
        .containsExactly(
            tuple(List.of("create"), List.of()),
            tuple(List.of("get", "patch"), List.of(VerifiedKeysConfigMap.NAME)));
    assertThat(rights(role.getRules())).allMatch(right -> right.startsWith("/configmaps "));
  }

  @Test
  void beginWithTheRuleOfTheSecretsWhichDeployNamespacedGetReplaces() {
    assertThat(Pages.text("deploy/namespaced-get/kustomization.yaml"))
        .contains("path: /rules/0/verbs");
    assertThat(Stream.of(WATCHED, OWN).map(file -> role(file).getRules().getFirst()))
        .allMatch(rule -> rule.getResources().equals(List.of("secrets")));
  }

  private static ClusterRole clusterRole() {
    return Serialization.unmarshal(
        Pages.text("deploy/manifests/cluster-role.yaml"), ClusterRole.class);
  }

  private static Role role(String file) {
    String first = Pages.text(file).split("(?m)^---$", -1)[0];
    return Serialization.unmarshal(first, Role.class);
  }

  /** {@code GROUP/RESOURCE VERB}. */
  private static Set<String> rights(List<PolicyRule> rules) {
    return rules.stream()
        .flatMap(
            rule ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(
                                    verb ->
                                        rule.getApiGroups().getFirst()
                                            + "/"
                                            + resource
                                            + " "
                                            + verb)))
        .collect(Collectors.toSet());
  }
}
