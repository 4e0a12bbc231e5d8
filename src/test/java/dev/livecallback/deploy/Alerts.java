package dev.livecallback.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.StreamSupport;

/** The alerts of {@code deploy/monitoring}, and what tests of YAML files need. */
final class Alerts {
  static final String FILE = "deploy/monitoring/alerts.yaml";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Alerts() {}

  /** A file of YAML or JSON. */
  static JsonNode file(String file) {
    return yaml(Pages.text(file));
  }

  /** A text of YAML or JSON. */
  static JsonNode yaml(String text) {
    return MAPPER.valueToTree(Serialization.unmarshal(text, Object.class));
  }

  /** Its elements. */
  static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** The rules as Prometheus has them in a file of its own. */
  static String rules() {
    return Serialization.asYaml(file(FILE).path("spec"));
  }

  /** The same, with another expression in one of them. */
  static String rules(String alert, String expression) {
    JsonNode spec = file(FILE).path("spec");
    for (JsonNode rule : spec.findParents("alert")) {
      if (rule.path("alert").asText().equals(alert)) {
        ((ObjectNode) rule).put("expr", expression);
      }
    }
    return Serialization.asYaml(spec);
  }

  /** Every alert. */
  static List<JsonNode> all() {
    return elements(file(FILE).path("spec").path("groups")).stream()
        .flatMap(group -> elements(group.path("rules")).stream())
        .toList();
  }
}
