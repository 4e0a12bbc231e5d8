package dev.livecallback.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The fields of a schema as rows of a Markdown table, and its rules as a list.
 *
 * @param rows field, type, required, allowed, meaning
 * @param rules path and message, with the rule below; empty if there are none
 */
record CrdFields(String rows, String rules) {

  /** Those of a property of this schema and all that is in it, in the schema's order. */
  static CrdFields of(String property, JsonNode schema) {
    StringBuilder rows = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    add(property, property, schema, rows, rules);
    return new CrdFields(rows.toString(), rules.toString());
  }

  private static void add(
      String path, String name, JsonNode parent, StringBuilder rows, StringBuilder rules) {
    JsonNode schema = parent.path("properties").path(name);
    boolean required =
        ApiPage.elements(parent.path("required")).stream()
            .anyMatch(each -> each.asText().equals(name));
    rows.append(
        "| %s | %s | %s | %s | %s |\n"
            .formatted(
                code(path),
                type(schema),
                required ? "yes" : "",
                allowed(schema),
                prose(schema.path("description").asText())));
    rules(path, schema, rules);
    JsonNode inner = schema.has("items") ? schema.path("items") : schema;
    String below = schema.has("items") ? path + "[]" : path;
    if (schema.has("items")) {
      rules(below, inner, rules);
    }
    inner
        .path("properties")
        .fieldNames()
        .forEachRemaining(child -> add(below + "." + child, child, inner, rows, rules));
  }

  private static String type(JsonNode schema) {
    String type = schema.path("type").asText();
    if (type.equals("array")) {
      String keys =
          ApiPage.elements(schema.path("x-kubernetes-list-map-keys")).stream()
              .map(key -> code(key.asText()))
              .collect(Collectors.joining(", "));
      return "list of "
          + schema.path("items").path("type").asText()
          + "s"
          + (keys.isEmpty() ? "" : ", by " + keys);
    }
    return schema.path("format").asText().equals("date-time") ? "string, an instant" : type;
  }

  private static String allowed(JsonNode schema) {
    List<String> bounds = new ArrayList<>();
    if (schema.has("enum")) {
      bounds.add(
          ApiPage.elements(schema.path("enum")).stream()
              .map(value -> code(value.asText()))
              .collect(Collectors.joining(", ")));
    } else {
      range(schema, "minLength", "maxLength", " characters", bounds);
    }
    range(schema, "minimum", "maximum", "", bounds);
    range(schema, "minItems", "maxItems", " items", bounds);
    JsonNode items = schema.path("items");
    range(items, "minLength", "maxLength", " characters each", bounds);
    if (schema.has("pattern")) {
      bounds.add(code(schema.path("pattern").asText()));
    }
    if (schema.has("default")) {
      bounds.add("default " + code(schema.path("default").toString()));
    }
    return String.join("; ", bounds);
  }

  private static void range(
      JsonNode schema, String min, String max, String unit, List<String> bounds) {
    if (schema.has(min) && schema.has(max)) {
      bounds.add(schema.path(min).asText() + " to " + schema.path(max).asText() + unit);
    } else if (schema.has(max)) {
      bounds.add("at most " + schema.path(max).asText() + unit);
    } else if (schema.has(min)) {
      bounds.add("at least " + schema.path(min).asText() + unit);
    }
  }

  private static void rules(String path, JsonNode schema, StringBuilder rules) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      String message =
          rule.has("message")
              ? prose(rule.path("message").asText())
              : code(rule.path("messageExpression").asText());
      rules
          .append("- ")
          .append(code(path + rule.path("fieldPath").asText()))
          .append(": ")
          .append(message)
          .append("\n\n  ```\n  ")
          .append(rule.path("rule").asText().strip().replace("\n", "\n  "))
          .append("\n  ```\n");
    }
  }

  static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }

  /** Text that Markdown shows as it is, in a cell of a table too. */
  static String prose(String text) {
    return text.replaceAll("([\\\\*|<>]|(?<!\\w)_|_(?!\\w))", "\\\\$1").replace("\n", " ");
  }
}
