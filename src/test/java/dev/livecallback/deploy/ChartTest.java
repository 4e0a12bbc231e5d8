package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The values of the chart")
class ChartTest {
  private static final String UPDATE =
      "If values.yaml is right, run: ./mvnw test -Dtest=ChartTest -Dhelm.update=true"
          + " -Djacoco.skip=true";

  @Test
  @DisplayName("are described in the schema as in values.yaml, and accounts as in the CRD")
  void schema() throws IOException {
    golden(ChartValues.SCHEMA, ChartValues.schemaWithDescriptions());
  }

  /** Helm reads nothing outside of the chart's folder. */
  @ParameterizedTest(name = "stand beside the same {0} as deploy/monitoring has")
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void monitoring(String file) throws IOException {
    golden(
        ChartValues.CHART.resolve("files").resolve(file), Pages.text("deploy/monitoring/" + file));
  }

  @Test
  @DisplayName("are in the table of docs/helm.md")
  void page() throws IOException {
    golden(ChartValues.PAGE, ChartValues.pageWithTable());
  }

  @Test
  @DisplayName("are the schema's, and the other way round")
  void sameNames() {
    List<String> inSchema = new ArrayList<>();
    leaves("", ChartValues.schema().path("properties"), inSchema);
    List<String> inValues = ChartValues.all().stream().map(ChartValues.Value::path).toList();

    assertThat(inSchema)
        .filteredOn(path -> !path.equals("global"))
        .allMatch(
            path -> inValues.stream().anyMatch(v -> path.equals(v) || path.startsWith(v + ".")));
    assertThat(inValues).allMatch(path -> !ChartValues.schema().at(pointer(path)).isMissingNode());
  }

  @Test
  @DisplayName("without a comment there are none")
  void commented() {
    List<String> documented = ChartValues.all().stream().map(ChartValues.Value::path).toList();
    List<String> leaves = new ArrayList<>();
    leaves("", Serialization.unmarshal(ChartValues.text("values.yaml"), Map.class), leaves);

    assertThat(leaves)
        .hasSizeGreaterThan(40)
        .allMatch(
            path -> documented.stream().anyMatch(d -> path.equals(d) || path.startsWith(d + ".")));
  }

  @Test
  @DisplayName("are each used in a template")
  void used() throws IOException {
    String templates = ChartValues.templates();

    assertThat(ChartValues.all()).allMatch(value -> templates.contains(".Values." + value.path()));
  }

  @Test
  @DisplayName("take no name that there isn't, but inside what is Kubernetes' own")
  void closed() {
    List<String> open = new ArrayList<>();
    findOpen("", ChartValues.schema(), open);

    assertThat(open).isEmpty();
  }

  private static void findOpen(String path, JsonNode schema, List<String> open) {
    boolean object =
        schema.path("type").asText().equals("object") && !path.equals("/properties/global");
    boolean ofKubernetes = schema.path("$comment").asText().startsWith("As in Kubernetes");
    if (object && !schema.has("additionalProperties") && !ofKubernetes) {
      open.add(path);
    }
    schema
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                findOpen(path + "/" + field.getKey(), field.getValue(), open);
              }
            });
  }

  private static String pointer(String path) {
    return "/properties/" + path.replace(".", "/properties/");
  }

  private static void leaves(String prefix, JsonNode properties, List<String> into) {
    properties
        .properties()
        .forEach(
            field -> {
              String path = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
              if (field.getValue().has("properties")) {
                leaves(path, field.getValue().path("properties"), into);
              } else {
                into.add(path);
              }
            });
  }

  private static void leaves(String prefix, Map<?, ?> values, List<String> into) {
    values.forEach(
        (key, value) -> {
          String path = prefix.isEmpty() ? key.toString() : prefix + "." + key;
          if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            leaves(path, map, into);
          } else {
            into.add(path);
          }
        });
  }

  static void golden(Path file, String wanted) throws IOException {
    if (Boolean.getBoolean("helm.update")) {
      Files.writeString(file, wanted);
    }
    assertThat(Files.readString(file)).as("%s. %s", file, UPDATE).isEqualTo(wanted);
  }
}
