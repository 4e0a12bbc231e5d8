package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsControlPlane
@DisplayName("The role of the manifests")
class RoleIT {
  private static final String NAME = "operator";

  /** One verb of one resource. */
  record Permission(String group, String resource, String verb) {
    @Override
    public String toString() {
      return verb + " " + resource;
    }

    PolicyRule rule() {
      return new PolicyRuleBuilder()
          .withApiGroups(group)
          .withResources(resource)
          .withVerbs(verb)
          .build();
    }
  }

  @Test
  void isAllThatTheOperatorAsksForAtItsStart(TestCluster cluster) throws StartupException {
    Config config = operatorWith(cluster, permissions().toList());

    OperatorSettings settings = settings(cluster);

    assertThatCode(() -> StartupChecks.run(config, settings)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "is missed by the operator at its start without {0}")
  @MethodSource("permissions")
  void isNeeded(Permission permission, TestCluster cluster) throws StartupException {
    Config config =
        operatorWith(cluster, permissions().filter(other -> !other.equals(permission)).toList());

    OperatorSettings settings = settings(cluster);

    assertThatThrownBy(() -> StartupChecks.run(config, settings))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("The operator may not " + permission);
  }

  private static OperatorSettings settings(TestCluster cluster) throws StartupException {
    return new OperatorCommand(
            Map.of("WATCH_NAMESPACES", cluster.namespace(), "POD_NAMESPACE", cluster.namespace()))
        .settings();
  }

  static Stream<Permission> permissions() {
    return Stream.concat(role().getRules().stream(), leaseRole().getRules().stream())
        .flatMap(
            rule ->
                rule.getVerbs().stream()
                    .map(
                        verb ->
                            new Permission(
                                only(rule.getApiGroups()), only(rule.getResources()), verb)));
  }

  private static ClusterRole role() {
    return read("deploy/manifests/cluster-role.yaml", ClusterRole.class);
  }

  private static Role leaseRole() {
    return read("deploy/manifests/leader-election.yaml", Role.class);
  }

  /** The first object of a file. */
  private static <T> T read(String file, Class<T> type) {
    try {
      return Serialization.unmarshal(
          Files.readString(Path.of(file)).split("(?m)^---$", -1)[0], type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String only(List<String> values) {
    if (values.size() != 1) {
      throw new IllegalStateException("One per rule is easier to read than " + values);
    }
    return values.getFirst();
  }

  private static Config operatorWith(TestCluster cluster, List<Permission> permissions) {
    cluster.createServiceAccount(NAME);
    cluster
        .client()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .withRules(permissions.stream().map(Permission::rule).toList())
                .build())
        .create();
    cluster
        .client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", NAME)
                .addNewSubject("", "ServiceAccount", NAME, cluster.namespace())
                .build())
        .create();
    return cluster.clientFor(cluster.namespace(), NAME).getConfiguration();
  }
}
