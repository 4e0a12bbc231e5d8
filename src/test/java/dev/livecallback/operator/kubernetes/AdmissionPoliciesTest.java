package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An admission policy")
class AdmissionPoliciesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WORDS_FOR_PEOPLE = List.of("message", "messageExpression");

  /** A cluster's policies, as JSON that a test may change. */
  private static final class PolicyCluster implements AdmissionPolicies.PolicyLister {
    List<ObjectNode> objects = new ArrayList<>();
    @Nullable KubernetesClientException refusal;

    PolicyCluster(List<HasMetadata> all) {
      all.forEach(each -> objects.add(JSON.valueToTree(each)));
    }

    static PolicyCluster asShipped() {
      return new PolicyCluster(AdmissionPolicies.shippedObjects());
    }

    @Override
    public List<ValidatingAdmissionPolicy> policies() {
      return of(ValidatingAdmissionPolicy.class);
    }

    @Override
    public List<ValidatingAdmissionPolicyBinding> bindings() {
      return of(ValidatingAdmissionPolicyBinding.class);
    }

    private <T extends HasMetadata> List<T> of(Class<T> kind) {
      if (refusal != null) {
        throw refusal;
      }
      return objects.stream()
          .filter(each -> each.path("kind").asText().equals(kind.getSimpleName()))
          .map(each -> JSON.convertValue(each, kind))
          .toList();
    }

    ObjectNode policy(AdmissionPolicy which) {
      return one("ValidatingAdmissionPolicy", which);
    }

    ObjectNode binding(AdmissionPolicy which) {
      return one("ValidatingAdmissionPolicyBinding", which);
    }

    private ObjectNode one(String kind, AdmissionPolicy which) {
      return objects.stream()
          .filter(each -> each.path("kind").asText().equals(kind))
          .filter(each -> each.at("/metadata/name").asText().endsWith(which.word()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void isInForceAsTheManifestsHaveIt() {
    assertThat(looked(PolicyCluster.asShipped()).summary()).isEmpty();
  }

  @Test
  void isInForceAsTheChartRendersIt() throws IOException {
    String rendered = Files.readString(Path.of("src/test/resources/helm/default.rendered.yaml"));
    List<HasMetadata> objects =
        Stream.of(rendered.split("(?m)^---.*$", -1))
            .filter(each -> each.contains("kind: ValidatingAdmissionPolicy"))
            .<HasMetadata>map(new KubernetesSerialization()::unmarshal)
            .toList();

    assertThat(objects).hasSize(6);
    assertThat(looked(new PolicyCluster(objects)).summary()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isInForceByWhateverNameAndWithWhatTheApiServerFillsIn(AdmissionPolicy which) {
    PolicyCluster cluster = PolicyCluster.asShipped();
    metadata(cluster.policy(which)).put("name", "our-" + which.word());
    metadata(cluster.binding(which)).put("name", "our-" + which.word());
    spec(cluster.binding(which)).put("policyName", "our-" + which.word());
    ObjectNode constraints = (ObjectNode) spec(cluster.policy(which)).path("matchConstraints");
    constraints.put("matchPolicy", "Equivalent");
    constraints.putObject("namespaceSelector");
    constraints.putObject("objectSelector");
    cluster.policy(which).putObject("status").put("observedGeneration", 1);

    assertThat(looked(cluster).summary()).isEmpty();
  }

  /** Whatever of it is changed or left out, but for its words. */
  @ParameterizedTest
  @EnumSource
  void isNotInForceIfAnythingOfWhatItRefusesIsOtherwise(AdmissionPolicy which) {
    List<String> unnoticed = new ArrayList<>();
    List<String> leaves = leaves("", spec(PolicyCluster.asShipped().policy(which)));
    for (String leaf : leaves) {
      for (Consumer<ObjectNode> change : changes(leaf)) {
        PolicyCluster cluster = PolicyCluster.asShipped();
        change.accept(spec(cluster.policy(which)));
        AdmissionPolicies policies = looked(cluster);
        if (policies.isInForce(which) || !policies.summary().orElse("").contains(which.word())) {
          unnoticed.add(leaf);
        }
      }
    }

    assertThat(leaves).isNotEmpty();
    assertThat(unnoticed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isNotInForceIfMoreIsLeftOut(AdmissionPolicy which) {
    List<Consumer<ObjectNode>> narrowed =
        List.of(
            spec -> spec.putObject("paramKind").put("apiVersion", "v1").put("kind", "ConfigMap"),
            spec ->
                constraints(spec)
                    .putObject("namespaceSelector")
                    .putObject("matchLabels")
                    .put("a", "b"),
            spec ->
                constraints(spec)
                    .putObject("objectSelector")
                    .putObject("matchLabels")
                    .put("a", "b"),
            spec ->
                constraints(spec)
                    .set("excludeResourceRules", constraints(spec).path("resourceRules")),
            spec -> constraints(spec).put("matchPolicy", "Exact"),
            spec ->
                spec.withArray("matchConditions")
                    .addObject()
                    .put("name", "none")
                    .put("expression", "false"));

    assertThat(narrowed)
        .allSatisfy(
            change -> {
              PolicyCluster cluster = PolicyCluster.asShipped();
              change.accept(spec(cluster.policy(which)));
              assertThat(looked(cluster).isInForce(which)).isFalse();
            });
  }

  @ParameterizedTest
  @EnumSource
  void isNotInForceWithoutABindingThatDeniesEverywhere(AdmissionPolicy which) {
    List<Consumer<ObjectNode>> weakened =
        List.of(
            spec -> spec.putArray("validationActions").add("Audit"),
            spec -> spec.putArray("validationActions").add("Warn").add("Audit"),
            spec -> spec.put("policyName", "another"),
            spec -> spec.putObject("paramRef").put("name", "none"),
            spec ->
                spec.putObject("matchResources")
                    .putObject("namespaceSelector")
                    .putObject("matchLabels")
                    .put("a", "b"),
            spec -> spec.putObject("matchResources").putArray("resourceRules").addObject());

    assertThat(weakened)
        .allSatisfy(
            change -> {
              PolicyCluster cluster = PolicyCluster.asShipped();
              change.accept(spec(cluster.binding(which)));
              AdmissionPolicies policies = looked(cluster);
              assertThat(policies.isInForce(which)).isFalse();
              assertThat(policies.summary().orElseThrow())
                  .contains(which.word())
                  .contains("binding");
            });
  }

  @ParameterizedTest
  @EnumSource
  void isNotInForceIfItOrItsBindingIsMissing(AdmissionPolicy which) {
    PolicyCluster unbound = PolicyCluster.asShipped();
    unbound.objects.remove(unbound.binding(which));
    PolicyCluster without = PolicyCluster.asShipped();
    without.objects.remove(without.policy(which));

    assertThat(looked(unbound).summary().orElseThrow()).contains(which.word(), "has no binding");
    assertThat(looked(without).summary().orElseThrow())
        .contains(which.word(), "the cluster has none");
  }

  @Test
  void isNotInForceAsLongAsNobodyLooked() {
    assertThat(new AdmissionPolicies(PolicyCluster.asShipped()).summary().orElseThrow())
        .isEqualTo("annotations, keeps-to-status, statuses (the operator hasn't looked yet)");
  }

  @Test
  void isNotInForceIfTheOperatorMayNotSeeIt() {
    PolicyCluster cluster = PolicyCluster.asShipped();
    AdmissionPolicies policies = looked(cluster);
    cluster.refusal = new KubernetesClientException("forbidden", 403, null);
    policies.look();

    assertThat(policies.isInForce(AdmissionPolicy.STATUSES)).isFalse();
    assertThat(policies.summary().orElseThrow())
        .contains("may not list them", "live-callback-operator-admission");
  }

  @Test
  void isNotInForceIfTheApiServerKnowsNoSuchThing() {
    PolicyCluster cluster = PolicyCluster.asShipped();
    cluster.refusal = new KubernetesClientException("not found", 404, null);

    assertThat(looked(cluster).summary().orElseThrow()).contains("doesn't know them");
  }

  @Test
  void staysAsItWasFoundWhileTheApiServerCannotBeAsked() {
    PolicyCluster cluster = PolicyCluster.asShipped();
    AdmissionPolicies policies = looked(cluster);
    cluster.refusal = new KubernetesClientException("timeout", 504, null);
    policies.look();

    assertThat(policies.summary()).isEmpty();
  }

  private static AdmissionPolicies looked(PolicyCluster cluster) {
    AdmissionPolicies policies = new AdmissionPolicies(cluster);
    policies.look();
    return policies;
  }

  private static ObjectNode spec(ObjectNode object) {
    return (ObjectNode) object.path("spec");
  }

  private static ObjectNode constraints(ObjectNode spec) {
    return (ObjectNode) spec.path("matchConstraints");
  }

  private static ObjectNode metadata(ObjectNode object) {
    return (ObjectNode) object.path("metadata");
  }

  /** Pointers of all that is in it, but words for people. */
  private static List<String> leaves(String path, JsonNode node) {
    List<String> leaves = new ArrayList<>();
    if (node instanceof ArrayNode items) {
      for (int i = 0; i < items.size(); i++) {
        leaves.addAll(leaves(path + "/" + i, items.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      object.properties().stream()
          .filter(field -> !WORDS_FOR_PEOPLE.contains(field.getKey()))
          .forEach(field -> leaves.addAll(leaves(path + "/" + field.getKey(), field.getValue())));
    } else {
      leaves.add(path);
    }
    return leaves;
  }

  /** It is another, or isn't there. */
  private static List<Consumer<ObjectNode>> changes(String pointer) {
    String parent = pointer.substring(0, pointer.lastIndexOf('/'));
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    return List.of(
        spec -> set(spec.at(parent), name, "other" + spec.at(pointer).asText()),
        spec -> remove(spec.at(parent), name));
  }

  private static void set(JsonNode parent, String name, String value) {
    Optional.of(parent)
        .filter(ArrayNode.class::isInstance)
        .ifPresentOrElse(
            list -> ((ArrayNode) list).set(Integer.parseInt(name), value),
            () -> ((ObjectNode) parent).put(name, value));
  }

  private static void remove(JsonNode parent, String name) {
    if (parent instanceof ArrayNode list) {
      list.remove(Integer.parseInt(name));
    } else {
      ((ObjectNode) parent).remove(name);
    }
  }
}
