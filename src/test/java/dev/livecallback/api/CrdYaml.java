package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A CRD from its Java model: what the generator makes of the annotations, mended where it falls
 * short, with an overlay of what there are no annotations for.
 */
final class CrdYaml {
  private static final String HEAD =
      "# Generated from the Java model. Don't edit; change the model and run: tools/generate";

  /** In Argo CD a CRD comes before the operator that needs it, whose own objects are in -10. */
  private static final String WAVE = "argocd.argoproj.io/sync-wave";

  private static final List<String> ADDITIONS =
      List.of(
          "default",
          "enum",
          "format",
          "maxItems",
          "maxLength",
          "minItems",
          "required",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-list-type",
          "x-kubernetes-map-type");

  private static final List<String> ORDER =
      List.of(
          "description",
          "type",
          "format",
          "enum",
          "default",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "maxLength",
          "required",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type",
          "x-kubernetes-validations",
          "properties",
          "items");

  private CrdYaml() {}

  /**
   * The CRD of a resource as YAML, with the overlay {@code crd/PLURAL.yaml} of the test resources.
   */
  static String of(Class<? extends CustomResource<?, ?>> resource, Class<?> spec, Class<?> status)
      throws IOException {
    Map<String, Object> crd = generated(resource);
    String plural = (String) map(map(crd.get("spec")).get("names")).get("plural");
    Map<String, Object> version = version(crd);
    orderColumns(version, resource);

    Map<String, Object> schema = map(map(version.get("schema")).get("openAPIV3Schema"));
    describe(schema, resource);
    Map<String, Object> properties = map(schema.get("properties"));
    describe(map(properties.get("spec")), spec);
    describe(map(properties.get("status")), status);
    mend(schema);
    merge(schema, load(Files.readString(Path.of("src/test/resources/crd", plural + ".yaml"))));
    tidy(schema);
    map(crd.get("metadata")).put("annotations", Map.of(WAVE, "-20"));

    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema()) // or the text True would read as a boolean
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(100)
            .build();
    return HEAD + "\n" + new Dump(settings).dumpToString(crd);
  }

  private static Map<String, Object> generated(Class<? extends CustomResource<?, ?>> resource)
      throws IOException {
    Path directory = Files.createTempDirectory("crd");
    new CRDGenerator()
        .customResourceClasses(resource)
        .inOutputDir(directory.toFile())
        .detailedGenerate();
    try (var files = Files.list(directory)) {
      List<Path> made = files.toList();
      assertThat(made).hasSize(1);
      Map<String, Object> crd = load(Files.readString(made.getFirst()));
      Files.delete(made.getFirst());
      Files.delete(directory);
      return crd;
    }
  }

  /**
   * The generator sorts them by JSONPath; people read them in the order of the annotations. A
   * priority of 0 isn't kept by the API server, so a file that has one never equals what is there.
   */
  private static void orderColumns(Map<String, Object> version, Class<?> resource) {
    List<String> wanted =
        Arrays.stream(resource.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    List<Object> columns = new ArrayList<>((List<?>) version.get("additionalPrinterColumns"));
    columns.sort(Comparator.comparingInt(column -> wanted.indexOf(map(column).get("name"))));
    columns.forEach(column -> map(column).remove("priority", 0));
    version.put("additionalPrinterColumns", columns);
  }

  /** The generator knows descriptions of properties only. */
  private static void describe(Map<String, Object> schema, Class<?> type) {
    schema.put("description", type.getAnnotation(JsonClassDescription.class).value());
  }

  /**
   * Rules come twice from a record (component and accessor), whole numbers without their size,
   * their bounds as fractions.
   */
  private static void mend(Map<String, Object> schema) {
    if (schema.get("x-kubernetes-validations") instanceof List<?> rules) {
      schema.put("x-kubernetes-validations", List.copyOf(new LinkedHashSet<>(rules)));
    }
    if ("integer".equals(schema.get("type"))) {
      schema.put("format", "int64");
      schema.computeIfPresent("minimum", (_, bound) -> ((Number) bound).longValue());
      schema.computeIfPresent("maximum", (_, bound) -> ((Number) bound).longValue());
    }
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.values().forEach(property -> mend(map(property)));
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      mend(map(items));
    }
  }

  /** What a reader wants to know first comes first. */
  private static void tidy(Map<String, Object> schema) {
    Map<String, Object> copy = new LinkedHashMap<>(schema);
    schema.clear();
    for (String key : ORDER) {
      if (copy.containsKey(key)) {
        schema.put(key, copy.remove(key));
      }
    }
    schema.putAll(copy);
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.values().forEach(property -> tidy(map(property)));
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      tidy(map(items));
    }
  }

  private static void merge(Map<String, Object> into, Map<String, Object> overlay) {
    overlay.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> && into.get(key) instanceof Map<?, ?> present) {
            merge(map(present), map(value));
          } else {
            assertThat(key).as("a property that the model doesn't have").isIn(ADDITIONS);
            into.put(key, value);
          }
        });
  }

  /** A node that has to be there, as the mapping that it has to be. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object node) {
    return (Map<String, Object>) Objects.requireNonNull(node);
  }

  /** The one version of a CRD. */
  static Map<String, Object> version(Map<String, Object> crd) {
    List<?> versions = (List<?>) Objects.requireNonNull(map(crd.get("spec")).get("versions"));
    return map(versions.getFirst());
  }

  static Map<String, Object> load(String yaml) {
    return map(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }
}
