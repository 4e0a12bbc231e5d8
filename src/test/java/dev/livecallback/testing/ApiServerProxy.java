package dev.livecallback.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okhttp3.tls.HandshakeCertificates;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A way to the API server on which requests and answers pass as they are, but for those of {@link
 * #silence}, and watches tell only what {@link #lose} lets through. It takes HTTP without TLS,
 * watches by WebSocket, and is whoever its caller is.
 */
public final class ApiServerProxy implements AutoCloseable {
  /** What belongs to one connection, or is made anew by the next client. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "host",
          "connection",
          "upgrade",
          "accept-encoding",
          "content-length",
          "transfer-encoding",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-extensions");

  private static final int GOING_AWAY = 1001;

  private final MockWebServer server = new MockWebServer();
  private final Set<WebSocket> far = ConcurrentHashMap.newKeySet();
  private final HttpUrl apiServer;
  private final OkHttpClient client;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile Predicate<String> lost = _ -> false;
  private volatile Predicate<HttpUrl> silent = _ -> false;

  private ApiServerProxy(Config config) throws IOException, GeneralSecurityException {
    apiServer = HttpUrl.get(config.getMasterUrl());
    client = client(config);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            if (silent.test(request.getUrl())) {
              unanswered.incrementAndGet();
              closed.await();
            }
            return answer(request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  /** One to the API server of a client. */
  public static ApiServerProxy to(KubernetesClient client) {
    try {
      return new ApiServerProxy(client.getConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy of a kubeconfig for whoever is to go through it, in the same folder. */
  public Path through(Path kubeconfig) {
    return Wire.through(kubeconfig, "http", server.getPort());
  }

  /** From now on no watch tells of the events that match, whose JSON is looked at. */
  public void lose(Predicate<String> events) {
    lost = events;
  }

  /**
   * From now on requests of a resource, such as {@code events}, or of its subresource, such as
   * {@code status}, are taken and never answered.
   */
  public void silence(String... resource) {
    List<String> silenced = List.of(resource);
    silent = url -> url.pathSegments().containsAll(silenced);
  }

  /** How many requests were taken and not answered so far. */
  public int unanswered() {
    return unanswered.get();
  }

  /** From now on all requests are answered; those that were taken before aren't. */
  public void speak() {
    silent = _ -> false;
  }

  @Override
  public void close() {
    closed.countDown();
    far.forEach(WebSocket::cancel);
    server.close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private static OkHttpClient client(Config config) throws IOException, GeneralSecurityException {
    HandshakeCertificates.Builder trusted = new HandshakeCertificates.Builder();
    try (InputStream pem =
        CertUtils.getInputStreamFromDataOrFile(config.getCaCertData(), config.getCaCertFile())) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.addTrustedCertificate((X509Certificate) certificate);
      }
    }
    HandshakeCertificates certificates = trusted.build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
        .readTimeout(0, TimeUnit.SECONDS)
        .build();
  }

  private MockResponse answer(RecordedRequest request) {
    Request there = there(request);
    if ("websocket".equalsIgnoreCase(request.getHeaders().get("Upgrade"))) {
      return new MockResponse.Builder().webSocketUpgrade(new Near(there)).build();
    }
    try (Response response = client.newCall(there).execute()) {
      Buffer body = new Buffer();
      body.writeAll(response.body().source());
      return new MockResponse.Builder()
          .headers(passedOn(response.headers()))
          .code(response.code())
          .body(body)
          .build();
    } catch (IOException e) {
      return new MockResponse.Builder().code(502).body(e.toString()).build();
    }
  }

  private Request there(RecordedRequest request) {
    HttpUrl here = request.getUrl();
    HttpUrl.Builder url =
        here.newBuilder().scheme(apiServer.scheme()).host(apiServer.host()).port(apiServer.port());
    boolean hasBody = !Set.of("GET", "HEAD").contains(request.getMethod());
    return new Request.Builder()
        .url(url.build())
        .headers(passedOn(request.getHeaders()))
        .method(
            request.getMethod(),
            hasBody && request.getBody() != null
                ? RequestBody.create(request.getBody(), null)
                : null)
        .build();
  }

  private static Headers passedOn(Headers headers) {
    Headers.Builder kept = new Headers.Builder();
    headers.forEach(
        header -> {
          if (!OF_THE_CONNECTION.contains(header.getFirst().toLowerCase(Locale.ROOT))) {
            kept.add(header.getFirst(), header.getSecond());
          }
        });
    return kept.build();
  }

  /** The caller's end of a watch. */
  private final class Near extends WebSocketListener {
    private final Request there;

    Near(Request there) {
      this.there = there;
    }

    @Override
    public void onOpen(WebSocket near, Response response) {
      far.add(client.newWebSocket(there, new Far(near)));
    }
  }

  /** The API server's end of it. */
  private final class Far extends WebSocketListener {
    private final WebSocket near;

    Far(WebSocket near) {
      this.near = near;
    }

    @Override
    public void onMessage(WebSocket far, String event) {
      if (!lost.test(event)) {
        near.send(event);
      }
    }

    @Override
    public void onClosing(WebSocket far, int code, String reason) {
      near.close(code, reason);
      far.close(code, reason);
    }

    @Override
    public void onFailure(WebSocket far, Throwable failure, @Nullable Response response) {
      near.close(GOING_AWAY, null);
    }
  }
}
