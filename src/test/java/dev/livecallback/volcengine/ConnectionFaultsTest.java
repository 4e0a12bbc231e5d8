package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.testing.ForwardProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A fault of the way to the cloud")
class ConnectionFaultsTest {
  private static final String HOST = "https://live.example.com";
  private static final CallbackKey KEY =
      new CallbackKey("1", Scope.vhost("push.example.com"), "live", MessageType.PUSH);
  private static final CallbackContent CONTENT =
      new CallbackContent(
          List.of(CallbackDetail.http("https://hooks.example.com/")),
          false,
          new Authentication.Off());

  private final List<AutoCloseable> open = new ArrayList<>();

  /** What may be sent. Whether it changes anything remotely decides what its failure means. */
  enum Sent {
    READ(false) {
      @Override
      Answer<?> by(OkHttpClient http, HttpUrl url) {
        return live(http, url).describe(Listing.of(KEY.scope()));
      }
    },
    WRITE(true) {
      @Override
      Answer<?> by(OkHttpClient http, HttpUrl url) {
        return live(http, url).update(KEY, CONTENT);
      }
    },
    DELETE(true) {
      @Override
      Answer<?> by(OkHttpClient http, HttpUrl url) {
        return live(http, url).delete(KEY);
      }
    },
    IDENTITY(false) {
      @Override
      Answer<?> by(OkHttpClient http, HttpUrl url) {
        return new StsClient(
                http, url, "cn-north-1", () -> CloudServer.CREDENTIALS, InstantSource.system())
            .callerIdentity();
      }
    },
    ROLE(false) {
      @Override
      Answer<?> by(OkHttpClient http, HttpUrl url) {
        return new WebIdentityClient(http, url, InstantSource.system())
            .assumeRoleWithOidc(
                "trn:iam::1:role/live", new SecretText("token"), "session", Duration.ofHours(1));
      }
    };

    private final boolean write;

    Sent(boolean write) {
      this.write = write;
    }

    abstract Answer<?> by(OkHttpClient http, HttpUrl url);

    private static LiveClient live(OkHttpClient http, HttpUrl url) {
      return new LiveClient(
          http, url, "cn-north-1", () -> CloudServer.CREDENTIALS, InstantSource.system());
    }
  }

  /** Where it is sent, by what, and what has to be told of it. */
  record Way(OkHttpClient client, String url, boolean mayHaveArrived, List<String> told) {}

  private static Way way(OkHttpClient client, String url, boolean mayHaveArrived, String... told) {
    return new Way(client, url, mayHaveArrived, List.of(told));
  }

  /** Brings a fault about. */
  interface Fault {
    Way happens(ConnectionFaultsTest test) throws IOException;
  }

  private static final Map<String, Fault> FAULTS =
      Map.ofEntries(
          Map.entry(
              "no address",
              _ -> way(nameless(Egress.DIRECT), HOST, false, "has no address", "does DNS answer?")),
          Map.entry(
              "refused",
              test -> way(client(Egress.DIRECT), test.closed(), false, "refused", "reach it")),
          Map.entry(
              "no trusted certificate",
              test ->
                  way(
                      client(Egress.DIRECT),
                      test.untrusted(),
                      false,
                      "No trusted TLS connection",
                      "CA_BUNDLE")),
          Map.entry(
              "no TLS at all",
              test ->
                  way(
                      client(Egress.DIRECT),
                      test.server("https", Behaviour.PLAIN),
                      false,
                      "No trusted TLS connection")),
          Map.entry(
              "no way out",
              test ->
                  way(
                      client(Egress.DIRECT),
                      test.full(),
                      false,
                      "didn't accept a connection in time",
                      "firewall",
                      "set HTTPS_PROXY")),
          Map.entry(
              "no answer",
              test ->
                  way(
                      client(Egress.DIRECT),
                      test.server("http", Behaviour.SILENT),
                      true,
                      "didn't answer",
                      "in time")),
          Map.entry(
              "cut",
              test ->
                  way(client(Egress.DIRECT), test.server("http", Behaviour.CUT), true, "broke")),
          Map.entry(
              "a proxy that wants a user",
              test ->
                  test.through(ForwardProxy.to(9, "Basic other"), "wants a user and a password")),
          Map.entry(
              "a proxy that doesn't let it through",
              test -> {
                String url = test.server("http", Behaviour.FORBIDDING);
                return way(
                    client(proxied(HttpUrl.get(url).host(), HttpUrl.get(url).port())),
                    HOST,
                    false,
                    "doesn't let calls through to " + HOST,
                    "NO_PROXY");
              }),
          Map.entry(
              "a proxy that isn't there",
              test -> {
                HttpUrl url = HttpUrl.get(test.closed());
                return way(
                    client(proxied(url.host(), url.port())),
                    HOST,
                    false,
                    "The proxy 127.0.0.1:" + url.port() + " refused the connection",
                    "HTTPS_PROXY");
              }),
          Map.entry(
              "a proxy without an address",
              _ ->
                  way(
                      nameless(proxied("proxy.example.com", 3128)),
                      HOST,
                      false,
                      "The host of the proxy proxy.example.com:3128 has no address",
                      "HTTPS_PROXY")));

  static Stream<Arguments> isToldOfWhateverIsSent() {
    return FAULTS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            fault ->
                Stream.of(Sent.values())
                    .map(sent -> arguments(named(fault.getKey(), fault.getValue()), sent)));
  }

  @ParameterizedTest(name = "{0}, during {1}")
  @MethodSource
  void isToldOfWhateverIsSent(Fault fault, Sent sent) throws IOException {
    Way way = fault.happens(this);

    Answer<?> answer = sent.by(way.client(), HttpUrl.get(way.url()));

    assertThat(answer).isInstanceOf(Answer.Failed.class);
    Failure failure = ((Answer.Failed<?>) answer).failure();
    assertThat(failure)
        .isInstanceOf(
            sent.write && way.mayHaveArrived()
                ? Failure.OutcomeUnknown.class
                : Failure.Unavailable.class);
    assertThat(failure.detail().message())
        .contains(way.told())
        .doesNotContain(
            CloudServer.CREDENTIALS.accessKeyId(),
            CloudServer.CREDENTIALS.secretAccessKey().reveal(),
            "hush");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static OkHttpClient client(Egress egress) {
    return HttpClients.live(egress)
        .newBuilder()
        .connectTimeout(Duration.ofMillis(500))
        .callTimeout(Duration.ofSeconds(2))
        .build();
  }

  private static OkHttpClient nameless(Egress egress) {
    return client(egress)
        .newBuilder()
        .dns(
            name -> {
              throw new UnknownHostException(name);
            })
        .build();
  }

  private static Egress proxied(String host, int port) {
    return new Egress(
        new Egress.HttpProxy(host, port, "live", new SecretText("hush")), List.of(), List.of());
  }

  private Way through(ForwardProxy proxy, String told) {
    open.add(proxy);
    Egress egress = proxied(proxy.url().getHost(), proxy.url().getPort());
    return way(client(egress), HOST, false, told, "The proxy " + proxy.address(), HOST);
  }

  /** A port that is held, and that nobody listens at. */
  private String closed() throws IOException {
    Socket held = new Socket();
    open.add(held);
    held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return "http://127.0.0.1:" + held.getLocalPort();
  }

  private String untrusted() throws IOException {
    MockWebServer server = new MockWebServer();
    open.add(server);
    HeldCertificate own =
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    server.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
    server.start(InetAddress.getLoopbackAddress(), 0);
    return "https://127.0.0.1:" + server.getPort();
  }

  /** A server whose queue of connections is full: the system answers no further one. */
  private String full() throws IOException {
    ServerSocket server = listening();
    boolean full = false;
    while (!full) {
      Socket filler = new Socket();
      open.add(filler);
      try {
        filler.connect(server.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        full = true;
      }
    }
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private ServerSocket listening() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    open.add(server);
    return server;
  }

  /** What a server does with who connects. */
  private enum Behaviour {
    SILENT,
    CUT,
    PLAIN,
    FORBIDDING
  }

  private String server(String scheme, Behaviour behaviour) throws IOException {
    ServerSocket server = listening();
    Thread.ofVirtual().start(() -> serve(server, behaviour));
    return scheme + "://127.0.0.1:" + server.getLocalPort();
  }

  private static void serve(ServerSocket server, Behaviour behaviour) {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client, behaviour));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void serve(Socket client, Behaviour behaviour) {
    try (client) {
      switch (behaviour) {
        case SILENT -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case CUT -> client.getInputStream().read();
        case PLAIN -> say(client, "HTTP/1.1 400 Bad Request\r\n\r\n");
        case FORBIDDING -> say(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void say(Socket client, String what) throws IOException {
    client.getOutputStream().write(what.getBytes(StandardCharsets.US_ASCII));
    client.shutdownOutput();
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }
}
