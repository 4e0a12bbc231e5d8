package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kube-state-metrics itself isn't run: this reads its configuration as that does, by its {@code
 * docs/metrics/extend/customresourcestate-metrics.md}, as far as it is used here.
 */
@DisplayName("The configuration of kube-state-metrics")
class KubeStateMetricsTest {
  static final String FILE = "deploy/monitoring/kube-state-metrics.yaml";

  private static final String PAGE = "docs/monitoring.md";

  /** All that its reader of the configuration knows, of what a gauge needs. */
  private static final Set<String> KNOWN =
      Set.of(
          "/kind",
          "/spec/resources/groupVersionKind/group",
          "/spec/resources/groupVersionKind/version",
          "/spec/resources/groupVersionKind/kind",
          "/spec/resources/metricNamePrefix",
          "/spec/resources/labelsFromPath/*",
          "/spec/resources/metrics/name",
          "/spec/resources/metrics/help",
          "/spec/resources/metrics/errorLogV",
          "/spec/resources/metrics/each/type",
          "/spec/resources/metrics/each/gauge/path",
          "/spec/resources/metrics/each/gauge/labelsFromPath/*",
          "/spec/resources/metrics/each/gauge/valueFrom");

  private static List<JsonNode> resources() {
    return Alerts.elements(Alerts.file(FILE).at("/spec/resources"));
  }

  private static JsonNode resource(String plural) {
    JsonNode crd = crd(plural);
    return resources().stream()
        .filter(
            each ->
                each.at("/groupVersionKind/kind").equals(crd.at("/spec/names/kind"))
                    && each.at("/groupVersionKind/group").equals(crd.at("/spec/group"))
                    && each.at("/groupVersionKind/version").equals(crd.at("/spec/versions/0/name")))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode crd(String plural) {
    return Alerts.file("deploy/crds/" + plural + ".livecallback.dev.yaml");
  }

  @Test
  void hasOnlyWhatKubeStateMetricsReads() {
    Set<String> used = new TreeSet<>();
    collect("", Alerts.file(FILE), used);

    assertThat(used).isEqualTo(new TreeSet<>(KNOWN));
    assertThat(resources()).hasSize(2);
  }

  private static void collect(String path, JsonNode node, Set<String> used) {
    if (node.isObject()) {
      boolean labels = path.endsWith("/labelsFromPath");
      node.properties()
          .forEach(
              field ->
                  collect(path + "/" + (labels ? "*" : field.getKey()), field.getValue(), used));
    } else if (node.path(0).isObject()) {
      node.forEach(element -> collect(path, element, used));
    } else {
      used.add(path);
    }
  }

  @ParameterizedTest(name = "has only paths that there are in {0}")
  @ValueSource(strings = {"livecallbacks", "liveaccounts"})
  void hasOnlyPathsThatThereAre(String plural) {
    JsonNode object = crd(plural).at("/spec/versions/0/schema/openAPIV3Schema");
    JsonNode resource = resource(plural);

    assertThat(words(resource.path("labelsFromPath").path("name")))
        .containsExactly("metadata", "name");
    assertThat(words(resource.path("labelsFromPath").path("namespace")))
        .containsExactly("metadata", "namespace");
    for (JsonNode metric : resource.path("metrics")) {
      JsonNode gauge = metric.at("/each/gauge");
      JsonNode element = schema(object, words(gauge.path("path"))).path("items");
      List<JsonNode> below = new ArrayList<>(List.of(gauge.path("valueFrom")));
      gauge.path("labelsFromPath").forEach(below::add);
      for (JsonNode path : below) {
        assertThat(schema(element, words(path)).path("type").asText())
            .as("%s of %s", path, plural)
            .isEqualTo("string");
      }
      assertThat(schema(element, words(gauge.path("valueFrom"))).path("enum"))
          .as("what it makes 1 and 0 of")
          .extracting(JsonNode::asText)
          .containsExactly("True", "False", "Unknown");
    }
  }

  private static JsonNode schema(JsonNode parent, List<String> path) {
    JsonNode schema = parent;
    for (String field : path) {
      schema = schema.path("properties").path(field);
    }
    return schema;
  }

  @Test
  void givesTheSeriesOfThePage() {
    JsonNode object =
        Alerts.yaml(
            """
            metadata: {name: stream-started, namespace: live}
            status:
              conditions:
              - {type: Ready, status: 'False', reason: Conflict, message: Another object has it.}
              - {type: Drifted, status: Unknown, reason: Conflict}
              - {type: Stalled, status: 'True', reason: Conflict}
            """);

    List<String> series = series(resource("livecallbacks"), object);

    assertThat(series)
        .hasSize(3)
        .allMatch(line -> line.startsWith("kube_livecallback_status_condition{"));
    assertThat(Pages.blocks(PAGE, "")).anyMatch(block -> block.strip().equals(series.getFirst()));
    assertThat(series.get(1)).endsWith(",status=\"Unknown\",type=\"Drifted\"} 0");
    assertThat(series.getLast()).endsWith(",status=\"True\",type=\"Stalled\"} 1");
    assertThat(series(resource("liveaccounts"), object).getFirst())
        .startsWith("kube_liveaccount_status_condition{");
    assertThat(series(resource("livecallbacks"), Alerts.yaml("metadata: {name: new}"))).isEmpty();
  }

  private static List<String> series(JsonNode resource, JsonNode object) {
    List<String> lines = new ArrayList<>();
    for (JsonNode metric : resource.path("metrics")) {
      JsonNode gauge = metric.at("/each/gauge");
      for (JsonNode element : get(object, gauge.path("path"))) {
        Map<String, String> labels = new TreeMap<>();
        resource
            .path("groupVersionKind")
            .properties()
            .forEach(
                part -> labels.put("customresource_" + part.getKey(), part.getValue().asText()));
        label(resource.path("labelsFromPath"), object, labels);
        label(gauge.path("labelsFromPath"), element, labels);
        lines.add(
            "%s_%s{%s} %d"
                .formatted(
                    resource.path("metricNamePrefix").asText(),
                    metric.path("name").asText(),
                    labels.entrySet().stream()
                        .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue()))
                        .collect(Collectors.joining(",")),
                    get(element, gauge.path("valueFrom")).asText().equals("True") ? 1 : 0));
      }
    }
    return lines;
  }

  private static void label(JsonNode paths, JsonNode of, Map<String, String> labels) {
    paths
        .properties()
        .forEach(label -> labels.put(label.getKey(), get(of, label.getValue()).asText()));
  }

  private static JsonNode get(JsonNode node, JsonNode path) {
    JsonNode found = node;
    for (String field : words(path)) {
      found = found.path(field);
    }
    return found;
  }

  private static List<String> words(JsonNode path) {
    return Alerts.elements(path).stream().map(JsonNode::asText).toList();
  }

  @Test
  void isMountedWhereTheFlagOfThePageNamesIt() {
    JsonNode pod =
        Pages.blocks(PAGE, "Single objects", "yaml").stream()
            .map(Alerts::yaml)
            .findFirst()
            .orElseThrow()
            .at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    JsonNode mount = container.at("/volumeMounts/0");
    JsonNode volume = pod.at("/volumes/0");
    String file = FILE.substring(FILE.lastIndexOf('/') + 1);

    assertThat(container.at("/args/0").asText())
        .isEqualTo(
            "--custom-resource-state-config-file=%s/%s"
                .formatted(mount.path("mountPath").asText(), file));
    assertThat(mount.path("name")).isEqualTo(volume.path("name"));
    assertThat(Pages.blocks(PAGE, "Single objects", "sh").getFirst())
        .contains(
            "create configmap " + volume.at("/configMap/name").asText(), "--from-file=" + FILE);
  }
}
