package dev.livecallback.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reader of URLs with strict rules of its own. Parsers read odd URLs in different ways, and
 * nobody has seen the parser that counts, the cloud's.
 */
final class TargetReader {
  /** The characters that a URL may have: no space, backslash or control character. */
  private static final Pattern CHARACTERS =
      Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*");

  /** Scheme, authority and path; then the query, which doesn't change where the URL leads. */
  private static final Pattern PARTS =
      Pattern.compile("(https?)://([^/?]*)([^?]*).*", Pattern.CASE_INSENSITIVE);

  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9_.*-]+)(?::([0-9]{0,5}))?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  /** An IPv4 address in its usual form. Other forms, like {@code 0x7f.1}, hide where they lead. */
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

  private static final String NO_URL = "it isn't a plain http or https URL";
  private static final String NO_HOST = "its host is no plain name or address";

  private TargetReader() {}

  /** Reads the URL of a callback. */
  static Target url(String url) {
    Target read = read(url);
    if (read instanceof Target.Plain plain && !isPlain(plain.host())) {
      return new Target.Unclear(url, NO_HOST);
    }
    return read;
  }

  /** Reads a rule's pattern: a URL without query, in which {@code *} may stand for characters. */
  static Target pattern(String text) {
    return text.contains("?") ? new Target.Unclear(text, "it has a query") : read(text);
  }

  static int standardPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static Target read(String url) {
    if (url.contains("#")) {
      return new Target.Unclear(url, "it has a fragment");
    }
    Matcher parts = PARTS.matcher(url);
    if (!CHARACTERS.matcher(url).matches() || !parts.matches()) {
      return new Target.Unclear(url, NO_URL);
    }
    if (parts.group(2).contains("@")) {
      return new Target.Unclear(url, "it has a user name");
    }
    Matcher authority = AUTHORITY.matcher(parts.group(2));
    if (!authority.matches() || hasEmptyLabel(authority.group(1))) {
      return new Target.Unclear(url, NO_HOST);
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    int port = port(authority.group(2), scheme);
    if (port < 1 || port > 65_535) {
      return new Target.Unclear(url, "its port isn't one from 1 to 65535");
    }
    String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
    Optional<String> fault = PlainPath.fault(path);
    if (fault.isPresent()) {
      return new Target.Unclear(url, fault.get());
    }
    String host = authority.group(1).toLowerCase(Locale.ROOT);
    return new Target.Plain(url, scheme, host, port, path);
  }

  private static int port(@Nullable String digits, String scheme) {
    return digits == null || digits.isEmpty() ? standardPort(scheme) : Integer.parseInt(digits);
  }

  /**
   * Returns whether a host has an empty label. A dot at the end would make another name of the same
   * host.
   */
  private static boolean hasEmptyLabel(String host) {
    return Arrays.asList(host.split("\\.", -1)).contains("");
  }

  private static boolean isPlain(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    return !host.contains("*") && (!NUMBER.matcher(last).matches() || IPV4.matcher(host).matches());
  }
}
