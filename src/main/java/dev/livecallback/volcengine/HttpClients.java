package dev.livecallback.volcengine;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/** The factory of the process's HTTP client for the cloud. */
public final class HttpClients {
  /** The longest time that one call may take in all, until its answer is read. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** The longest time that a connection may take to come about. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final int IDLE_CONNECTIONS = 16;

  /**
   * The time for which an idle connection is kept. Load balancers keep theirs longer: a connection
   * that they drop costs a call. OkHttp looks whether one was dropped only after 10 s of idleness,
   * and only before a POST.
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private HttpClients() {}

  /** Returns a client like {@link #live(Egress)}, without a proxy. */
  public static OkHttpClient live() {
    return live(Egress.DIRECT);
  }

  /**
   * Returns a client with the bounds of {@link LiveApi}: 5 s to connect, 10 s a call, 16 idle
   * connections at most, nothing sent twice, no redirect followed, a few {@link LargeReplies large
   * answers} at a time. One client is enough for the process; its threads are daemons and need no
   * closing.
   */
  public static OkHttpClient live(Egress egress) {
    return leaving(egress, sendingOnce(new OkHttpClient.Builder()))
        .connectTimeout(CONNECT_TIMEOUT)
        .readTimeout(CALL_TIMEOUT)
        .writeTimeout(CALL_TIMEOUT)
        .callTimeout(CALL_TIMEOUT)
        .addInterceptor(new LargeReplies(System::nanoTime))
        .connectionPool(
            new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
        .build();
  }

  private static OkHttpClient.Builder leaving(Egress egress, OkHttpClient.Builder client) {
    Egress.HttpProxy proxy = egress.proxy();
    if (proxy != null) {
      client.proxySelector(new EgressProxies(egress));
      client.proxyAuthenticator((_, asked) -> introduced(proxy, asked.request()));
    }
    if (!egress.authorities().isEmpty()) {
      var trusted = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
      egress.authorities().forEach(trusted::addTrustedCertificate);
      HandshakeCertificates certificates = trusted.build();
      client.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
    }
    return client;
  }

  /**
   * Returns the request with the proxy's user and password; null if there are none, or if it had
   * them already: a proxy that asks again doesn't take this user.
   */
  private static @Nullable Request introduced(Egress.HttpProxy proxy, Request request) {
    String header = "Proxy-Authorization";
    if (proxy.user() == null || proxy.password() == null || request.header(header) != null) {
      return null;
    }
    String credentials =
        okhttp3.Credentials.basic(proxy.user(), proxy.password().reveal(), StandardCharsets.UTF_8);
    return request.newBuilder().header(header, credentials).build();
  }

  /** Returns the host and port of the proxy that a client calls a server through; null = none. */
  static @Nullable String proxyOf(OkHttpClient client, String origin) {
    Proxy fixed = client.proxy();
    Proxy proxy =
        fixed == null ? client.proxySelector().select(URI.create(origin)).getFirst() : fixed;
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : null;
  }

  /**
   * Returns the client itself if it sends nothing again or elsewhere; else a client like it that
   * doesn't.
   */
  static OkHttpClient sendingOnce(OkHttpClient client) {
    boolean sendsAgain =
        client.retryOnConnectionFailure()
            || client.followRedirects()
            || client.followSslRedirects();
    return sendsAgain ? sendingOnce(client.newBuilder()).build() : client;
  }

  private static OkHttpClient.Builder sendingOnce(OkHttpClient.Builder client) {
    return client.retryOnConnectionFailure(false).followRedirects(false).followSslRedirects(false);
  }
}
