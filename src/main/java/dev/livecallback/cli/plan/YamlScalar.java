package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.livecallback.cli.plan.Documents.UnreadableException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A single value of YAML 1.1, as go.yaml.in/yaml/v2 reads it, which kubectl uses. */
final class YamlScalar {
  /** The tag of a value without quotes and without a tag of its own. */
  static final Tag PLAIN = new Tag("plain");

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

  private static final Pattern INTEGER =
      Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern BETWEEN = Pattern.compile("(?<=[0-9])_(?=[0-9])");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN)");
  private static final BigInteger MOST =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);

  private YamlScalar() {}

  /** Returns the JSON value. */
  static JsonNode value(ScalarNode node, int line) throws UnreadableException {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(PLAIN)) {
      return plain(text);
    }
    if (tag.equals(Tag.BINARY)) {
      return new TextNode(decoded(text, line));
    }
    if (!Set.of(Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.NULL, Tag.TIMESTAMP).contains(tag)) {
      return new TextNode(text);
    }
    JsonNode value = plain(text);
    boolean right =
        (tag.equals(Tag.BOOL) && value.isBoolean())
            || (tag.equals(Tag.INT) && value.isNumber() && integer(text) != null)
            || (tag.equals(Tag.FLOAT) && value.isNumber())
            || (tag.equals(Tag.NULL) && value.isNull());
    if (!right) {
      throw new UnreadableException(line);
    }
    return value;
  }

  /** Returns the name of a field. */
  static String key(ScalarNode node, int line) throws UnreadableException {
    JsonNode value = value(node, line);
    boolean isText = value.isTextual() || value.isBoolean();
    if (!isText && !(value.isIntegralNumber() && value.canConvertToLong())) {
      throw new UnreadableException(
          "has a key that is no text, line %d: put it in quotes.".formatted(line));
    }
    return value.asText();
  }

  private static JsonNode plain(String text) {
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return BooleanNode.valueOf(TRUE.contains(text));
    }
    if (NULL.contains(text)) {
      return NullNode.getInstance();
    }
    if (NOT_FINITE.matcher(text).matches()) {
      // JSON has no such number, but a later value may replace it.
      return JsonNodeFactory.instance.numberNode(Double.NaN);
    }
    BigInteger integer = integer(text);
    if (integer != null) {
      return JsonNodeFactory.instance.numberNode(integer);
    }
    String digits = text.startsWith(".") ? BETWEEN.matcher(text).replaceAll("") : joined(text);
    if (FLOAT.matcher(digits).matches()) {
      double value = Double.parseDouble(digits);
      if (Double.isFinite(value)) {
        return JsonNodeFactory.instance.numberNode(value);
      }
    }
    return new TextNode(text);
  }

  /** Reads a whole number of at most 64 bits as Go writes it; null = the text is none. */
  private static @Nullable BigInteger integer(String text) {
    Matcher parts = INTEGER.matcher(joined(text));
    if (!parts.matches()) {
      return null;
    }
    String digits = parts.group(2).toLowerCase(Locale.ROOT);
    BigInteger size =
        digits.startsWith("0x")
            ? new BigInteger(digits.substring(2), 16)
            : digits.startsWith("0b")
                ? new BigInteger(digits.substring(2), 2)
                : digits.startsWith("0o")
                    ? new BigInteger(digits.substring(2), 8)
                    : new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    BigInteger value = parts.group(1).equals("-") ? size.negate() : size;
    // Only a number without a sign may have all 64 bits.
    boolean fits =
        value.compareTo(LEAST) >= 0
            && (parts.group(1).isEmpty()
                ? value.compareTo(MOST) <= 0
                : value.bitLength() < Long.SIZE);
    return fits ? value : null;
  }

  private static String joined(String text) {
    return text.startsWith("_") ? text : text.replace("_", "");
  }

  private static String decoded(String text, int line) throws UnreadableException {
    String base64 = text.replaceAll("[\r\n]", "");
    try {
      if (base64.length() % 4 == 0) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // The text isn't base64.
    }
    throw new UnreadableException(line);
  }
}
