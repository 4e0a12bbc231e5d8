package dev.livecallback.volcengine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Chooses the proxy for https URLs, but not for the hosts that are called directly. */
final class EgressProxies extends ProxySelector {
  private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);

  private final List<Proxy> proxies;
  private final List<String> direct;

  EgressProxies(Egress.HttpProxy proxy, List<String> direct) {
    // Not resolved once and for all: a proxy may get another address.
    this.proxies =
        List.of(
            new Proxy(
                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    this.direct = direct.stream().map(EgressProxies::plain).toList();
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = plain(uri.getHost());
    boolean directly =
        direct.stream()
            .anyMatch(each -> each.equals("*") || host.equals(each) || host.endsWith("." + each));
    return directly || !uri.getScheme().equals("https") ? NONE : proxies;
  }

  /** {@code .example.com} and {@code *.example.com} are written for {@code example.com}, too. */
  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst("^(\\*?\\.)", "").replaceAll("[\\[\\]]", "");
  }

  /** The call's own failure says it. */
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
