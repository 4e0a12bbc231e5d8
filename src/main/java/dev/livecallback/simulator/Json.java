package dev.livecallback.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.Optional;
import okio.ByteString;

/** JSON, read strictly: a number is not a text, a text is not a number. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  texts
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /**
   * Returns the object in these bytes, or an empty object if there are no bytes; empty = anything
   * else.
   */
  static Optional<ObjectNode> readObject(ByteString bytes) {
    if (bytes.size() == 0) {
      return Optional.of(object());
    }
    try {
      return MAPPER.readTree(bytes.toByteArray()) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the node as a value of that type; empty = a field has the wrong JSON type. */
  static <T> Optional<T> bind(JsonNode node, Class<T> type) {
    try {
      return Optional.of(MAPPER.treeToValue(node, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the node as a value of that type. Every field has to be known.
   *
   * @throws IllegalArgumentException if a field is unknown or has the wrong JSON type; the message
   *     is a sentence
   */
  static <T> T bindKnown(JsonNode node, Class<T> type) {
    try {
      return MAPPER
          .readerFor(type)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(node);
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException("There is no field " + e.getPropertyName() + ".", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("A field has the wrong JSON type.", e);
    }
  }

  static ByteString bytes(JsonNode node) {
    try {
      return ByteString.of(MAPPER.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that can't be written", e);
    }
  }
}
