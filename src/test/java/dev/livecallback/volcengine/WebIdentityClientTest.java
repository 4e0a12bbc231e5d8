package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Credentials in exchange for a web identity's token (contract 9). */
class WebIdentityClientTest {
  private static final String ROLE = "trn:iam::2100000001:role/live";
  private static final String TOKEN = "fakeheader1.fakepayload/2+.fakesignature3";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Credentials ISSUED =
      new Credentials(
          "AKTPFAKEISSUED0001", new SecretText("fake-issued"), new SecretText("fake-session"));

  private final CloudServer cloud;

  WebIdentityClientTest() throws IOException {
    cloud = new CloudServer();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Answer<SessionCredentials> assume() {
    return assume(cloud.url());
  }

  private Answer<SessionCredentials> assume(HttpUrl url) {
    return new WebIdentityClient(cloud.http(), url, InstantSource.fixed(CloudServer.NOW))
        .assumeRoleWithOidc(ROLE, new SecretText(TOKEN), "session-1", HOUR);
  }

  private Failure failure() {
    Answer<SessionCredentials> answer = assume();
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    assertThat(answer.toString())
        .doesNotContain("fakeheader1", "fakepayload", "fakesignature3", "fake-issued");
    return ((Answer.Failed<SessionCredentials>) answer).failure();
  }

  private static String issued(String more) {
    return Bodies.ok(
        "{\"Credentials\":{\"AccessKeyId\":\"AKTPFAKEISSUED0001\",\"SecretAccessKey\":\"fake-issued\","
            + "\"SessionToken\":\"fake-session\""
            + more
            + "}}");
  }

  @Test
  void sendsAnUnsignedForm() throws InterruptedException {
    cloud.answers(200, issued(""));

    assume();

    RecordedRequest request = cloud.request();
    assertThat(request.getRequestLine())
        .isEqualTo("POST /?Action=AssumeRoleWithOIDC&Version=2018-01-01 HTTP/1.1");
    assertThat(request.getHeaders().get("Content-Type"))
        .isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.getHeaders().get("Authorization")).isNull();
    assertThat(new String(CloudServer.bytes(request), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "RoleTrn=trn%3Aiam%3A%3A2100000001%3Arole%2Flive"
                + "&OIDCToken=fakeheader1.fakepayload%2F2%2B.fakesignature3"
                + "&RoleSessionName=session-1&DurationSeconds=3600");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 2024-05-21T07:57:30Z",
        "ExpiredTime=2024-05-21T07:27:30Z | 2024-05-21T07:27:30Z",
        "ExpiredTime=2024-05-21T15:27:30+08:00 | 2024-05-21T07:27:30Z",
        "Expiration=2024-05-21T07:27:30Z | 2024-05-21T07:27:30Z",
        "ExpiredTime=soon | 2024-05-21T07:57:30Z"
      })
  void tellsWhenTheyExpire(String field, Instant expires) {
    String json = field.isEmpty() ? "" : ",\"" + field.replace("=", "\":\"") + "\"";
    cloud.answers(200, issued(json));

    assertThat(assume())
        .isEqualTo(new Answer.Ok<>(new SessionCredentials(ISSUED, expires), Bodies.REQUEST_ID));
  }

  @Test
  void printsNothingOfThem() {
    cloud.answers(200, issued(""));

    assertThat(assume().toString())
        .contains("SessionCredentials[***]")
        .doesNotContain("AKTPFAKEISSUED0001", "fake-issued", "fake-session");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatStsRefusesIsTheRolesTrouble(String code, int status, String hint) {
    cloud.answers(status, Bodies.error(code, "no, not with " + TOKEN));

    Failure failure = failure();

    assertThat(failure).isInstanceOf(Failure.CredentialsRejected.class);
    assertThat(failure.detail().message()).contains(ROLE, "no, not with ***", hint);
    assertThat(failure.detail().code()).isEqualTo(code);
    assertThat(failure.detail().httpStatus()).isEqualTo(status);
  }

  static Stream<Arguments> whatStsRefusesIsTheRolesTrouble() {
    return Stream.of(
        arguments("AccessDenied", 403, "trust"),
        arguments("InvalidCredential", 400, "trust"),
        arguments("ExpiredTokenException", 401, "trust"),
        arguments("WhatIsThat", 401, "trust"),
        arguments("RequestForbidden", 403, "trust"),
        arguments("InvalidParameter", 400, "as long as"),
        arguments("InvalidParam.RoleTrn", 400, "TRN"),
        arguments("MissingParameter", 400, "TRN"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"429, FlowLimitExceeded", "400, AccountFlowLimitExceeded"})
  void tooManyCallsAreNoRefusal(int status, String code) {
    cloud.answers(status, Bodies.error(code));

    assertThat(failure()).isInstanceOf(Failure.Throttled.class);
  }

  @ParameterizedTest(name = "HTTP {0} {1}")
  @MethodSource
  void anOutageIsNoRefusal(int status, String body) {
    cloud.answers(status, body);

    assertThat(failure()).isInstanceOf(Failure.Unavailable.class);
  }

  static Stream<Arguments> anOutageIsNoRefusal() {
    return Stream.of(
        arguments(500, Bodies.error("InternalError", TOKEN)),
        arguments(503, "<html>" + TOKEN + "</html>"),
        arguments(200, Bodies.error("CommonErr", TOKEN)),
        arguments(200, Bodies.ok("{\"Credentials\":{\"AccessKeyId\":\"AKTPFAKEISSUED0001\"}}")),
        arguments(200, issued(",\"SessionToken\":\"with a blank\"")),
        arguments(200, "{\"fake-issued"));
  }

  @Test
  void aBrokenConnectionIsNoRefusalAndNothingIsSentTwice() {
    cloud.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));

    Failure failure = failure();

    assertThat(failure).isInstanceOf(Failure.Unavailable.class);
    assertThat(failure.detail().message()).contains("AssumeRoleWithOIDC");
    assertThat(cloud.requests()).isEqualTo(1);
  }

  @Test
  void takesTheTokenNowhereElse() {
    cloud.answers(
        new MockResponse.Builder().code(307).addHeader("Location", cloud.url().toString()));

    assertThat(failure()).isInstanceOf(Failure.WrongEndpoint.class);
    assertThat(cloud.requests()).isEqualTo(1);
  }

  @Test
  void saysWhatToDoIfNobodyListens() {
    HttpUrl nobody = cloud.url().newBuilder().port(1).build();

    assertThat(assume(nobody).toString()).contains("STS_ENDPOINT").doesNotContain("fakepayload");
  }
}
