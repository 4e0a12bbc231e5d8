package dev.livecallback.volcengine;

import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;

/** The place of an API: a URL of scheme and host, with a port if need be, and nothing else. */
public final class Endpoint {
  private Endpoint() {}

  /**
   * Reads such a URL, and returns the one form for all URLs that mean the same: in lower case,
   * without the scheme's own port, without a slash or a dot behind the host, and with an IPv6
   * address in its shortest form. Two forms would be two cloud accounts, each with its own quota
   * and its own claims on the same records.
   *
   * @return the URL; empty if the text isn't one
   */
  public static Optional<URI> parse(String text) {
    HttpUrl url = HttpUrl.parse(text);
    if (url == null) {
      return Optional.empty();
    }
    boolean address = url.host().contains(":");
    // OkHttp forgives too many slashes; a person who reads the setting wouldn't.
    String start = url.scheme() + "://" + (address ? "[" : url.host());
    boolean right =
        text.regionMatches(true, 0, start, 0, start.length())
            && url.encodedPath().equals("/")
            && url.encodedQuery() == null
            && url.encodedFragment() == null
            && url.encodedUsername().isEmpty()
            && url.encodedPassword().isEmpty();
    if (!right) {
      return Optional.empty();
    }
    String form = address ? start + url.host() + "]" : start.replaceFirst("\\.$", "");
    boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
    return Optional.of(URI.create(usual ? form : form + ":" + url.port()));
  }
}
