package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The filter that makes a server's text fit to be shown: on one line, short, and without the
 * secrets of this call.
 */
final class Redactor {
  private static final int LONGEST = 200;
  private static final int SHORTEST_PART = 8;
  private static final String STARS = "***";

  /**
   * The form of an access key id, whoever's it is (the API's InvalidAccessKey message holds one).
   */
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("\\bAK[A-Z]{2}[\\w+/=-]{8,}");

  private static final Pattern BLANK = Pattern.compile("[\\p{C}\\s]+");

  private final List<String> secrets;

  private Redactor(Stream<String> secrets) {
    this.secrets =
        secrets
            .flatMap(Redactor::variants)
            .filter(variant -> !variant.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Returns a redactor that keeps the credentials out, and one more secret if there is one. */
  static Redactor of(Credentials credentials, @Nullable SecretText more) {
    return new Redactor(
        Stream.concat(
            Stream.of(credentials.accessKeyId()),
            Stream.of(
                    Optional.of(credentials.secretAccessKey()),
                    Optional.ofNullable(credentials.sessionToken()),
                    Optional.ofNullable(more))
                .flatMap(Optional::stream)
                .map(SecretText::reveal)));
  }

  /**
   * Returns a redactor that keeps a token out, and each part of it between dots (the payload of a
   * JWT).
   */
  static Redactor of(SecretText token) {
    Stream<String> parts =
        Arrays.stream(token.reveal().split("\\.")).filter(part -> part.length() >= SHORTEST_PART);
    return new Redactor(Stream.concat(Stream.of(token.reveal()), parts));
  }

  /** Returns the secret as it is, as a URL has it, and without the padding of base64. */
  private static Stream<String> variants(String secret) {
    return Stream.of(secret, URLEncoder.encode(secret, UTF_8), secret.replaceAll("=+$", ""));
  }

  /** Returns the text without secrets and control characters, at most 200 characters long. */
  String clean(String text) {
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, STARS);
    }
    cleaned = ACCESS_KEY_ID.matcher(cleaned).replaceAll(STARS);
    cleaned = BLANK.matcher(cleaned).replaceAll(" ").strip();
    return cleaned.codePointCount(0, cleaned.length()) <= LONGEST
        ? cleaned
        : cleaned.substring(0, cleaned.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  @Override
  public String toString() {
    return "Redactor[" + STARS + "]";
  }
}
