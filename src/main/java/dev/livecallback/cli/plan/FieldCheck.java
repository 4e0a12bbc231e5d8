package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.PlainText;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The check for unknown fields, for files about which the API server can't be asked. The API server
 * refuses every file with an unknown field, whoever applies it. The engine itself refuses what is
 * wrong inside a field of the spec.
 */
final class FieldCheck {
  private static final Set<String> FIELDS =
      Set.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private FieldCheck() {}

  /**
   * Returns why the API server would refuse a file, in the API server's words; empty = all fields
   * are known.
   */
  static Optional<String> refusal(ObjectNode file) throws CommandFailedException {
    Stream<String> unknown =
        switch (file.path("kind").asText()) {
          case "LiveCallback" -> unknown(file, LiveCallbackSpec.class);
          case "LiveAccount" -> unknown(file, LiveAccountSpec.class);
          default ->
              SecretFile.read(file, SERIALIZATION).getAdditionalProperties().keySet().stream();
        };
    List<String> all =
        Stream.concat(
                metadata(file).getAdditionalProperties().keySet().stream().map("metadata."::concat),
                unknown)
            .map(each -> "unknown field \"%s\"".formatted(PlainText.visible(each)))
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of("strict decoding error: " + String.join(", ", all));
  }

  /**
   * Returns a file's metadata.
   *
   * @throws CommandFailedException if a field of the metadata has the wrong type
   */
  static ObjectMeta metadata(ObjectNode file) throws CommandFailedException {
    try {
      return SERIALIZATION.convertValue(file.path("metadata"), ObjectMeta.class);
    } catch (IllegalArgumentException e) {
      String where =
          e.getCause() instanceof JsonMappingException mapping
              ? mapping.getPath().stream()
                  .map(JsonMappingException.Reference::getFieldName)
                  .filter(Objects::nonNull)
                  .map("."::concat)
                  .collect(Collectors.joining())
              : "";
      throw new CommandFailedException(
          "%s: metadata%s has the wrong type: correct it."
              .formatted(Manifests.what(file), PlainText.visible(where)));
    }
  }

  private static Stream<String> unknown(ObjectNode file, Class<? extends Record> spec) {
    Set<String> known =
        Stream.of(spec.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    return Stream.concat(
        names(file).filter(each -> !FIELDS.contains(each)),
        names(file.path("spec")).filter(each -> !known.contains(each)).map("spec."::concat));
  }

  private static Stream<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey);
  }
}
