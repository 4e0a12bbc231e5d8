package dev.livecallback.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The JSON merge patch that {@code kubectl apply} makes of a file. It sets the fields in which the
 * object differs from the file, and removes the fields that the file had when it was applied last
 * and doesn't have any more.
 */
final class ApplyPatch {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ApplyPatch() {}

  /** Returns the patch from an object as it is to the file. */
  static ObjectNode of(ObjectNode live, ObjectNode file) {
    // kubectl keeps what it applies in an annotation, so it never removes all annotations.
    ObjectNode applied = file.deepCopy();
    applied.withObject("/metadata/annotations");
    ObjectNode patch = changes(live, applied);
    removals(lastApplied(live), applied, live, patch);
    return patch;
  }

  /** Returns an object with such a patch applied to it, by RFC 7396. */
  static ObjectNode applied(ObjectNode live, ObjectNode patch) {
    ObjectNode result = live.deepCopy();
    for (Map.Entry<String, JsonNode> each : patch.properties()) {
      String name = each.getKey();
      if (each.getValue().isNull()) {
        result.remove(name);
      } else if (each.getValue() instanceof ObjectNode part) {
        ObjectNode there =
            result.get(name) instanceof ObjectNode old
                ? old
                : JsonNodeFactory.instance.objectNode();
        result.set(name, applied(there, part));
      } else {
        result.set(name, each.getValue());
      }
    }
    return result;
  }

  private static ObjectNode lastApplied(ObjectNode live) {
    String text = live.path("metadata").path("annotations").path(LAST_APPLIED).asText();
    try {
      return !text.isEmpty() && JSON.readTree(text) instanceof ObjectNode known
          ? known
          : JsonNodeFactory.instance.objectNode();
    } catch (JsonProcessingException e) {
      // Somebody wrote the annotation by hand. kubectl would refuse it; here it is ignored.
      return JsonNodeFactory.instance.objectNode();
    }
  }

  private static ObjectNode changes(ObjectNode live, ObjectNode file) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> each : file.properties()) {
      JsonNode there = live.get(each.getKey());
      if (each.getValue() instanceof ObjectNode wanted && there instanceof ObjectNode old) {
        ObjectNode part = changes(old, wanted);
        if (!part.isEmpty()) {
          patch.set(each.getKey(), part);
        }
      } else if (!each.getValue().equals(there)) {
        patch.set(each.getKey(), each.getValue());
      }
    }
    return patch;
  }

  private static void removals(
      ObjectNode before, ObjectNode file, ObjectNode live, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> each : before.properties()) {
      String name = each.getKey();
      JsonNode wanted = file.get(name);
      JsonNode there = live.get(name);
      if (wanted == null && there != null) {
        patch.putNull(name);
      } else if (each.getValue() instanceof ObjectNode old
          && wanted instanceof ObjectNode part
          && there instanceof ObjectNode now) {
        ObjectNode nested =
            patch.get(name) instanceof ObjectNode known
                ? known
                : JsonNodeFactory.instance.objectNode();
        removals(old, part, now, nested);
        if (!nested.isEmpty()) {
          patch.set(name, nested);
        }
      }
    }
  }
}
