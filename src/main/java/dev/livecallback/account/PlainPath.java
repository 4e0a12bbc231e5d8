package dev.livecallback.account;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A check whether a URL's path leads where it seems to. Servers resolve dot segments and decode
 * percent escapes, before or after that, and some do so twice. A path that may change in this way
 * can't be judged.
 */
final class PlainPath {
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** Blanks and invisible characters, which some servers drop before they resolve a path. */
  private static final String UNSEEN = "[\\s\\p{Z}\\p{C}\\p{M}\u115f\u1160\u3164\uffa0]*";

  /**
   * A segment of dots. Some servers cut off its parameters, as in {@code /..;x/}, before they
   * resolve it.
   */
  private static final Pattern DOTS =
      Pattern.compile(
          "(?:^|[/\\\\])" + UNSEEN + "(?:\\." + UNSEEN + ")+(?:[/\\\\;?#]|$)",
          Pattern.UNICODE_CHARACTER_CLASS);

  /**
   * Two dots beside a character that isn't ASCII. A server with another character set may take the
   * character for a slash, or for nothing.
   */
  private static final Pattern BESIDE_DOTS =
      Pattern.compile("[^\\x00-\\x7f]\\.\\.|\\.\\.[^\\x00-\\x7f]");

  /**
   * A dot, a slash or a backslash. Characters that Unicode calls the same as these count too, and
   * {@link #ALIKE} has those that only look like them.
   */
  private static final Pattern DOT_OR_SLASH = Pattern.compile("[./\\\\]");

  private static final Pattern ALIKE =
      Pattern.compile("[\u2044\u2215\u2216\u29f5\u29f8\u29f9\u3002]");

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

  private PlainPath() {}

  /**
   * Returns what is wrong with the path, worded as in {@link Target.Unclear#why}; empty = nothing
   * is.
   */
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

  /**
   * Returns whether a text has another form of a dot or a slash. Some servers take full-width and
   * other forms of a character for the usual one.
   */
  private static boolean hasAnotherDotOrSlash(String text) {
    String usual = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return ALIKE.matcher(usual).find()
        || DOT_OR_SLASH.matcher(usual).results().count()
            != DOT_OR_SLASH.matcher(text).results().count();
  }

  /**
   * Returns the text with each percent escape replaced by its byte, as one character. The rest of
   * the text stays.
   */
  private static String decoded(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escape.group().substring(1), 16))));
  }

  /** Returns whether bytes are valid UTF-8. Overlong forms of dot and slash aren't valid. */
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
