package dev.livecallback.volcengine;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The settings of connections to the cloud. The proxy is used for the API server, too.
 *
 * @param proxy the proxy for https URLs; null = none
 * @param direct the hosts that are called without the proxy
 * @param authorities the authorities whose certificates are trusted, beside those that Java trusts
 */
public record Egress(
    @Nullable HttpProxy proxy, List<DirectHost> direct, List<X509Certificate> authorities) {
  /** The settings without a proxy, and with the authorities that Java trusts. */
  public static final Egress DIRECT = new Egress(null, List.of(), List.of());

  /** Takes copies. */
  public Egress {
    direct = List.copyOf(direct);
    authorities = List.copyOf(authorities);
  }

  /**
   * Returns the proxy for a URL; empty = none. This machine's own addresses are called without a
   * proxy, and so is everything that isn't https.
   */
  public Optional<HttpProxy> proxyFor(HttpUrl url) {
    String host = url.host();
    boolean own =
        host.equals("localhost")
            || DirectHost.literal(host).filter(InetAddress::isLoopbackAddress).isPresent();
    return own || !url.isHttps() || direct.stream().anyMatch(each -> each.covers(host, url.port()))
        ? Optional.empty()
        : Optional.ofNullable(proxy);
  }

  /**
   * A proxy that takes CONNECT.
   *
   * @param host the proxy's name or address
   * @param port 1 to 65535
   * @param user the user; null = the proxy asks for none
   * @param password the user's, which may be empty; null = there is no user
   */
  public record HttpProxy(
      String host, int port, @Nullable String user, @Nullable SecretText password) {

    /**
     * Reads {@code http://user:password@host:port}, of which all but the host may be left out;
     * empty if the text is no such URL.
     */
    public static Optional<HttpProxy> parse(String text) {
      HttpUrl url = HttpUrl.parse(text.contains("://") ? text : "http://" + text);
      if (url == null
          || url.isHttps()
          || !url.encodedPath().equals("/")
          || url.query() != null
          || url.fragment() != null) {
        return Optional.empty();
      }
      boolean named = !url.encodedUsername().isEmpty();
      return Optional.of(
          new HttpProxy(
              url.host(),
              url.port(),
              named ? decoded(url.encodedUsername()) : null,
              named ? new SecretText(decoded(url.encodedPassword())) : null));
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
