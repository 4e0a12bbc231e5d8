package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.gitops.TestData;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kustomization of one's own makes of the manifests; no API server is asked. */
@Needs(Tool.CONTROL_PLANE)
@DisplayName("A kustomization that gives all names a prefix and a suffix")
@Slow
class KustomizeIT {
  private static final Path FOLDER = Path.of("target/kustomized");

  @ParameterizedTest(name = "has an operator that finds its default account: deploy/{0}")
  @ValueSource(strings = {"manifests", "namespaced", "namespaced-get"})
  void defaultAccount(String base) throws IOException {
    List<JsonNode> objects = render(base);
    JsonNode account = only(objects, "LiveAccount");

    assertThat(name(account)).isEqualTo("a-default-z");
    assertThat(variable(only(objects, "Deployment"), "DEFAULT_ACCOUNT")).isEqualTo(name(account));
  }

  /** They don't go by the operator's name alone: {@code AdmissionPolicyIT}. */
  @ParameterizedTest(name = "has whatever is named under its new name, policies too: deploy/{0}")
  @ValueSource(strings = {"manifests", "namespaced", "namespaced-get"})
  void references(String base) throws IOException {
    List<JsonNode> objects = render(base);
    Set<String> there =
        objects.stream()
            .map(object -> object.path("kind").asText() + " " + name(object))
            .collect(Collectors.toSet());

    assertThat(objects.stream().flatMap(KustomizeIT::named))
        .hasSizeGreaterThan(5)
        .allMatch(there::contains);
    assertThat(objects)
        .filteredOn(object -> object.path("kind").asText().equals("ValidatingAdmissionPolicy"))
        .hasSize(base.equals("manifests") ? 3 : 0)
        .allMatch(
            policy -> policy.at("/metadata/labels").has("livecallback.dev/policy"),
            "found by its label");
  }

  /** What an object names, as {@code KIND NAME}. */
  private static Stream<String> named(JsonNode object) {
    return switch (object.path("kind").asText()) {
      case "Deployment" ->
          Stream.of(
              "ServiceAccount " + object.at("/spec/template/spec/serviceAccountName").asText());
      case "ValidatingAdmissionPolicyBinding" ->
          Stream.of("ValidatingAdmissionPolicy " + object.at("/spec/policyName").asText());
      case "RoleBinding", "ClusterRoleBinding" ->
          Stream.of(
              object.at("/roleRef/kind").asText() + " " + object.at("/roleRef/name").asText(),
              "ServiceAccount " + object.at("/subjects/0/name").asText());
      default -> Stream.of();
    };
  }

  private static List<JsonNode> render(String base) throws IOException {
    Path folder = Files.createDirectories(FOLDER.resolve(base));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        resources: [../../../deploy/%s]
        namePrefix: a-
        nameSuffix: -z
        """
            .formatted(base));
    String kubectl = Tool.CONTROL_PLANE.path().resolve("kubectl").toString();
    String rendered =
        Command.run(List.of(kubectl, "kustomize", folder.toString()), Map.of(), "")
            .succeeded()
            .stdout();
    return Stream.of(rendered.split("(?m)^---$", -1)).map(TestData::parse).toList();
  }

  private static JsonNode only(List<JsonNode> objects, String kind) {
    List<JsonNode> found =
        objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String variable(JsonNode deployment, String name) {
    for (JsonNode variable : deployment.at("/spec/template/spec/containers/0/env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path("value").asText();
      }
    }
    throw new AssertionError("No variable " + name);
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
