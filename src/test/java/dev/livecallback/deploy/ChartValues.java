package dev.livecallback.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of the Helm chart: {@code values.yaml} with its comments, and what is made of them,
 * the descriptions in {@code values.schema.json} and the table in {@code docs/helm.md}.
 */
final class ChartValues {
  static final Path CHART = Path.of("deploy/helm");
  static final Path SCHEMA = CHART.resolve("values.schema.json");
  static final Path PAGE = Path.of("docs/helm.md");

  private static final Pattern LINE = Pattern.compile("^( *)([A-Za-z]+):(.*)$");
  private static final String BEGIN = "<!-- values: generated from deploy/helm/values.yaml -->\n";
  private static final String END = "<!-- end of values -->";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Keywords of a CRD's schema that a JSON schema knows too. */
  private static final List<String> KEYWORDS =
      List.of("description", "type", "enum", "minimum", "maximum", "minItems", "maxItems");

  private ChartValues() {}

  /**
   * A value that a person may set.
   *
   * @param path its name, such as {@code image.tag}
   * @param byDefault what {@code values.yaml} has, as JSON
   * @param comment the sentences above it
   */
  record Value(String path, String byDefault, String comment) {}

  /** All that have a comment, in their order. */
  static List<Value> all() {
    JsonNode defaults = JSON.valueToTree(Serialization.unmarshal(text("values.yaml"), Map.class));
    List<Value> values = new ArrayList<>();
    Deque<String> path = new ArrayDeque<>();
    StringBuilder comment = new StringBuilder();
    for (String line : text("values.yaml").lines().toList()) {
      Matcher key = LINE.matcher(line);
      if (line.strip().startsWith("# ")) {
        comment.append(comment.isEmpty() ? "" : " ").append(line.strip().substring(2));
      } else if (key.matches()) {
        while (path.size() > key.group(1).length() / 2) {
          path.removeLast();
        }
        path.addLast(key.group(2));
        if (!comment.isEmpty()) {
          JsonNode node = defaults.at("/" + String.join("/", path));
          values.add(new Value(String.join(".", path), node.toString(), comment.toString()));
        }
        comment.setLength(0);
      } else {
        comment.setLength(0);
      }
    }
    return values;
  }

  /** The schema as it is checked in. */
  static JsonNode schema() {
    try {
      return JSON.readTree(SCHEMA.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The schema with the comments as descriptions, the bounds of the operator's settings, and the
   * spec of a LiveAccount as in the CRD.
   */
  static String schemaWithDescriptions() throws IOException {
    JsonNode schema = schema();
    ChartSettings.byValue()
        .forEach((path, setting) -> ChartSettings.bound(at(schema, path), setting.type()));
    for (Value value : all()) {
      at(schema, value.path()).put("description", value.comment());
    }
    JsonNode crd =
        JSON.valueToTree(
            Serialization.unmarshal(
                Pages.text("deploy/crds/liveaccounts.livecallback.dev.yaml"), Map.class));
    ((ObjectNode) schema.path("definitions"))
        .set(
            "accountSpec",
            closed(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec")));
    return JSON.writeValueAsString(schema) + "\n";
  }

  private static ObjectNode at(JsonNode schema, String path) {
    return (ObjectNode) schema.at("/properties/" + path.replace(".", "/properties/"));
  }

  private static ObjectNode closed(JsonNode openApi) {
    ObjectNode schema = JSON.createObjectNode();
    KEYWORDS.stream()
        .filter(openApi::has)
        .forEach(keyword -> schema.set(keyword, openApi.get(keyword)));
    if (openApi.has("required")) {
      schema.set("required", openApi.get("required"));
    }
    if (openApi.path("type").asText().equals("object")) {
      schema.put("additionalProperties", false);
      ObjectNode properties = schema.putObject("properties");
      openApi
          .path("properties")
          .properties()
          .forEach(field -> properties.set(field.getKey(), closed(field.getValue())));
    }
    if (openApi.has("items")) {
      schema.set("items", closed(openApi.get("items")));
    }
    return schema;
  }

  /** The page with the table as the values are. */
  static String pageWithTable() {
    StringBuilder table = new StringBuilder("| value | default | meaning |\n| --- | --- | --- |\n");
    for (Value value : all()) {
      String shown = value.byDefault().replace("|", "\\|");
      table.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  value.path(),
                  shown.equals("\"\"") || shown.equals("null") ? "" : "`" + shown + "`",
                  value.comment().replace("|", "\\|")));
    }
    String page = Pages.text(PAGE.toString());
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin) + table + page.substring(page.indexOf(END));
  }

  /** A file of the chart. */
  static String text(String file) {
    return Pages.text(CHART.resolve(file).toString());
  }

  /** All templates together. */
  static String templates() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(CHART.resolve("templates"))) {
      files.sorted().forEach(file -> all.append(Pages.text(file.toString())));
    }
    return all.toString();
  }
}
