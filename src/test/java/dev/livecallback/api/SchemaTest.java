package dev.livecallback.api;

import static dev.livecallback.api.CrdYaml.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JSON Schemas for editors and kubeconform, made of the CRDs that the API server goes by. */
@DisplayName("The JSON Schema")
class SchemaTest {
  private static final Path FOLDER = Path.of("deploy/schemas");

  /** A text of CEL: a pattern for all of a value. */
  private static final String WHOLE = "matches\\('(\\^(?:[^'\\\\]|\\\\.)*\\$)'\\)";

  /** A rule that says no more than a pattern does, or that and something else. */
  private static final Pattern MATCHES = Pattern.compile("self\\." + WHOLE + "( && [^|]*)?");

  /** A list's rule that says what a pattern of its elements does. */
  private static final Pattern ALL_MATCH =
      Pattern.compile("self\\.all\\((\\w+), \\1\\." + WHOLE + "\\)");

  /** A rule that leaves one value. */
  private static final Pattern ONE_VALUE = Pattern.compile("self == '(\\w+)'");

  private static final List<String> KEPT =
      List.of(
          "description",
          "type",
          "format",
          "enum",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "maxLength",
          "required");

  private static Path file(CrdTest.Kind kind) throws IOException {
    return FOLDER.resolve(
        "%s_%s.json".formatted(name(kind).toLowerCase(Locale.ROOT), WellKnown.VERSION));
  }

  private static String name(CrdTest.Kind kind) throws IOException {
    Map<String, Object> crd = CrdYaml.load(kind.crd());
    return String.valueOf(map(map(crd.get("spec")).get("names")).get("kind"));
  }

  private static Map<String, Object> schema(CrdTest.Kind kind) throws IOException {
    Map<String, Object> object = strict(kind.at());
    Map<String, Object> properties = map(object.get("properties"));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("apiVersion", only(WellKnown.GROUP + "/" + WellKnown.VERSION));
    all.put("kind", only(name(kind)));
    all.put("metadata", Map.of("type", "object"));
    all.put("spec", properties.get("spec"));
    all.put("status", properties.get("status"));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", name(kind));
    schema.put("description", object.get("description"));
    schema.put("type", "object");
    schema.put("required", List.of("apiVersion", "kind", "metadata", "spec"));
    schema.put("properties", all);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> only(String text) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("enum", List.of(text));
    return schema;
  }

  /** Without what Kubernetes alone knows; no field that the CRD doesn't have. */
  private static Map<String, Object> strict(Map<String, Object> crd) {
    Map<String, Object> schema = new LinkedHashMap<>();
    for (String key : KEPT) {
      if (crd.containsKey(key)) {
        schema.put(key, crd.get(key));
      }
    }
    found(MATCHES, 1, crd).ifPresent(it -> schema.put("pattern", it));
    found(ONE_VALUE, 1, crd).ifPresent(it -> schema.put("enum", List.of(it)));
    if (crd.get("items") instanceof Map<?, ?> items) {
      Map<String, Object> element = strict(map(items));
      found(ALL_MATCH, 2, crd).ifPresent(it -> element.put("pattern", it));
      schema.put("items", element);
    }
    if ("object".equals(crd.get("type"))) {
      Map<String, Object> properties = new LinkedHashMap<>();
      if (crd.get("properties") instanceof Map<?, ?> fields) {
        fields.forEach((name, field) -> properties.put((String) name, strict(map(field))));
      }
      schema.put("properties", properties);
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  /** What the first rule that fits has in a group, without the escapes of CEL. */
  private static Optional<String> found(Pattern rule, int group, Map<String, Object> crd) {
    return (crd.get("x-kubernetes-validations") instanceof List<?> list ? list : List.of())
        .stream()
            .map(each -> rule.matcher((String) map(each).get("rule")))
            .filter(Matcher::matches)
            .map(match -> match.group(group).replaceAll("\\\\(.)", "$1"))
            .findFirst();
  }

  @Generates
  @ParameterizedTest(name = "of {0} is made of its CRD")
  @EnumSource(CrdTest.Kind.class)
  void isMadeOfTheCrd(CrdTest.Kind kind) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    Generated.check(
        file(kind), new ObjectMapper().writer(printer).writeValueAsString(schema(kind)) + "\n");
  }

  @ParameterizedTest(name = "of {0} is strict everywhere, and has every field of the CRD")
  @EnumSource(CrdTest.Kind.class)
  void isStrict(CrdTest.Kind kind) throws IOException {
    List<String> open = new ArrayList<>();
    Object read = new ObjectMapper().readValue(Files.readString(file(kind)), Map.class);
    walk("", map(read), open);

    assertThat(open).containsExactly(".metadata");
    assertThat(map(map(map(map(read).get("properties")).get("spec")).get("properties")).keySet())
        .containsExactlyInAnyOrderElementsOf(map(kind.at("spec").get("properties")).keySet());
  }

  private static void walk(String path, Map<String, Object> schema, Collection<String> open) {
    if ("object".equals(schema.get("type"))
        && !Boolean.FALSE.equals(schema.get("additionalProperties"))) {
      open.add(path);
    }
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, field) -> walk(path + "." + name, map(field), open));
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      walk(path + "[]", map(items), open);
    }
  }

  @Test
  void knowsWhatANameMayBe() throws IOException {
    assertThat(file(CrdTest.Kind.LIVE_CALLBACK))
        .content()
        .contains("\"pattern\" : \"^" + Formats.SCOPE_NAME + "$\"", "\"enum\" : [ \"push\",");
  }
}
