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
 * The fields of an admission policy that decide what it refuses, in one form: in a fixed order,
 * with the API server's defaults, without line breaks, and without the ServiceAccount's name, which
 * people may choose. Two policies with the same text refuse the same requests.
 *
 * @param fields the fields by their path below {@code spec}
 */
record PolicyText(Map<String, String> fields) {
  /** The name of the operator's ServiceAccount, which the chart's values may set. */
  private static final String SERVICE_ACCOUNT = "(\\^system:serviceaccount:\\[\\^:]\\+:)[^$']*\\$";

  private static final String ABSENT = "";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The API server's defaults for absent fields. */
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

  /** Converts a part of a policy to JSON; null becomes JSON's null. */
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

  /** Returns the first field in which the other policy differs; empty = none. */
  Optional<String> difference(PolicyText other) {
    return Stream.concat(fields.keySet().stream(), other.fields.keySet().stream())
        .filter(name -> !Objects.equals(fields.get(name), other.fields.get(name)))
        .findFirst();
  }
}
