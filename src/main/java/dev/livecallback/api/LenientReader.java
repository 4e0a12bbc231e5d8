package dev.livecallback.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader that reads a part of an object field by field. It leaves out what can't be read, and
 * names the first such field.
 *
 * <p>A list of objects is read as a whole. So an odd value that another version's CRD accepted must
 * not throw: all other objects would be lost with it.
 */
final class LenientReader {
  private static final String SPEC = "spec";
  private static final String STATUS = "status";

  /**
   * The mapper, which takes no value for one of another type: neither 1.5 for 1, nor "true" for
   * true, nor 5 for "5".
   */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private @Nullable String problem;

  /** Returns the first field that couldn't be read, like {@code spec.app}; null = all could. */
  @Nullable String problem() {
    return problem;
  }

  /**
   * Reads {@code object.field}, and removes from it what can't be read.
   *
   * @return null = the field isn't there, or nothing of it can be read
   */
  <T> @Nullable T read(JsonNode object, String field, Class<T> type) {
    JsonNode part = object.get(field);
    if (part == null || part.isNull()) {
      return null;
    }
    dropNulls(part, field);
    try {
      return MAPPER.treeToValue(part, type);
    } catch (JsonProcessingException _) {
      return prune(part, type, field, false) ? MAPPER.convertValue(part, type) : null;
    }
  }

  /**
   * Reads {@code object.spec}, unless it is longer than {@link Bounds#LONGEST_PART}: some such
   * specs would fill the memory.
   *
   * @return null = nothing of it can be read
   */
  <T> @Nullable T readSpec(JsonNode object, Class<T> type) {
    if (isLong(object.path(SPEC))) {
      note(SPEC + ", which is longer than 128 Ki characters,");
      return null;
    }
    lookForUnknown(object, SPEC, type);
    return read(object, SPEC, type);
  }

  /**
   * Reads {@code object.status}, unless it is longer than {@link Bounds#LONGEST_PART}.
   *
   * @return null = nothing of it can be read: the status counts as lost
   */
  <T> @Nullable T readStatus(JsonNode object, Class<T> type) {
    return isLong(object.path(STATUS)) ? null : read(object, STATUS, type);
  }

  private static boolean isLong(JsonNode part) {
    return part.has(Bounds.CUT) || length(part) > Bounds.LONGEST_PART;
  }

  private static int length(JsonNode value) {
    int length = value.asText().length() + 1;
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      length += field.getKey().length() + length(field.getValue());
    }
    if (value.isArray()) {
      for (JsonNode element : value) {
        length += length(element);
      }
    }
    return length;
  }

  /**
   * Looks for unknown fields inside the fields that this version knows: an unknown field there
   * changes what the known field means. Unknown fields of the part itself are ignored.
   */
  private void lookForUnknown(JsonNode object, String field, Class<?> type) {
    JsonNode part = object.path(field);
    for (RecordComponent component : type.getRecordComponents()) {
      unknown(
              part.path(component.getName()),
              component.getGenericType(),
              field + "." + component.getName())
          .ifPresent(this::note);
    }
  }

  private static Optional<String> unknown(JsonNode value, Type type, String path) {
    if (type instanceof ParameterizedType list && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        Optional<String> found =
            unknown(value.get(i), list.getActualTypeArguments()[0], path + "[" + i + "]");
        if (found.isPresent()) {
          return found;
        }
      }
    }
    if (!(type instanceof Class<?> known) || !known.isRecord()) {
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String inside = path + "." + Texts.plain(field.getKey());
      Optional<RecordComponent> component =
          Arrays.stream(known.getRecordComponents())
              .filter(each -> each.getName().equals(field.getKey()))
              .findFirst();
      Optional<String> found =
          component.isEmpty()
              ? Optional.of(inside)
              : unknown(field.getValue(), component.get().getGenericType(), inside);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private void note(String path) {
    if (problem == null) {
      problem = path;
    }
  }

  /** Removes nulls from lists and names the first one, because null is no element of a list. */
  private void dropNulls(JsonNode tree, String path) {
    if (tree instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        String element = path + "[" + i + "]";
        if (array.get(i).isNull()) {
          note(element);
          array.remove(i);
        } else {
          dropNulls(array.get(i), element);
        }
      }
    }
    tree.properties()
        .forEach(field -> dropNulls(field.getValue(), path + "." + Texts.plain(field.getKey())));
  }

  /**
   * Removes from a value what can't be read of it, and names the first such field. Of a list, the
   * whole element is removed: without one of its fields it would mean something else, for example a
   * record of all applications.
   *
   * @param inList true if the value belongs to an element of a list, which is removed as a whole
   * @return true if what is left can be read
   */
  private boolean prune(JsonNode value, Type type, String path, boolean inList) {
    if (canBeRead(value, type)) {
      return true;
    }
    if (type instanceof ParameterizedType list && value instanceof ArrayNode array) {
      pruneList(array, list.getActualTypeArguments()[0], path);
    } else if (type instanceof Class<?> known
        && known.isRecord()
        && value instanceof ObjectNode part) {
      for (RecordComponent component : known.getRecordComponents()) {
        String field = component.getName();
        JsonNode inside = part.get(field);
        if (inside == null
            || prune(inside, component.getGenericType(), path + "." + field, inList)) {
          continue;
        }
        if (inList) {
          return false;
        }
        part.remove(field);
      }
    }
    if (canBeRead(value, type)) {
      return true;
    }
    note(path);
    return false;
  }

  private void pruneList(ArrayNode list, Type of, String path) {
    int index = 0;
    for (Iterator<JsonNode> each = list.iterator(); each.hasNext(); index++) {
      if (!prune(each.next(), of, path + "[" + index + "]", true)) {
        each.remove();
      }
    }
  }

  private static boolean canBeRead(JsonNode value, Type type) {
    try {
      MAPPER.treeToValue(value, MAPPER.constructType(type));
      return true;
    } catch (JsonProcessingException _) {
      return false;
    }
  }
}
