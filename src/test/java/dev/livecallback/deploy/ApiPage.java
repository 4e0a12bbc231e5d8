package dev.livecallback.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Makes {@code docs/api.md} of the CRDs. */
final class ApiPage {
  static final String FILE = "docs/api.md";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String INTRODUCTION =
      """
      # API reference

      `ApiPageTest` makes this page from `deploy/crds`; edit the Java types instead.
      `kubectl explain livecallback.spec` says the same.

      - A field that is required has to be set if the object around it is set.
      - An apply replaces a list as a whole, unless the list has a key.
      - Only the operator writes statuses.
      - Rules are in CEL.
        If a request breaks a rule, the API server refuses it with the sentence in front of the rule.
      """;

  private ApiPage() {}

  static String text() {
    return INTRODUCTION + kind("livecallbacks") + kind("liveaccounts") + Annotations.text();
  }

  private static String kind(String plural) {
    JsonNode crd =
        MAPPER.valueToTree(
            Serialization.unmarshal(
                Pages.text("deploy/crds/" + plural + ".livecallback.dev.yaml"), Object.class));
    JsonNode spec = crd.path("spec");
    JsonNode names = spec.path("names");
    JsonNode version = spec.path("versions").path(0);
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    String kind = names.path("kind").asText();
    return "\n## %s\n".formatted(kind)
        + CrdFields.prose(schema.path("description").asText()).replace(". ", ".\n")
        + "\n\n| | |\n| --- | --- |\n"
        + "| `apiVersion` | `%s/%s` |\n"
            .formatted(spec.path("group").asText(), version.path("name").asText())
        + "| `kind` | `%s`, %s |\n"
            .formatted(
                kind,
                spec.path("scope").asText().equals("Namespaced")
                    ? "in a namespace"
                    : "of the cluster")
        + "| names for kubectl | %s |\n".formatted(names(names))
        + selectable(version.path("selectableFields"))
        + fields(kind, "spec", schema)
        + fields(kind, "status", schema)
        + columns(kind, version.path("additionalPrinterColumns"));
  }

  private static String names(JsonNode names) {
    List<String> all = new ArrayList<>();
    all.add(names.path("plural").asText());
    all.add(names.path("singular").asText());
    elements(names.path("shortNames")).forEach(name -> all.add(name.asText()));
    String own = all.stream().map(CrdFields::code).collect(Collectors.joining(", "));
    String categories =
        elements(names.path("categories")).stream()
            .map(name -> CrdFields.code(name.asText()))
            .collect(Collectors.joining(", "));
    return categories.isEmpty() ? own : own + "; category " + categories;
  }

  private static String selectable(JsonNode fields) {
    String paths =
        elements(fields).stream()
            .map(field -> CrdFields.code(field.path("jsonPath").asText().substring(1)))
            .collect(Collectors.joining(", "));
    return paths.isEmpty() ? "" : "| for `--field-selector` | " + paths + " |\n";
  }

  private static String fields(String kind, String part, JsonNode schema) {
    CrdFields fields = CrdFields.of(part, schema);
    return "\n### %s: %s\n".formatted(kind, part)
        + "| field | type | required | allowed | meaning |\n| --- | --- | --- | --- | --- |\n"
        + fields.rows()
        + (fields.rules().isEmpty() ? "" : "\n#### %s: rules of %s\n".formatted(kind, part))
        + fields.rules();
  }

  private static String columns(String kind, JsonNode columns) {
    return "\n### %s: columns\n".formatted(kind)
        + "`kubectl get` shows these columns; the wide columns only with `-o wide`.\n\n"
        + "| column | wide | from | meaning |\n| --- | --- | --- | --- |\n"
        + elements(columns).stream()
            .map(
                column ->
                    "| %s | %s | %s | %s |\n"
                        .formatted(
                            column.path("name").asText().toUpperCase(Locale.ROOT),
                            column.path("priority").asInt() > 0 ? "yes" : "",
                            CrdFields.code(column.path("jsonPath").asText()),
                            CrdFields.prose(column.path("description").asText())))
            .collect(Collectors.joining());
  }

  static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }
}
