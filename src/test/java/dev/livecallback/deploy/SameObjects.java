package dev.livecallback.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Kubernetes objects of YAML documents, without what tells a chart's from a kustomization's. */
final class SameObjects {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a chart has beyond the manifests. */
  private static final List<String> OF_HELM =
      List.of(
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "app.kubernetes.io/managed-by",
          "helm.sh/chart",
          "helm.sh/resource-policy",
          "helm.sh/hook",
          "helm.sh/hook-delete-policy",
          "meta.helm.sh/release-name",
          "meta.helm.sh/release-namespace");

  private SameObjects() {}

  /** By kind, namespace and name. */
  static Map<String, String> of(String yaml) {
    Map<String, String> objects = new TreeMap<>();
    for (String document : yaml.split("(?m)^---.*$", -1)) {
      JsonNode object = JSON.valueToTree(Serialization.unmarshal(document, Map.class));
      if (object instanceof ObjectNode known && known.has("kind")) {
        objects.put(
            known.path("kind").asText()
                + " "
                + known.at("/metadata/namespace").asText("")
                + "/"
                + known.at("/metadata/name").asText(),
            plain(known).toPrettyString());
      }
    }
    return objects;
  }

  /** With sorted fields, without Helm's labels and annotations; the labels of a CRD go whole. */
  private static JsonNode plain(ObjectNode object) {
    if (object.path("kind").asText().equals("CustomResourceDefinition")) {
      ((ObjectNode) object.path("metadata")).remove("labels");
    }
    JsonNode sorted = sorted(object);
    if (object.path("kind").asText().endsWith("Role")) {
      sortRules((ObjectNode) sorted);
    }
    return sorted;
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode fields) {
      ObjectNode copy = JSON.createObjectNode();
      fields.properties().stream()
          .filter(field -> !OF_HELM.contains(field.getKey()))
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              field -> {
                JsonNode value = sorted(field.getValue());
                boolean emptied = value.isEmpty() && !field.getValue().isEmpty();
                if (!emptied) {
                  copy.set(field.getKey(), value);
                }
              });
      return copy;
    }
    if (node instanceof ArrayNode items) {
      ArrayNode copy = JSON.createArrayNode();
      StreamSupport.stream(items.spliterator(), false)
          .map(SameObjects::sorted)
          .sorted(Comparator.comparing(SameObjects::variable))
          .forEach(copy::add);
      return copy;
    }
    return node;
  }

  /** Environment variables are in any order, all other lists in their own. */
  private static String variable(JsonNode item) {
    return item.path("name").asText().matches("[A-Z_]+") ? item.path("name").asText() : "";
  }

  /** One rule for each group, resource and verb: how they are put together doesn't matter. */
  private static void sortRules(ObjectNode role) {
    List<String> rights = new ArrayList<>();
    for (JsonNode rule : role.path("rules")) {
      for (JsonNode group : rule.path("apiGroups")) {
        for (JsonNode resource : rule.path("resources")) {
          rule.path("verbs")
              .forEach(verb -> rights.add(group + "/" + resource + " " + verb.asText()));
        }
      }
    }
    rights.sort(Comparator.naturalOrder());
    role.set("rules", JSON.valueToTree(rights));
  }
}
