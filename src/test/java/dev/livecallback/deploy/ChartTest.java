package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.Setting;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import dev.livecallback.volcengine.CredentialNames;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The values of the chart")
class ChartTest {
  @Generates
  @Test
  void areDescribedInTheSchemaAsInValuesYamlAndAccountsAsInTheCrd() throws IOException {
    Generated.check(ChartValues.SCHEMA, ChartValues.schemaWithDescriptions());
  }

  /** Helm reads nothing outside of the chart's folder. */
  @Generates
  @ParameterizedTest(name = "stand beside the same {0} as deploy/monitoring has")
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void monitoring(String file) {
    Generated.check(
        ChartValues.CHART.resolve("files").resolve(file), Pages.text("deploy/monitoring/" + file));
  }

  @Generates
  @Test
  void areInTheTableOfDocsHelmMd() {
    Generated.check(ChartValues.PAGE, ChartValues.pageWithTable());
  }

  @Test
  void areTheSchemasAndTheOtherWayRound() {
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
  void areAllCommented() {
    List<String> documented = ChartValues.all().stream().map(ChartValues.Value::path).toList();
    List<String> leaves = new ArrayList<>();
    leaves("", Serialization.unmarshal(ChartValues.text("values.yaml"), Map.class), leaves);

    assertThat(leaves)
        .hasSizeGreaterThan(40)
        .allMatch(
            path -> documented.stream().anyMatch(d -> path.equals(d) || path.startsWith(d + ".")));
  }

  @Test
  void areEachUsedInATemplate() throws IOException {
    String templates = ChartValues.templates();

    assertThat(ChartValues.all()).allMatch(value -> templates.contains(".Values." + value.path()));
  }

  @Test
  void takeNoNameThatThereIsNotButInsideWhatIsKubernetesOwn() {
    List<String> open = new ArrayList<>();
    findOpen("", ChartValues.schema(), open);

    assertThat(open).isEmpty();
  }

  @Test
  void sayTheOperatorsBoundsAndHaveItsDefaultOrSayItWhereTheyAreEmpty() {
    Map<String, Setting<?>> settings = ChartSettings.byValue();
    assertThat(settings).hasSize(14);

    settings.forEach(
        (path, setting) -> {
          ChartValues.Value value =
              ChartValues.all().stream().filter(v -> v.path().equals(path)).findAny().orElseThrow();
          String byDefault = setting.byDefault();
          assertThat(value.comment()).contains(setting.type().values());
          assertThat(value)
              .as(path)
              .matches(
                  v ->
                      byDefault.isEmpty()
                          || v.byDefault().equals("\"" + byDefault + "\"")
                          || v.comment().endsWith("empty = " + byDefault + "."));
        });
  }

  @ParameterizedTest(name = "reach the operator as {0}")
  @MethodSource("settings")
  void everySetting(Setting<?> setting) throws IOException {
    assertThat(ChartValues.templates()).contains(setting.variable());
  }

  /** In a Pod nobody names a kubeconfig, and the access key is in files of the mounted Secret. */
  static Stream<Setting<?>> settings() {
    Set<String> inFiles = CredentialNames.allOf(CredentialNames.USUAL);
    return OperatorSetting.ALL.stream()
        .filter(setting -> setting != OperatorSetting.KUBECONFIG)
        .filter(setting -> !inFiles.contains(setting.variable()));
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
}
