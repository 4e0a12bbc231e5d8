package dev.livecallback.api;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of the URLs in a spec. In CEL, the API server applies them, and each field has
 * sentences of its own for them. In Java, they are for URLs that are to become part of an object,
 * so that the API server doesn't refuse it.
 */
public final class UrlRules {
  /** ASCII characters that a URL may have. */
  static final String CHARACTERS =
      "self.matches('^[A-Za-z0-9._~:/?#\\\\[\\\\]@!$&\\'()*+,;=%-]*$')";

  /** An absolute http or https URL with a host. */
  static final String ABSOLUTE =
      "isURL(self) && url(self).getScheme() in ['http', 'https']"
          + " && url(self).getHostname() != ''";

  /** A port that exists, or none. */
  static final String PORT =
      "!isURL(self) || url(self).getPort() == '' || (size(url(self).getPort()) <= 5"
          + " && int(url(self).getPort()) >= 1 && int(url(self).getPort()) <= 65535)";

  /** Neither user name nor password. */
  static final String NO_USER = "!self.matches('^[A-Za-z]*:?//[^/?#]*@')";

  /** The greatest length of a callback's URL, in characters. */
  public static final int LONGEST = 100;

  private static final Pattern CHARACTER =
      Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*");

  /** Scheme, authority and path; then the query, which isn't checked. */
  private static final Pattern PARTS = Pattern.compile("(?i)https?://([^/?]*)([^?]*).*");

  /** A name or an address, and a port. Percent escapes have no place in it. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[^\\[\\]]*]|[A-Za-z0-9._~!$&'()*+,;=-]+)(?::([0-9]{0,5}))?");

  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final int HIGHEST_PORT = 65_535;

  private UrlRules() {}

  /**
   * Returns why the API server may refuse a callback's URL. The method finds a problem in every URL
   * that the API server would refuse. Where parsers differ, it may find one in a URL that the API
   * server would accept.
   *
   * @return empty = the API server won't refuse the URL; else the end of a sentence that begins
   *     with the URL, without any of its text, which may hold a secret: {@code has a fragment}
   */
  public static Optional<String> problem(String url) {
    if (url.isEmpty()) {
      return Optional.of("is empty");
    }
    if (url.length() > LONGEST) {
      return Optional.of("has more than " + LONGEST + " characters");
    }
    if (!CHARACTER.matcher(url).matches()) {
      return Optional.of("has characters that a URL can't have");
    }
    if (url.contains("#")) {
      return Optional.of("has a fragment");
    }
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      return Optional.of("isn't an absolute http or https URL");
    }
    if (parts.group(1).contains("@")) {
      return Optional.of("has a user name");
    }
    if (BAD_ESCAPE.matcher(parts.group(2)).find()) {
      return Optional.of("has a percent sign in its path that is no escape");
    }
    return authority(parts.group(1));
  }

  private static Optional<String> authority(String text) {
    Matcher authority = AUTHORITY.matcher(text);
    if (!authority.matches() || !isHost(authority.group(1))) {
      return Optional.of("has a host that is no plain name or address");
    }
    String port = authority.group(2);
    boolean none = port == null || port.isEmpty();
    return none || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= HIGHEST_PORT)
        ? Optional.empty()
        : Optional.of("has a port that isn't one from 1 to " + HIGHEST_PORT);
  }

  private static boolean isHost(String host) {
    if (!host.startsWith("[")) {
      return true;
    }
    String address = host.substring(1, host.length() - 1);
    try {
      return address.contains(":")
          && !address.contains("%")
          && InetAddress.ofLiteral(address) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
