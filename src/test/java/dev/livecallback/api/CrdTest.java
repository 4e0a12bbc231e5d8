package dev.livecallback.api;

import static dev.livecallback.api.CrdYaml.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import dev.livecallback.volcengine.MessageType;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrdTest {
  private static final Path FOLDER = Path.of("deploy/crds");

  /** The kinds that there are; each has a CRD of its own. */
  enum Kind {
    LIVE_CALLBACK(LiveCallback.class, LiveCallbackSpec.class, LiveCallbackStatus.class),
    LIVE_ACCOUNT(LiveAccount.class, LiveAccountSpec.class, LiveAccountStatus.class);

    private final Class<? extends CustomResource<?, ?>> resource;
    private final Class<?> spec;
    private final Class<?> status;

    Kind(Class<? extends CustomResource<?, ?>> resource, Class<?> spec, Class<?> status) {
      this.resource = resource;
      this.spec = spec;
      this.status = status;
    }

    String crd() throws IOException {
      return CrdYaml.of(resource, spec, status);
    }

    Path checkedIn() {
      return FOLDER.resolve(CustomResource.getCRDName(resource) + ".yaml");
    }

    /** The schema of the object's property with this path. */
    Map<String, Object> at(String... path) throws IOException {
      Map<String, Object> version = CrdYaml.version(CrdYaml.load(crd()));
      Map<String, Object> schema = map(map(version.get("schema")).get("openAPIV3Schema"));
      for (String name : path) {
        schema = map(map(schema.get("properties")).get(name));
      }
      return schema;
    }
  }

  @Generates
  @ParameterizedTest
  @EnumSource
  void theCheckedInCrdIsTheModels(Kind kind) throws IOException {
    Generated.check(kind.checkedIn(), kind.crd());
  }

  /** Else there would be objects that the API server takes and the operator can't read. */
  @ParameterizedTest
  @EnumSource
  void everyIntegerFitsTheTypeThatItIsReadAs(Kind kind) throws IOException {
    KubernetesSerialization serialization = new KubernetesSerialization();
    Map<String, Map<String, Object>> integers = new TreeMap<>();
    for (String part : List.of("spec", "status")) {
      integers("/" + part, kind.at(part), integers);
    }
    assertThat(integers).hasSizeGreaterThan(1);
    integers.forEach(
        (path, schema) -> {
          for (Object bound :
              List.of(
                  schema.getOrDefault("minimum", Long.MIN_VALUE),
                  schema.getOrDefault("maximum", Long.MAX_VALUE))) {
            Object object = bound;
            List<String> names = List.of(path.substring(1).split("/"));
            for (String name : names.reversed()) {
              object = name.equals("0") ? List.of(object) : Map.of(name, object);
            }
            CustomResource<?, ?> read =
                serialization.unmarshal(serialization.asJson(object), kind.resource);

            assertThat(serialization.convertValue(read, JsonNode.class).at(path).asText())
                .as(path)
                .isEqualTo(bound.toString());
          }
        });
  }

  private static void integers(
      String path, Map<String, Object> schema, Map<String, Map<String, Object>> found) {
    if ("integer".equals(schema.get("type"))) {
      found.put(path, schema);
    }
    if (schema.containsKey("items")) {
      integers(path + "/0", map(schema.get("items")), found);
    }
    if (schema.containsKey("properties")) {
      map(schema.get("properties"))
          .forEach((name, each) -> integers(path + "/" + name, map(each), found));
    }
  }

  /** Helm reads nothing outside of the chart's folder. */
  @Generates
  @ParameterizedTest
  @EnumSource
  void theChartHasTheSame(Kind kind) throws IOException {
    Generated.check(
        Path.of("deploy/helm/files/crds").resolve(kind.checkedIn().getFileName()), kind.crd());
  }

  @Test
  void theFolderAndItsKustomizationHaveEveryKind() throws IOException {
    List<String> kinds =
        Arrays.stream(Kind.values())
            .map(kind -> kind.checkedIn().getFileName().toString())
            .toList();

    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("Kustomization")
          .filteredOn(name -> name.endsWith(".yaml"))
          .containsExactlyInAnyOrderElementsOf(kinds);
    }
    assertThat(CrdYaml.load(Files.readString(FOLDER.resolve("Kustomization"))).get("resources"))
        .isEqualTo(kinds);
  }

  @Test
  void theMessageTypesAreTheClients() throws IOException {
    assertThat(Kind.LIVE_CALLBACK.at("spec", "messageType").get("enum"))
        .isEqualTo(Arrays.stream(MessageType.values()).map(MessageType::wire).toList());
  }

  @Test
  void theWordsOfTheModelAreTheSchemas() throws IOException {
    assertThat(Kind.LIVE_CALLBACK.at("spec", "deletionPolicy").get("enum"))
        .isEqualTo(List.of(LiveCallbackSpec.DELETE, LiveCallbackSpec.ORPHAN));
    assertThat(Kind.LIVE_CALLBACK.at("spec", "managementPolicy").get("enum"))
        .isEqualTo(Arrays.stream(ManagementPolicy.values()).map(ManagementPolicy::word).toList());
    assertThat(Kind.LIVE_CALLBACK.at("spec", "adoptionPolicy").get("enum"))
        .isEqualTo(Arrays.stream(AdoptionPolicy.values()).map(AdoptionPolicy::word).toList());
    assertThat(Kind.LIVE_CALLBACK.at("status", "observed", "authKeyPrimary").get("enum"))
        .isEqualTo(
            List.of(
                ObservedRecord.SET,
                ObservedRecord.UNSET,
                ObservedRecord.DIFFERENT,
                ObservedRecord.HIDDEN));
    assertThat(Kind.LIVE_CALLBACK.at("status").get("default"))
        .isEqualTo(Map.of("observedGeneration", (int) LiveCallbackStatus.NEVER));
  }

  @Test
  void theWordsOfAnAccountAreTheSchemas() throws IOException {
    assertThat(Kind.LIVE_ACCOUNT.at("spec", "profile").get("enum"))
        .isEqualTo(List.of(LiveAccountSpec.VOLCENGINE, LiveAccountSpec.BYTEPLUS));
    assertThat(Kind.LIVE_ACCOUNT.at("status").get("default"))
        .isEqualTo(Map.of("observedGeneration", (int) LiveAccountStatus.NEVER));
  }

  @Test
  void credentialsOfTheEnvironmentAreAnObjectWithNothingInIt() throws IOException {
    assertThat(Kind.LIVE_ACCOUNT.at("spec", "credentials", "environment"))
        .containsEntry("type", "object")
        .doesNotContainKey("properties");
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldIsDescribedAndEveryTextAndListIsBounded(Kind kind) throws IOException {
    List<String> complaints = new ArrayList<>();
    check("spec", kind.at("spec"), complaints);
    check("status", kind.at("status"), complaints);

    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noDefaultStandsInsideSpec(Kind kind) throws IOException {
    assertThat(kind.at("spec").toString()).doesNotContain("default=");
  }

  private static void check(String path, Map<String, Object> schema, List<String> complaints) {
    if (!schema.containsKey("description") && !path.endsWith("[]")) {
      complaints.add(path + " has no description");
    }
    if ("string".equals(schema.get("type")) && !schema.containsKey("maxLength")) {
      complaints.add(path + " has no maxLength");
    }
    if ("array".equals(schema.get("type"))) {
      if (!schema.containsKey("maxItems") || !schema.containsKey("x-kubernetes-list-type")) {
        complaints.add(path + " has no maxItems or no list type");
      }
      check(path + "[]", map(schema.get("items")), complaints);
    }
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, child) -> check(path + "." + name, map(child), complaints));
    }
  }
}
