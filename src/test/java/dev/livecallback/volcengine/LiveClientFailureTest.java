package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client makes of errors, silence and floods, and that it sends nothing twice. */
class LiveClientFailureTest {
  private static final CallbackKey APP =
      new CallbackKey("1", Scope.vhost("push.example.com"), "example_app", MessageType.PUSH);
  private static final CallbackContent PLAIN =
      new CallbackContent(
          List.of(CallbackDetail.http("http://example.com/callback")),
          false,
          new Authentication.Off());

  private final CloudServer cloud;

  LiveClientFailureTest() throws IOException {
    cloud = new CloudServer();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void anErrorWithHttp200IsNoSuccess() {
    cloud.answers(200, Bodies.error("CommonErr"));
    assertThat(failure(cloud.live().delete(APP))).isInstanceOf(Failure.OutcomeUnknown.class);
  }

  @Test
  void readsTheHeadersOfAFailure() {
    cloud.answers(
        new MockResponse.Builder()
            .code(429)
            .addHeader("Retry-After", "3")
            .body(Bodies.error("FlowLimitExceeded")));
    assertThat(failure(cloud.live().delete(APP)))
        .isInstanceOfSatisfying(
            Failure.Throttled.class,
            throttled -> assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
    cloud.answers(
        new MockResponse.Builder()
            .code(400)
            .addHeader("Date", "Tue, 21 May 2024 06:37:30 GMT")
            .body(Bodies.error("InvalidTimestamp")));
    assertThat(failure(cloud.live().delete(APP)).detail().message())
        .contains("about 20 min ahead of");
  }

  @ParameterizedTest(name = "HTTP {0} with {1}: {2} is not sent again")
  @CsvSource({
    "301, Location, /elsewhere, WrongEndpoint",
    "302, Location, /elsewhere, WrongEndpoint",
    "307, Location, /elsewhere, WrongEndpoint",
    "308, Location, /elsewhere, WrongEndpoint",
    "503, Retry-After, 0, OutcomeUnknown",
    "408, X-Nothing, 0, OutcomeUnknown",
    "401, WWW-Authenticate, Basic, CredentialsRejected",
    "421, X-Nothing, 0, Rejected"
  })
  void sendsOnce(int status, String header, String value, String expected) {
    MockResponse.Builder answer = new MockResponse.Builder().code(status).addHeader(header, value);
    cloud.answers(answer).answers(200, Bodies.ok());
    Failure failure = failure(cloud.live().update(APP, PLAIN));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(cloud.requests()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void aWriteThatBrokeIsNotSentAgain(String situation, MockResponse.Builder response) {
    cloud.answers(response).answers(200, Bodies.ok());
    assertThat(failure(cloud.live().update(APP, PLAIN))).isInstanceOf(Failure.OutcomeUnknown.class);
    assertThat(cloud.requests()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void aReadThatBrokeIsNotSentAgain(String situation, MockResponse.Builder response) {
    cloud.answers(response).answers(200, Bodies.ok());
    assertThat(failure(cloud.live().describe(Listing.of(Scope.vhost("a")))))
        .isInstanceOf(Failure.Unavailable.class);
    assertThat(cloud.requests()).isEqualTo(1);
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        arguments(
            "the connection drops before the answer",
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket())),
        arguments(
            "the connection drops within the answer",
            new MockResponse.Builder()
                .body(Bodies.file("describe-one.json"))
                .onResponseBody(new SocketEffect.CloseSocket())));
  }

  @Test
  void aCallEndsWithItsTimeout() {
    cloud
        .answers(200, Bodies.ok())
        .answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE))
        .answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
    LiveClient live = hasty();
    assertThat(live.update(APP, PLAIN)).isInstanceOf(Answer.Ok.class);
    Failure ofWrite = failure(live.update(APP, PLAIN));
    assertThat(ofWrite).isInstanceOf(Failure.OutcomeUnknown.class);
    assertThat(ofWrite.detail().message()).contains("didn't answer UpdateCallback in time");
    assertThat(failure(live.describe(Listing.of(Scope.vhost("a")))))
        .isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void aTrickleOfBytesDoesNotExtendACall() {
    cloud.answers(
        new MockResponse.Builder()
            .body(Bodies.file("describe-one.json"))
            .throttleBody(40, 300, TimeUnit.MILLISECONDS));
    assertThat(failure(hasty().describe(Listing.of(Scope.vhost("a")))))
        .isInstanceOf(Failure.Unavailable.class);
  }

  /** A client that waits a second for an answer and no longer. */
  private LiveClient hasty() {
    return client(
        cloud.http().newBuilder().callTimeout(Duration.ofSeconds(1)).build(), cloud.url());
  }

  @Test
  void anAnswerOf4MegabytesIsReadAndALargerOneIsNot() {
    String padding = " ".repeat((int) Reply.LARGEST_ANSWER - Bodies.ok().length());
    cloud.answers(200, Bodies.ok() + padding).answers(200, Bodies.ok() + padding + " ");
    assertThat(cloud.live().delete(APP)).isInstanceOf(Answer.Ok.class);
    Failure failure = failure(cloud.live().delete(APP));
    assertThat(failure).isInstanceOf(Failure.OutcomeUnknown.class);
    assertThat(failure.detail().message()).contains("more than 4 MB");
  }

  @Test
  void anAnswerThatIsLargeOnlyOnceUnpackedIsNotReadEither() throws IOException {
    Buffer packed = new Buffer();
    try (var sink = Okio.buffer((okio.Sink) new GzipSink(packed))) {
      sink.writeUtf8(Bodies.ok()).writeUtf8(" ".repeat((int) Reply.LARGEST_ANSWER));
    }
    assertThat(packed.size()).isLessThan(1 << 16);
    cloud.answers(new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(packed));
    assertThat(failure(cloud.live().describe(Listing.of(Scope.vhost("a")))).detail().message())
        .contains("more than 4 MB");
  }

  @Test
  void aWriteThatWasRefusedAConnectionDidNothing() throws IOException {
    try (Socket silent = new Socket()) { // holds its port and doesn't listen
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HttpUrl closed = HttpUrl.get("http://127.0.0.1:" + silent.getLocalPort());
      assertUnavailable(client(cloud.http(), closed), "refused the connection");
    }
  }

  @Test
  void aWriteWithoutTlsDidNothing() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInPlainText(plain));
      HttpUrl tls = HttpUrl.get("https://127.0.0.1:" + plain.getLocalPort());
      assertUnavailable(client(cloud.http(), tls), "No trusted TLS connection");
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    try (Socket connection = server.accept()) {
      connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
      connection.shutdownOutput();
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aWriteToAHostWithoutAddressDidNothing() {
    OkHttpClient nameless =
        cloud
            .http()
            .newBuilder()
            .dns(
                name -> {
                  throw new UnknownHostException(name);
                })
            .build();
    assertUnavailable(client(nameless, HttpUrl.get("http://live.invalid")), "has no address");
  }

  private static void assertUnavailable(LiveClient live, String says) {
    Failure failure = failure(live.update(APP, PLAIN));
    assertThat(failure).isInstanceOf(Failure.Unavailable.class);
    assertThat(failure.detail().message()).contains(says);
    assertThat(failure.detail().httpStatus()).isZero();
  }

  private static LiveClient client(OkHttpClient http, HttpUrl endpoint) {
    return new LiveClient(
        http,
        endpoint,
        CloudServer.REGION,
        () -> CloudServer.CREDENTIALS,
        InstantSource.fixed(CloudServer.NOW));
  }

  private static Failure failure(Answer<?> answer) {
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    return ((Answer.Failed<?>) answer).failure();
  }
}
