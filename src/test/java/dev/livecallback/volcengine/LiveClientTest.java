package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client puts on the wire, and what it reads from a success. */
class LiveClientTest {
  private static final CallbackKey APP =
      new CallbackKey("1", Scope.vhost("push.example.com"), "example_app", MessageType.PUSH);
  private static final CallbackKey VHOST =
      new CallbackKey("1", Scope.vhost("push.example.com"), null, MessageType.PUSH_END);
  private static final CallbackKey DOMAIN =
      new CallbackKey("1", Scope.domain("push.example.com"), null, MessageType.AUDIT_SNAPSHOT);
  private static final CallbackContent PLAIN =
      new CallbackContent(
          List.of(CallbackDetail.http("http://example.com/a?b=ü&c=\"d\"")),
          false,
          new Authentication.Off());
  private static final CallbackContent SIGNED =
      new CallbackContent(
          List.of(CallbackDetail.http("http://a"), CallbackDetail.http("http://b")),
          true,
          new Authentication.On(new SecretText("fake-callback-key-0001")));

  private final CloudServer cloud;

  LiveClientTest() throws IOException {
    cloud = new CloudServer();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void sends(
      String situation, Function<LiveClient, Answer<?>> call, String action, String expectedBody)
      throws InterruptedException {
    cloud.answers(200, Bodies.ok());
    assertThat(call.apply(cloud.live())).isInstanceOf(Answer.Ok.class);

    RecordedRequest request = cloud.request();
    assertThat(request.getRequestLine())
        .isEqualTo("POST /?Action=" + action + "&Version=2023-01-01 HTTP/1.1");
    assertThat(new String(CloudServer.bytes(request), UTF_8)).isEqualTo(expectedBody);
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
    assertThat(request.getHeaders().get("User-Agent")).startsWith("live-callback-operator/");
    assertThat(request.getHeaders().get("X-Date")).isEqualTo("20240521T065730Z");
    assertThat(request.getHeaders().get("X-Security-Token")).isEqualTo("FAKESESSIONTOKEN0001==");
    assertThat(request.getHeaders().get("X-Content-Sha256"))
        .isEqualTo(Signer.sha256Hex(expectedBody.getBytes(UTF_8)));
    assertThat(request.getHeaders().get("Host"))
        .isEqualTo(cloud.url().host() + ":" + cloud.url().port());
    assertThat(request.getHeaders().get("Authorization"))
        .isEqualTo(
            CloudServer.authorization(
                request,
                "live",
                List.of("content-type", "host", "x-content-sha256", "x-date", "x-security-token")));
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        call(
            "reading a vhost",
            live -> live.describe(Listing.of(Scope.vhost("push.example.com"))),
            "DescribeCallback",
            "{\"Vhost\":\"push.example.com\"}"),
        call(
            "reading a domain",
            live -> live.describe(Listing.of(Scope.domain("push.example.com"))),
            "DescribeCallback",
            "{\"Domain\":\"push.example.com\"}"),
        call(
            "reading a message type",
            live -> live.describe(Listing.of(VHOST.scope()).ofType(MessageType.RECORD)),
            "DescribeCallback",
            "{\"Vhost\":\"push.example.com\",\"MessageType\":\"record\"}"),
        call(
            "reading an app's record",
            live -> live.describe(Listing.of(APP)),
            "DescribeCallback",
            "{\"Vhost\":\"push.example.com\",\"App\":\"example_app\",\"MessageType\":\"push\"}"),
        call(
            "writing an app's record with a key",
            live -> live.update(APP, SIGNED),
            "UpdateCallback",
            "{\"Vhost\":\"push.example.com\",\"App\":\"example_app\",\"MessageType\":\"push\","
                + "\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"http://a\"},"
                + "{\"CallbackType\":\"http\",\"URL\":\"http://b\"}],\"TranscodeCallback\":1,"
                + "\"AuthEnable\":true,\"AuthKeyPrimary\":\"fake-callback-key-0001\"}"),
        call(
            "writing a vhost's record without a key",
            live -> live.update(VHOST, PLAIN),
            "UpdateCallback",
            "{\"Vhost\":\"push.example.com\",\"MessageType\":\"push_end\","
                + "\"CallbackDetailList\":[{\"CallbackType\":\"http\","
                + "\"URL\":\"http://example.com/a?b=ü&c=\\\"d\\\"\"}],"
                + "\"TranscodeCallback\":0,\"AuthEnable\":false}"),
        call(
            "deleting an app's record",
            live -> live.delete(APP),
            "DeleteCallback",
            "{\"Vhost\":\"push.example.com\",\"App\":\"example_app\",\"MessageType\":\"push\"}"),
        call(
            "deleting a vhost's record",
            live -> live.delete(VHOST),
            "DeleteCallback",
            "{\"Vhost\":\"push.example.com\",\"MessageType\":\"push_end\"}"),
        call(
            "deleting a domain's record",
            live -> live.delete(DOMAIN),
            "DeleteCallback",
            "{\"Domain\":\"push.example.com\",\"MessageType\":\"audit_snapshot\"}"),
        call(
            "listing domains",
            live -> live.listDomainDetail(2, 50),
            "ListDomainDetail",
            "{\"PageNum\":2,\"PageSize\":50}"));
  }

  @Test
  void signsWithoutATokenWhereThereIsNone() throws InterruptedException {
    cloud.answers(200, Bodies.ok());
    Credentials keys =
        new Credentials(
            CloudServer.CREDENTIALS.accessKeyId(), CloudServer.CREDENTIALS.secretAccessKey(), null);
    cloud.live(keys).delete(APP);
    RecordedRequest request = cloud.request();
    assertThat(request.getHeaders().get("X-Security-Token")).isNull();
    assertThat(request.getHeaders().get("Authorization"))
        .contains("SignedHeaders=content-type;host;x-content-sha256;x-date, ");
  }

  @Test
  void keepsThePathOfTheEndpointAndDropsItsQuery() throws InterruptedException {
    cloud.answers(200, Bodies.ok());
    HttpUrl endpoint = HttpUrl.get(cloud.url() + "a b/c?d=e#f");
    new LiveClient(
            cloud.http(),
            endpoint,
            CloudServer.REGION,
            () -> CloudServer.CREDENTIALS,
            InstantSource.fixed(CloudServer.NOW))
        .delete(APP);
    RecordedRequest request = cloud.request();
    assertThat(request.getTarget()).isEqualTo("/a%20b/c?Action=DeleteCallback&Version=2023-01-01");
    assertThat(request.getHeaders().get("Authorization"))
        .isEqualTo(
            CloudServer.authorization(
                request,
                "live",
                List.of("content-type", "host", "x-content-sha256", "x-date", "x-security-token")));
  }

  @ParameterizedTest(name = "{0} is signed as {1}")
  @CsvSource({
    "https://live.volcengineapi.com, live.volcengineapi.com",
    "https://live.volcengineapi.com:8443, live.volcengineapi.com:8443",
    "http://live.volcengineapi.com, live.volcengineapi.com",
    "http://[::1]:8080, [::1]:8080"
  })
  void namesTheHostAsOkHttpWill(String endpoint, String host) {
    SignedRequests requests =
        new SignedRequests(
            "live", "v", HttpUrl.get(endpoint), "r", InstantSource.fixed(CloudServer.NOW));
    assertThat(requests.host()).isEqualTo(host);
    assertThat(requests.origin()).endsWith("://" + host);
  }

  @Test
  void answersWithTheRecordsOfTheScope() {
    cloud.answers(200, Bodies.file("describe-one.json"));
    assertThat(cloud.live().describe(Listing.of(Scope.vhost("push.example.com"))))
        .isInstanceOfSatisfying(
            Answer.Ok.class,
            ok -> {
              assertThat(ok.requestId()).isEqualTo(Bodies.REQUEST_ID);
              assertThat((List<?>) ok.value()).hasSize(1);
            });
  }

  @Test
  void aListThatCannotBeReadIsAFailure() {
    cloud.answers(200, Bodies.ok("{\"CallbackList\":7}"));
    assertThat(failure(cloud.live().describe(Listing.of(Scope.vhost("a")))))
        .isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void answersWithAPageOfDomains() {
    cloud.answers(200, Bodies.file("list-domain-detail.json"));
    assertThat(cloud.live().listDomainDetail(1, 2))
        .isEqualTo(
            new Answer.Ok<>(
                new DomainPage(
                    12,
                    List.of(
                        new DomainDetail("example.com", "push.example.com", "push", 0),
                        new DomainDetail("example.com", "pull.example.com", "pull-flv", 2))),
                "2024052114573001001002322800AB12D0"));
    assertThat(new DomainDetail("v", "d", "push", 0).isPush()).isTrue();
    assertThat(new DomainDetail("v", "d", "pull-flv", 0).isPush()).isFalse();
  }

  @Test
  void answersWithAnEmptyPageOfDomains() {
    cloud.answers(200, Bodies.ok("{}"));
    assertThat(cloud.live().listDomainDetail(1, 2))
        .isEqualTo(new Answer.Ok<>(new DomainPage(0, List.of()), Bodies.REQUEST_ID));
  }

  @ParameterizedTest(name = "a line break in the {0} is told before anything is sent")
  @CsvSource({"access key id", "secret access key", "session token"})
  void refusesCredentialsThatNoHeaderCarries(String part) {
    Credentials good = CloudServer.CREDENTIALS;
    Credentials bad =
        switch (part) {
          case "access key id" ->
              new Credentials("AK\n", good.secretAccessKey(), good.sessionToken());
          case "secret access key" ->
              new Credentials(good.accessKeyId(), new SecretText(""), good.sessionToken());
          default ->
              new Credentials(
                  good.accessKeyId(), good.secretAccessKey(), new SecretText("tökentext"));
        };
    Failure failure = failure(cloud.live(bad).describe(Listing.of(Scope.vhost("a"))));
    assertThat(failure).isInstanceOf(Failure.CredentialsRejected.class);
    assertThat(failure.detail().message()).contains("The " + part).doesNotContain("tökentext");
    assertThat(cloud.requests()).isZero();
  }

  @Test
  void whatCannotBeSaidIsABug() {
    LiveClient live = cloud.live();
    CallbackContent hidden = new CallbackContent(List.of(), false, new Authentication.Hidden());
    assertThatThrownBy(() -> live.update(APP, hidden)).isInstanceOf(IllegalArgumentException.class);
    CallbackKey domainWithApp = new CallbackKey("1", Scope.domain("d"), "app", MessageType.RECORD);
    assertThatThrownBy(() -> live.delete(domainWithApp))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(cloud.requests()).isZero();
  }

  @Test
  void theClientOfTheProcessHasItsBounds() {
    OkHttpClient http = HttpClients.live();
    assertThat(http.connectTimeoutMillis()).isEqualTo(5_000);
    assertThat(http.callTimeoutMillis()).isEqualTo(10_000);
    assertThat(http.retryOnConnectionFailure()).isFalse();
    assertThat(http.followRedirects()).isFalse();
    assertThat(http.followSslRedirects()).isFalse();
  }

  private static Failure failure(Answer<?> answer) {
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    return ((Answer.Failed<?>) answer).failure();
  }

  private static Arguments call(
      String situation, Function<LiveClient, Answer<?>> call, String action, String body) {
    return arguments(situation, call, action, body);
  }
}
