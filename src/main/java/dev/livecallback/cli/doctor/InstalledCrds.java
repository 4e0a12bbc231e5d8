package dev.livecallback.cli.doctor;

import static dev.livecallback.cli.doctor.Finding.Part.CLUSTER;
import static dev.livecallback.cli.doctor.Finding.State.BROKEN;
import static dev.livecallback.cli.doctor.Finding.State.DIFFERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The findings about the cluster's CRDs, compared with those of this version. */
final class InstalledCrds {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PLURALS = List.of("livecallbacks", "liveaccounts");
  private static final String INSTALL = "kubectl apply -f deploy/crds (docs/install.md).";

  private InstalledCrds() {}

  /** Returns one finding for each CRD. */
  static List<Finding> look(KubernetesClient client) {
    return PLURALS.stream().map(plural -> look(client, plural)).toList();
  }

  private static Finding look(KubernetesClient client, String plural) {
    String name = "CRD " + plural;
    ClusterAnswer<CustomResourceDefinition> answer =
        ClusterAnswer.ask(
            client,
            "get customresourcedefinitions.apiextensions.k8s.io",
            each ->
                each.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(plural + "." + WellKnown.GROUP)
                    .get());
    return switch (answer) {
      case ClusterAnswer.There<CustomResourceDefinition>(CustomResourceDefinition installed) ->
          compare(name, installed, shipped(plural));
      case ClusterAnswer.Absent<CustomResourceDefinition> _ ->
          broken(name, "It isn't installed.", "");
      case ClusterAnswer.Untold<CustomResourceDefinition>(String why) ->
          Finding.unknown(CLUSTER, name, why);
    };
  }

  private static Finding broken(String name, String seen, String detail) {
    return new Finding(
        CLUSTER, name, BROKEN, seen, detail, "The operator can't work without it: " + INSTALL);
  }

  private static Finding compare(
      String name, CustomResourceDefinition installed, CustomResourceDefinition shipped) {
    List<String> versions =
        installed.getSpec().getVersions().stream()
            .map(CustomResourceDefinitionVersion::getName)
            .toList();
    String detail = "Versions: " + NameList.of(versions);
    Optional<CustomResourceDefinitionVersion> served =
        ours(installed).filter(version -> Boolean.TRUE.equals(version.getServed()));
    if (served.isEmpty()) {
      return broken(name, "It doesn't serve v1.", detail);
    }
    if (!isEstablished(installed)) {
      return broken(name, "The API server hasn't established it.", detail);
    }
    JsonNode there = schema(served.get());
    JsonNode here = schema(ours(shipped).orElseThrow());
    Set<String> missing = fields(here);
    missing.removeAll(fields(there));
    if (!missing.isEmpty()) {
      return new Finding(
          CLUSTER,
          name,
          DIFFERS,
          "It lacks fields of this version: %d.".formatted(missing.size()),
          NameList.of(List.copyOf(missing)),
          "The API server drops what is written into them: " + INSTALL);
    }
    Set<String> more = fields(there);
    more.removeAll(fields(here));
    if (!more.isEmpty()) {
      return new Finding(
          CLUSTER,
          name,
          DIFFERS,
          "It has fields that this version doesn't know: %d.".formatted(more.size()),
          NameList.of(List.copyOf(more)),
          "It is of a newer version, which an older operator works with (docs/upgrade.md).");
    }
    if (!there.equals(here)) {
      return new Finding(
          CLUSTER,
          name,
          DIFFERS,
          "It has the fields of this version, with other rules.",
          detail,
          "Objects are checked by the rules of another version. For those of this one: " + INSTALL);
    }
    if (!Boolean.TRUE.equals(served.get().getStorage())) {
      return new Finding(
          CLUSTER,
          name,
          DIFFERS,
          "v1 is served, and another version is stored.",
          detail,
          "This version stores v1: " + INSTALL);
    }
    return Finding.ok(CLUSTER, name, "v1 of this version is served and stored.", detail);
  }

  private static Optional<CustomResourceDefinitionVersion> ours(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().stream()
        .filter(version -> WellKnown.VERSION.equals(version.getName()))
        .findFirst();
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(
                each -> "Established".equals(each.getType()) && "True".equals(each.getStatus()));
  }

  /** Returns the schema of a version, without the descriptions for people. */
  private static JsonNode schema(CustomResourceDefinitionVersion version) {
    JsonNode schema =
        version.getSchema() == null
            ? JSON.createObjectNode()
            : JSON.valueToTree(version.getSchema().getOpenAPIV3Schema());
    withoutTexts(schema);
    return schema;
  }

  private static void withoutTexts(JsonNode node) {
    // A field of an object may be called description, too: its schema is no text.
    if (node instanceof ObjectNode object && object.path("description").isTextual()) {
      object.remove("description");
    }
    node.forEach(InstalledCrds::withoutTexts);
  }

  private static Set<String> fields(JsonNode schema) {
    Set<String> fields = new TreeSet<>();
    collect(schema, "", fields);
    return fields;
  }

  private static void collect(JsonNode schema, String path, Set<String> fields) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
              fields.add(name);
              collect(field.getValue(), name, fields);
            });
    if (schema.path("items").isObject()) {
      collect(schema.path("items"), path + "[]", fields);
    }
    if (schema.path("additionalProperties").isObject()) {
      collect(schema.path("additionalProperties"), path + "{}", fields);
    }
  }

  /** Returns the CRD that this version ships. */
  static CustomResourceDefinition shipped(String plural) {
    String file = plural + "." + WellKnown.GROUP + ".yaml";
    try (InputStream yaml = InstalledCrds.class.getResourceAsStream(file)) {
      return new KubernetesSerialization()
          .unmarshal(
              Objects.requireNonNull(yaml, file + " is part of the program"),
              CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
