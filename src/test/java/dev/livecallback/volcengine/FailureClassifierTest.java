package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.volcengine.Failure.CredentialsRejected;
import dev.livecallback.volcengine.Failure.NotPermitted;
import dev.livecallback.volcengine.Failure.OutcomeUnknown;
import dev.livecallback.volcengine.Failure.Rejected;
import dev.livecallback.volcengine.Failure.ScopeMissing;
import dev.livecallback.volcengine.Failure.Throttled;
import dev.livecallback.volcengine.Failure.Unavailable;
import dev.livecallback.volcengine.Failure.WrongEndpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every answer, and every lack of one, is judged to be (contract 4.3, refined). */
class FailureClassifierTest {
  private static final Instant NOW = Instant.parse("2024-05-21T06:57:30Z");
  private static final String HTML = Bodies.file("gateway.html");
  private static final String TRUNCATED = Bodies.file("describe-one.json").substring(0, 200);

  @ParameterizedTest(name = "{0}: {1} {2}")
  @MethodSource("answers")
  void judges(
      String situation,
      int status,
      String body,
      Class<? extends Failure> ofRead,
      Class<? extends Failure> ofWrite) {
    assertThat(judge(read(), status, body)).isInstanceOf(ofRead);
    assertThat(judge(write(), status, body)).isInstanceOf(ofWrite);
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        both("throttled by code", 429, code("FlowLimitExceeded"), Throttled.class),
        both("throttled, dotted", 400, code("FlowLimitExceeded.QPSOverLimit"), Throttled.class),
        both("throttled with 400", 400, code("AccountFlowLimitExceeded"), Throttled.class),
        both("throttled with 200", 200, code("RequestLimitExceeded"), Throttled.class),
        both("throttled, by an older name", 400, code("ThrottlingException"), Throttled.class),
        both("throttled by status alone", 429, HTML, Throttled.class),
        both("throttled by status, code unknown", 429, code("Whatever"), Throttled.class),
        both("unknown key", 401, code("InvalidAccessKey"), CredentialsRejected.class),
        both(
            "unknown key, VOD's name",
            401,
            code("InvalidClientTokenId"),
            CredentialsRejected.class),
        both("bad signature", 401, code("SignatureDoesNotMatch"), CredentialsRejected.class),
        both("bad session token", 401, code("InvalidSecretToken"), CredentialsRejected.class),
        both("no token", 401, code("MissingAuthenticationToken"), CredentialsRejected.class),
        both("no signature", 401, code("MissingSignature"), CredentialsRejected.class),
        both("no date", 400, code("MissingRequestInfo"), CredentialsRejected.class),
        both("bad header", 400, code("InvalidAuthorization"), CredentialsRejected.class),
        both("bad credential", 400, code("InvalidCredential"), CredentialsRejected.class),
        both("clock with 400", 400, code("InvalidTimestamp"), CredentialsRejected.class),
        both("clock with 403", 403, code("InvalidTimestamp"), CredentialsRejected.class),
        both("token expired", 400, code("ExpiredTokenException"), CredentialsRejected.class),
        both("request expired", 400, code("RequestExpired"), CredentialsRejected.class),
        both("nobody's key", 401, code("UnknownCallerIdentity"), CredentialsRejected.class),
        both("401 with unknown code", 401, code("Whatever"), CredentialsRejected.class),
        both("401 with a page", 401, HTML, CredentialsRejected.class),
        both("not allowed", 403, code("AccessDenied"), NotPermitted.class),
        both("no policy", 403, code("LackPolicy"), NotPermitted.class),
        both("no project policy", 401, code("LackProjectPolicy"), NotPermitted.class),
        both("403 with unknown code", 403, code("Whatever"), NotPermitted.class),
        both("403 without a body", 403, "", NotPermitted.class),
        both("no such service", 404, code("ServiceNotFound"), WrongEndpoint.class),
        both("no such action", 404, code("InvalidActionOrVersion"), WrongEndpoint.class),
        both("no such action, shorter", 404, code("InvalidAction"), WrongEndpoint.class),
        both("no such version", 400, code("InvalidVersion"), WrongEndpoint.class),
        both("POST refused", 405, code("MethodNotAllowed"), WrongEndpoint.class),
        both("404 without a body", 404, "", WrongEndpoint.class),
        both("404 with a page", 404, HTML, WrongEndpoint.class),
        both("405 with other JSON", 405, "{\"error\":\"no\"}", WrongEndpoint.class),
        both("a redirect", 302, "", WrongEndpoint.class),
        both("a page with 200", 200, HTML, WrongEndpoint.class),
        both("plain text with 200", 200, "123 OK", WrongEndpoint.class),
        both("scope missing", 403, code("RequestForbidden"), ScopeMissing.class),
        both("scope missing, dotted", 403, code("RequestForbidden.Other"), ScopeMissing.class),
        both(
            "another account's",
            403,
            code("RequestForbidden.AccountIDNotAllow"),
            ScopeMissing.class),
        both("bad parameter", 400, code("InvalidParam"), Rejected.class),
        both("bad type", 400, code("InvalidParam.BindError"), Rejected.class),
        both("bad parameter, gateway's name", 400, code("InvalidParameter"), Rejected.class),
        both("bad parameter with 200", 200, code("InvalidParam"), Rejected.class),
        both("missing parameter", 400, code("MissingParameter"), Rejected.class),
        both("other 4xx", 400, code("UnsupportedOperation"), Rejected.class),
        both("400 without a body", 400, "", Rejected.class),
        uncertain("CommonErr with 200", 200, code("CommonErr")),
        uncertain("CommonErr with 400", 400, code("CommonErr")),
        uncertain("internal error", 500, code("InternalError")),
        uncertain("internal service error", 502, code("InternalServiceError")),
        uncertain("internal timeout", 504, code("InternalServiceTimeout")),
        uncertain("no connection inside", 502, code("FailToConnect")),
        uncertain("temporarily unavailable", 503, code("ServiceUnavailableTemp")),
        uncertain("undefined", 500, code("UndefinedError")),
        uncertain("5xx whatever the code", 500, code("InvalidParam")),
        uncertain("5xx with a page", 502, HTML),
        uncertain("5xx without a body", 503, ""),
        uncertain("5xx, cut short", 500, TRUNCATED),
        uncertain("408", 408, ""),
        uncertain("unknown code with 200", 200, code("Whatever")),
        uncertain(
            "error without a code",
            200,
            "{\"ResponseMetadata\":{\"RequestId\":\"a\",\"Error\":{}}}"),
        uncertain("no request id", 200, "{\"ResponseMetadata\":{},\"Result\":{}}"),
        uncertain("empty request id", 200, "{\"ResponseMetadata\":{\"RequestId\":\"\"}}"),
        uncertain("other JSON", 200, "{\"ok\":true}"),
        uncertain("JSON that is no object", 200, "[]"),
        uncertain("200 without a body", 200, " \n"),
        uncertain("200, cut short", 200, TRUNCATED),
        uncertain("400, cut short: the code may be any", 400, TRUNCATED));
  }

  @Test
  void judgesSuccess() {
    for (int status : new int[] {200, 201, 299}) {
      assertThat(FailureClassifier.judge(write(), reply(status, Bodies.ok()))).isEmpty();
    }
  }

  @ParameterizedTest(name = "without an answer: {0}")
  @MethodSource("silences")
  void judgesSilence(String situation, IOException exception, String says) {
    assertThat(FailureClassifier.unanswered(write(), exception, false))
        .isInstanceOf(Unavailable.class)
        .extracting(failure -> failure.detail().message())
        .asString()
        .contains("https://live.example.com", says, "LIVE_ENDPOINT");
    assertThat(FailureClassifier.unanswered(read(), exception, true))
        .isInstanceOf(Unavailable.class)
        .extracting(failure -> failure.detail().message())
        .asString()
        .satisfies(
            message ->
                assertThat(message)
                    .satisfiesAnyOf(
                        told -> assertThat(told).contains(says, "https://live.example.com"),
                        told ->
                            assertThat(told)
                                .contains("DescribeCallback", "The operator tries again")));
    assertThat(FailureClassifier.unanswered(write(), exception, true))
        .isInstanceOf(OutcomeUnknown.class)
        .extracting(failure -> failure.detail().message())
        .asString()
        .contains("UpdateCallback", "https://live.example.com", "found out by reading");
  }

  static Stream<Arguments> silences() {
    return Stream.of(
        arguments("refused", new ConnectException("Connection refused"), "refused the connection"),
        arguments("refused, as OkHttp says it", refused(), "refused the connection"),
        arguments("not connected", new ConnectException(), "ConnectException"),
        arguments("unknown host", new UnknownHostException("live.example.com"), "has no address"),
        arguments("no route", new NoRouteToHostException("No route to host"), "be reached from"),
        arguments("connect timed out", new SocketTimeoutException("x"), "a connection in time"),
        arguments("call timed out", new InterruptedIOException("timeout"), "connection in time"),
        arguments("bad certificate", new SSLHandshakeException("PKIX"), "PKIX"),
        arguments("reset", new SocketException("Connection reset"), "Connection reset"));
  }

  @Test
  void tellsATimeoutFromABrokenConnection() {
    assertThat(message(FailureClassifier.unanswered(read(), new SocketTimeoutException(), true)))
        .contains("didn't answer DescribeCallback in time");
    assertThat(message(FailureClassifier.unanswered(read(), new IOException("eof"), true)))
        .contains("broke during DescribeCallback");
  }

  @ParameterizedTest(name = "Retry-After \"{0}\" is {1}")
  @CsvSource({
    "7, PT7S",
    "0, PT0S",
    "'Tue, 21 May 2024 06:58:00 GMT', PT30S",
    "'Tue, 21 May 2024 06:00:00 GMT', PT0S",
    "soon,",
    "-1,",
    "99999999999999999999,",
    ","
  })
  void readsRetryAfter(@Nullable String header, @Nullable Duration expected) {
    Reply reply = Bodies.reply(new Reply.Head(429, header, null, NOW), code("FlowLimitExceeded"));
    assertThat(FailureClassifier.judge(read(), reply).orElseThrow())
        .isInstanceOfSatisfying(
            Throttled.class, throttled -> assertThat(throttled.retryAfter()).isEqualTo(expected));
  }

  @ParameterizedTest(name = "a clock error with Date \"{0}\" says \"{1}\"")
  @CsvSource({
    "'Tue, 21 May 2024 06:37:20 GMT', about 20 min ahead of the API's",
    "'Tue, 21 May 2024 07:57:00 GMT', about 60 min behind the API's",
    "'Tue, 21 May 2024 06:57:31 GMT', clock agrees with",
    "yesterday, clock seems to be wrong",
    ", clock seems to be wrong"
  })
  void namesTheClock(@Nullable String date, String says) {
    Reply reply = Bodies.reply(new Reply.Head(400, null, date, NOW), code("InvalidTimestamp"));
    assertThat(message(FailureClassifier.judge(read(), reply).orElseThrow())).contains(says);
  }

  @ParameterizedTest(name = "{0} with {1} says \"{2}\"")
  @CsvSource({
    "FlowLimitExceeded, 429, lower callsPerSecond",
    "InvalidAccessKey, 401, the access key is unknown or disabled",
    "UnknownCallerIdentity, 401, the access key is unknown or disabled",
    "SignatureDoesNotMatch, 401, the secret access key doesn't belong to the access key",
    "InvalidSecretToken, 401, the session token is wrong or has expired",
    "ExpiredToken, 400, the session token has expired",
    "MissingSignature, 401, no proxy drops headers",
    "RequestExpired, 400, this machine's clock",
    "AccessDenied, 403, Grant them live:UpdateCallback",
    "InvalidAction, 404, this is not the live API. Is LIVE_ENDPOINT right?",
    "RequestForbidden, 403, isn't there in this cloud account",
    "RequestForbidden.AccountIDNotAllow, 403, belongs to another cloud account",
    "InvalidParam, 400, (something about it). It won't be accepted until it is changed",
    "CommonErr, 200, (something about it). Whether it took effect is found out by reading"
  })
  void saysWhatToDo(String code, int status, String says) {
    Failure failure = judge(write(), status, code(code));
    assertThat(message(failure))
        .startsWith("https://live.example.com answered UpdateCallback with " + code)
        .contains(says);
    assertThat(failure.detail().httpStatus()).isEqualTo(status);
    assertThat(failure.detail().code()).isEqualTo(code);
    assertThat(failure.detail().requestId()).isEqualTo(Bodies.REQUEST_ID);
  }

  @ParameterizedTest(name = "{0} says \"{2}\"")
  @CsvSource({
    "gateway.html, 200, HTTP 200 and a text that isn't JSON: this is not the live API",
    "gateway.html, 404, HTTP 404 and a text that isn't JSON: this is not the live API",
    "gateway.html, 502, HTTP 502. The operator tries again",
    "gateway.html, 400, HTTP 400. It won't be accepted"
  })
  void saysWhatCameInsteadOfJson(String file, int status, String says) {
    assertThat(message(judge(read(), status, Bodies.file(file)))).contains(says);
  }

  @Test
  void saysWhatIsWrongWithASuccessThatIsNone() {
    assertThat(message(judge(read(), 200, "{}"))).contains("JSON without a request id");
    assertThat(message(judge(read(), 502, "{}"))).contains("HTTP 502. The operator");
    assertThat(message(judge(read(), 200, ""))).contains("HTTP 200. The operator");
    assertThat(message(judge(read(), 200, TRUNCATED))).contains("only a part of the answer");
    Reply tooLarge = Reply.without(new Reply.Head(200, null, null, NOW), Reply.Shape.TOO_LARGE);
    assertThat(message(FailureClassifier.judge(read(), tooLarge).orElseThrow()))
        .contains("more than 4 MB");
    assertThat(FailureClassifier.judge(read(), tooLarge))
        .get()
        .isInstanceOf(Failure.TooLarge.class);
    assertThat(FailureClassifier.judge(write(), tooLarge))
        .get()
        .isInstanceOf(Failure.OutcomeUnknown.class);
    assertThat(message(judge(read(), 200, "{\"ResponseMetadata\":{\"Error\":{}}}")))
        .contains("HTTP 200. The operator");
  }

  @Test
  void tellsAnotherAccountsScopeFromAMissingOne() {
    assertThat(judge(read(), 403, code("RequestForbidden.AccountIDNotAllow")))
        .isInstanceOfSatisfying(
            ScopeMissing.class, missing -> assertThat(missing.otherAccount()).isTrue());
    assertThat(judge(read(), 403, code("RequestForbidden")))
        .isInstanceOfSatisfying(
            ScopeMissing.class, missing -> assertThat(missing.otherAccount()).isFalse());
  }

  @Test
  void keepsServerTextShortAndOnOneLineAndTheSameForEachCall() {
    String text = "a\\n\\tb\\u0007\\u202e" + Bodies.REQUEST_ID + " " + "ü".repeat(500);
    assertThat(message(judge(read(), 400, Bodies.error("InvalidParam", text))))
        .contains("(a b … ü")
        .doesNotContain(Bodies.REQUEST_ID)
        .doesNotContainPattern("\\p{C}")
        .hasSizeLessThan(350);
  }

  @Test
  void anUnreadableSuccessIsNoSuccess() {
    assertThat(FailureClassifier.unreadable(read(), reply(200, Bodies.ok("[]"))))
        .isInstanceOf(Unavailable.class)
        .extracting(failure -> failure.detail().requestId())
        .isEqualTo(Bodies.REQUEST_ID);
  }

  private static ConnectException refused() {
    ConnectException exception = new ConnectException("Failed to connect to live.example.com");
    exception.initCause(new ConnectException("Connection refused"));
    return exception;
  }

  private static Arguments both(
      String situation, int status, String body, Class<? extends Failure> expected) {
    return arguments(situation, status, body, expected, expected);
  }

  private static Arguments uncertain(String situation, int status, String body) {
    return arguments(situation, status, body, Unavailable.class, OutcomeUnknown.class);
  }

  private static String code(String code) {
    return Bodies.error(code);
  }

  private static Failure judge(CallContext call, int status, String body) {
    return FailureClassifier.judge(call, reply(status, body)).orElseThrow();
  }

  private static Reply reply(int status, String body) {
    return Bodies.reply(new Reply.Head(status, null, null, NOW), body);
  }

  private static String message(Failure failure) {
    return failure.detail().message();
  }

  private static CallContext read() {
    return call("DescribeCallback", false);
  }

  private static CallContext write() {
    return call("UpdateCallback", true);
  }

  private static CallContext call(String action, boolean write) {
    Credentials credentials = new Credentials("AKLTFAKE", new SecretText("s3cret"), null);
    return new CallContext(
        "live",
        action,
        write,
        "https://live.example.com",
        "LIVE_ENDPOINT",
        null,
        Redactor.of(credentials, null));
  }
}
