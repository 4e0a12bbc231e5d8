package dev.livecallback.api;

import static dev.livecallback.api.CrdYaml.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdTest {
  static final String UPDATE = "./mvnw test -Dtest=CrdTest -Dcrd.update=true -Djacoco.skip=true";
  private static final Path CHECKED_IN = Path.of("deploy/crds/livecallbacks.livecallback.dev.yaml");

  @Test
  void theCheckedInCrdIsTheModels(@TempDir Path directory) throws IOException {
    Path generated = Files.writeString(directory.resolve("generated.yaml"), generated());
    if (Boolean.getBoolean("crd.update")) {
      Files.createDirectories(CHECKED_IN.getParent());
      Files.copy(generated, CHECKED_IN, StandardCopyOption.REPLACE_EXISTING);
    }

    assertThat(CHECKED_IN)
        .as("The model and %s differ. If the model is right, run: %s", CHECKED_IN, UPDATE)
        .hasSameTextualContentAs(generated);
  }

  @Test
  void theMessageTypesAreTheClients() throws IOException {
    assertThat(at("spec", "messageType").get("enum"))
        .isEqualTo(Arrays.stream(MessageType.values()).map(MessageType::wire).toList());
  }

  @Test
  void theWordsOfTheModelAreTheSchemas() throws IOException {
    assertThat(at("spec", "deletionPolicy").get("enum"))
        .isEqualTo(List.of(LiveCallbackSpec.DELETE, LiveCallbackSpec.ORPHAN));
    assertThat(at("spec", "managementPolicy").get("enum"))
        .isEqualTo(Arrays.stream(ManagementPolicy.values()).map(ManagementPolicy::word).toList());
    assertThat(at("spec", "adoptionPolicy").get("enum"))
        .isEqualTo(Arrays.stream(AdoptionPolicy.values()).map(AdoptionPolicy::word).toList());
    assertThat(at("status", "observed", "authKeyPrimary").get("enum"))
        .isEqualTo(
            List.of(
                ObservedRecord.SET,
                ObservedRecord.UNSET,
                ObservedRecord.DIFFERENT,
                ObservedRecord.HIDDEN));
    assertThat(at("status").get("default"))
        .isEqualTo(Map.of("observedGeneration", (int) LiveCallbackStatus.NEVER));
  }

  @Test
  void everyFieldIsDescribedAndEveryTextAndListIsBounded() throws IOException {
    List<String> complaints = new ArrayList<>();
    check("spec", at("spec"), complaints);
    check("status", at("status"), complaints);

    assertThat(complaints).isEmpty();
  }

  @Test
  void noDefaultStandsInsideSpec() throws IOException {
    assertThat(at("spec").toString()).doesNotContain("default=");
  }

  private static String generated() throws IOException {
    return CrdYaml.of(LiveCallback.class, LiveCallbackSpec.class, LiveCallbackStatus.class);
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

  private static Map<String, Object> at(String... path) throws IOException {
    Map<String, Object> version = CrdYaml.version(CrdYaml.load(generated()));
    Map<String, Object> schema = map(map(version.get("schema")).get("openAPIV3Schema"));
    for (String name : path) {
      schema = map(map(schema.get("properties")).get(name));
    }
    return schema;
  }
}
