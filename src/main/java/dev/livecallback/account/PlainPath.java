package dev.livecallback.account;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a URL's path leads where it seems to. Servers resolve dot segments, decode percent
 * escapes before or after that, and some do so twice: a path that changes by it can't be judged.
 */
final class PlainPath {
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** Blanks and characters that nobody sees, which some servers drop before they look. */
  private static final String UNSEEN = "[\\s\\p{Z}\\p{C}\\p{M}\u115f\u1160\u3164\uffa0]*";

  /** Some servers cut off a segment's parameters, as in {@code /..;x/}, before they resolve it. */
  private static final Pattern DOTS =
      Pattern.compile(
          "(?:^|[/\\\\])" + UNSEEN + "(?:\\." + UNSEEN + ")+(?:[/\\\\;?#]|$)",
          Pattern.UNICODE_CHARACTER_CLASS);

  /**
   * A server with another character set may take any character beside two dots for a slash, or for
   * nothing.
   */
  private static final Pattern BESIDE_DOTS =
      Pattern.compile("[^\\x00-\\x7f]\\.\\.|\\.\\.[^\\x00-\\x7f]");

  /** What Unicode calls the same as these, and what looks like them and isn't called so. */
  private static final Pattern DOT_OR_SLASH = Pattern.compile("[./\\\\]");

  private static final Pattern ALIKE =
      Pattern.compile("[\u2044\u2215\u2216\u29f5\u29f8\u29f9\u3002]");

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

  private PlainPath() {}

  /** What is wrong with it, as {@link Target.Unclear#why}; empty if nothing is. */
  static Optional<String> fault(String path) {
    String plain = path;
    boolean text = !BAD_ESCAPE.matcher(path).find();
    for (String next = decoded(plain); text && !next.equals(plain); next = decoded(plain)) {
      text = isUtf8(next);
      plain = next;
    }
    if (!text) {
      return Optional.of("its path has a percent escape that isn't text");
    }
    if (CONTROL.matcher(plain).find()) {
      return Optional.of("its path has a control character");
    }
    String unicode =
        new String(plain.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (hasAnotherDotOrSlash(unicode)) {
      return Optional.of("its path has a character that may be taken for a dot or a slash");
    }
    return DOTS.matcher(unicode).find() || BESIDE_DOTS.matcher(unicode).find()
        ? Optional.of("its path has a segment of dots")
        : Optional.empty();
  }

  /** Some servers take full-width and other forms of a character for the usual one. */
  private static boolean hasAnotherDotOrSlash(String text) {
    String usual = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return ALIKE.matcher(usual).find()
        || DOT_OR_SLASH.matcher(usual).results().count()
            != DOT_OR_SLASH.matcher(text).results().count();
  }

  /** Its bytes, a character each. What isn't an escape stays. */
  private static String decoded(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escape.group().substring(1), 16))));
  }

  /** Overlong forms of dot and slash aren't. */
  private static boolean isUtf8(String bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
