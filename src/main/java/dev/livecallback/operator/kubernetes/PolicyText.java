package dev.livecallback.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of an admission policy decides what it refuses, by field: in one order, with what the API
 * server fills in left out, and without what people may word in another way. Two with the same text
 * refuse the same.
 */
record PolicyText(Map<String, String> fields) {
  /** A ServiceAccount's name: in a chart it is whatever the values say. */
  private static final String SERVICE_ACCOUNT = "(\\^system:serviceaccount:\\[\\^:]\\+:)[^$']*\\$";

  private static final String ABSENT = "";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What an API server understands by a field that isn't there. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "matchConstraints.matchPolicy", "\"Equivalent\"",
          "matchConstraints.namespaceSelector", "{}",
          "matchConstraints.objectSelector", "{}");

  private static final List<String> WHOLE =
      List.of(
          "failurePolicy",
          "paramKind",
          "matchConstraints.resourceRules",
          "matchConstraints.excludeResourceRules",
          "matchConstraints.matchPolicy",
          "matchConstraints.namespaceSelector",
          "matchConstraints.objectSelector");

  static PolicyText of(ValidatingAdmissionPolicy policy) {
    JsonNode spec = json(policy).path("spec");
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : WHOLE) {
      JsonNode value = spec.at("/" + name.replace('.', '/'));
      boolean absent =
          value.isMissingNode() || value.isNull() || (value.isArray() && value.isEmpty());
      fields.put(name, absent ? DEFAULTS.getOrDefault(name, ABSENT) : value.toString());
    }
    fields.put("matchConditions", named(spec.path("matchConditions")));
    fields.put("variables", named(spec.path("variables")));
    int i = 0;
    for (JsonNode validation : spec.path("validations")) {
      fields.put("validations[" + i++ + "]", expression(validation));
    }
    return new PolicyText(fields);
  }

  /** What the API server sends of it; null is JSON's null. */
  static JsonNode json(@Nullable Object part) {
    return JSON.valueToTree(part);
  }

  private static String named(JsonNode list) {
    StringBuilder text = new StringBuilder();
    for (JsonNode each : list) {
      text.append(each.path("name").asText()).append(": ").append(expression(each)).append('\n');
    }
    return text.toString();
  }

  private static String expression(JsonNode node) {
    return node.path("expression")
        .asText()
        .strip()
        .replaceAll("\\s+", " ")
        .replaceAll(SERVICE_ACCOUNT, "$1...\\$");
  }

  /** The first field in which the other differs; empty = none. */
  Optional<String> difference(PolicyText other) {
    return Stream.concat(fields.keySet().stream(), other.fields.keySet().stream())
        .filter(name -> !Objects.equals(fields.get(name), other.fields.get(name)))
        .findFirst();
  }
}
