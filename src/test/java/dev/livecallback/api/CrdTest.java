package dev.livecallback.api;

import static dev.livecallback.api.CrdYaml.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import dev.livecallback.volcengine.MessageType;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
