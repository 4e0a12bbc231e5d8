package dev.livecallback.volcengine;

import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Where an API is: a URL of scheme and host, with a port if need be, and nothing else. */
public final class Endpoint {
  private Endpoint() {}

  /**
   * Reads such a URL, into the one form of all that mean the same: in lower case, without the
   * scheme's own port, a slash or a dot behind the host, an IPv6 address as short as it gets. Two
   * forms would be two cloud accounts, each with a quota and claims of its own on the same records.
   *
   * @return empty if the text is none
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
