package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No text that leaves the package holds a secret, even where the server echoes all of them. */
class LiveClientSecretsTest {
  private static final String AUTH_KEY = "fake+callback/key=0001";
  private static final String OTHER_ACCESS_KEY = "AKLTSOMEBODYELSES0002";
  private static final Credentials KEYS = CloudServer.CREDENTIALS;
  private static final List<String> SECRETS =
      List.of(
          KEYS.accessKeyId(),
          KEYS.secretAccessKey().reveal(),
          "RkFLRVNFQ1JFVEtFWUZPUlRFU1RTMDAwMQ%3D%3D",
          "FAKESESSIONTOKEN0001",
          AUTH_KEY,
          "fake%2Bcallback%2Fkey%3D0001",
          OTHER_ACCESS_KEY);
  private static final String ECHO = String.join(" ", SECRETS) + " FAKESESSIONTOKEN0001==";
  private static final CallbackKey KEY =
      new CallbackKey("1", Scope.vhost("push.example.com"), null, MessageType.PUSH);
  private static final CallbackContent CONTENT =
      new CallbackContent(
          List.of(CallbackDetail.http("http://example.com")),
          false,
          new Authentication.On(new SecretText(AUTH_KEY)));

  private final CloudServer cloud;

  LiveClientSecretsTest() throws IOException {
    cloud = new CloudServer();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("echoes")
  void failuresDoNotEchoSecrets(String situation, int status, String body) {
    cloud.answers(status, body);
    Answer<WriteAccepted> answer = cloud.live().update(KEY, CONTENT);
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    assertFreeOfSecrets(answer.toString());
  }

  static Stream<Arguments> echoes() {
    return Stream.of(
        arguments("a refused content", 400, Bodies.error("InvalidParam", ECHO)),
        arguments("an unknown key", 401, Bodies.error("InvalidAccessKey", ECHO)),
        arguments("a bad signature", 401, Bodies.error("SignatureDoesNotMatch", ECHO)),
        arguments("a missing permission", 403, Bodies.error("AccessDenied", ECHO)),
        arguments("a missing scope", 403, Bodies.error("RequestForbidden", ECHO)),
        arguments("an internal error", 500, Bodies.error("InternalError", ECHO)),
        arguments("CommonErr", 200, Bodies.error("CommonErr", ECHO)),
        arguments("a code", 400, Bodies.error(ECHO)),
        arguments("secrets at the cut", 400, Bodies.error("InvalidParam", "x".repeat(190) + ECHO)),
        arguments(
            "secrets between control characters", 400, Bodies.error("InvalidParam", "\\n" + ECHO)),
        arguments(
            "a request id",
            400,
            "{\"ResponseMetadata\":{\"RequestId\":\"" + ECHO + "\",\"Error\":{\"Code\":\"X\"}}}"),
        arguments("a page", 200, "<html>" + ECHO + "</html>"),
        arguments("half an answer", 200, "{\"" + ECHO));
  }

  @Test
  void aSuccessDoesNotEchoSecrets() {
    cloud.answers(200, "{\"ResponseMetadata\":{\"RequestId\":\"" + ECHO + "\"}}");
    Answer<WriteAccepted> answer = cloud.live().update(KEY, CONTENT);
    assertThat(answer).isInstanceOf(Answer.Ok.class);
    assertFreeOfSecrets(answer.toString());
  }

  @Test
  void recordsDoNotShowTheirKeys() {
    cloud.answers(200, Bodies.file("describe-one.json"));
    assertThat(cloud.live().describe(Listing.of(KEY.scope())).toString())
        .contains("push.example.com")
        .doesNotContain("fakecallbackkey0001");
  }

  @Test
  void nothingOnTheWayShowsSecrets() {
    SignedRequest signed =
        new SignedRequest(
            "POST", "/", List.of(), Map.of("x-security-token", "FAKESESSIONTOKEN0001=="), "");
    SignedCalls.ApiCall call =
        SignedCalls.ApiCall.write("UpdateCallback", CallbackJson.update(KEY, CONTENT), null);
    Reply reply =
        Bodies.reply(
            new Reply.Head(200, null, null, CloudServer.NOW), Bodies.ok("\"" + ECHO + "\""));
    Redactor redactor = Redactor.of(KEYS, new SecretText(AUTH_KEY));
    CallContext context =
        new CallContext(
            "live", "UpdateCallback", true, "https://a", "LIVE_ENDPOINT", null, redactor);
    SignedRequests requests =
        new SignedRequests(
            "live",
            "2023-01-01",
            cloud.url(),
            CloudServer.REGION,
            InstantSource.fixed(CloudServer.NOW));
    for (Object value : List.of(signed, call, reply, redactor, context, requests, KEYS, CONTENT)) {
      assertFreeOfSecrets(value.toString());
    }
    assertThat(signed.toString()).contains("POST");
    assertThat(call.toString()).contains("UpdateCallback");
    assertThat(reply.toString()).contains("200");
  }

  @Test
  void brokenCallsDoNotShowSecrets() {
    cloud.answers(
        new MockResponse.Builder().onResponseStart(new mockwebserver3.SocketEffect.CloseSocket()));
    assertFreeOfSecrets(cloud.live().update(KEY, CONTENT).toString());
  }

  private static void assertFreeOfSecrets(String text) {
    assertThat(text).doesNotContain(SECRETS.toArray(String[]::new));
  }
}
