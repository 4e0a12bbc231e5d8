package dev.livecallback.cli.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a file, as kubectl reads them (k8s.io/apimachinery/pkg/util/yaml): JSON values
 * one after another, or YAML documents between lines that begin with {@code ---}.
 */
final class Documents {
  private static final String SEPARATOR = "---";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> found = new ArrayList<>();

  private Documents() {}

  /** The reason why a file can't be read. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param what the end of a sentence that begins with the file; it quotes nothing, since the
     *     file may hold a Secret
     */
    UnreadableException(String what) {
      super(what);
    }

    UnreadableException(int line) {
      this("isn't YAML or JSON, line %d: correct it.".formatted(line));
    }
  }

  /** Reads the documents of a file, without those that are empty. */
  static List<JsonNode> of(byte[] file) throws UnreadableException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException("isn't text in UTF-8: correct it.");
    }
    Documents documents = new Documents();
    // A file that begins with a brace may be JSON or YAML.
    int json = text.stripLeading().startsWith("{") ? documents.readJson(text) : 0;
    documents.readYaml(text, json);
    return documents.found;
  }

  private void add(JsonNode document) throws UnreadableException {
    if (!document.isNull()) {
      found.add(asSent(document));
    }
  }

  /** Reads JSON values as far as there are any, and returns the index at which the rest begins. */
  private int readJson(String text) throws UnreadableException {
    int read = 0;
    int end = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonNode value = next(parser); value != null; value = next(parser)) {
        add(value);
        read++;
        end = Math.toIntExact(parser.currentLocation().getCharOffset());
      }
      return text.length();
    } catch (JsonProcessingException e) {
      if (read > 1) {
        throw new UnreadableException(e.getLocation() == null ? 1 : e.getLocation().getLineNr());
      }
      return read == 0 ? 0 : nextLine(text, end);
    } catch (IOException e) {
      throw new IllegalStateException("a text can't be read", e);
    }
  }

  private static @Nullable JsonNode next(JsonParser parser) throws IOException {
    return JSON.readTree(parser);
  }

  /**
   * Returns the index of the next character that isn't blank, or of the next line if that comes
   * first.
   */
  private static int nextLine(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      if (text.charAt(at++) == '\n') {
        break;
      }
    }
    return at;
  }

  private void readYaml(String text, int from) throws UnreadableException {
    StringBuilder document = new StringBuilder();
    int line = 1 + (int) text.substring(0, from).chars().filter(each -> each == '\n').count();
    int begin = line;
    // The last line may have an end or not.
    for (String each : text.substring(from).replaceFirst("\n\\z", "").split("\n", -1)) {
      if (each.startsWith(SEPARATOR)) {
        String behind = each.substring(SEPARATOR.length()).strip();
        if (!behind.isEmpty() && !behind.startsWith("#")) {
          throw new UnreadableException(
              "has something behind the --- of line %d: put it into the next line."
                  .formatted(line));
        }
        add(YamlDocument.read(document.toString(), begin));
        document.setLength(0);
        begin = line + 1;
      } else {
        document.append(each.endsWith("\r") ? each.substring(0, each.length() - 1) : each);
        document.append('\n');
      }
      line++;
    }
    add(YamlDocument.read(document.toString(), begin));
  }

  /**
   * Returns a value with its numbers as kubectl sends them: a whole number is never sent as a
   * fraction.
   */
  private static JsonNode asSent(JsonNode value) throws UnreadableException {
    switch (value) {
      case ObjectNode object -> {
        for (var each : object.properties()) {
          each.setValue(asSent(each.getValue()));
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, asSent(array.get(i)));
        }
      }
      default -> {
        return value.isNumber() ? number(value) : value;
      }
    }
    return value;
  }

  private static JsonNode number(JsonNode value) throws UnreadableException {
    double number = value.doubleValue();
    if (!Double.isFinite(number)) {
      throw new UnreadableException("has a number that JSON hasn't: correct it.");
    }
    long whole = value.longValue();
    boolean isWhole = value.isIntegralNumber() ? value.canConvertToLong() : whole == number;
    return isWhole
        ? JsonNodeFactory.instance.numberNode(whole)
        : JsonNodeFactory.instance.numberNode(number);
  }
}
