package dev.livecallback.volcengine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import okhttp3.HttpUrl;

/** The selector of the proxy for a URL of the cloud, if it is called through one. */
final class EgressProxies extends ProxySelector {
  private final Egress egress;

  EgressProxies(Egress egress) {
    this.egress = egress;
  }

  @Override
  public List<Proxy> select(URI uri) {
    HttpUrl url = HttpUrl.parse(uri.toString());
    return url == null
        ? List.of(Proxy.NO_PROXY)
        : List.of(egress.proxyFor(url).map(EgressProxies::proxy).orElse(Proxy.NO_PROXY));
  }

  /**
   * Returns a proxy whose host is resolved for each connection, because it may get another address.
   */
  private static Proxy proxy(Egress.HttpProxy proxy) {
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
  }

  /** Does nothing: the call's own failure tells of it. */
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
