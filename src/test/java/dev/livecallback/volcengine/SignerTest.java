package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of the wire contract (2.4), computed by the official client and by a second one. */
class SignerTest {
  private static final String X_DATE = "20240521T065730Z";
  private static final String REGION = "cn-north-1";
  private static final SecretText SECRET = new SecretText("RkFLRVNFQ1JFVEtFWUZPUlRFU1RTMDAwMQ==");
  private static final Credentials CREDENTIALS =
      new Credentials("AKLTFAKEACCESSKEY0001", SECRET, null);
  private static final String BODY_U =
      "{\"Vhost\":\"push.example.com\",\"App\":\"example_app\",\"MessageType\":\"push\","
          + "\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"http://example.com/callback\"}],"
          + "\"TranscodeCallback\":0,\"AuthEnable\":true,\"AuthKeyPrimary\":\"fake-callback-key-0001\"}";
  private static final List<String> USUAL =
      List.of("content-type", "host", "x-content-sha256", "x-date");

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void signs(
      String situation,
      SignedRequest request,
      String region,
      List<String> signedHeaders,
      String expected) {
    assertThat(Signer.signature(SECRET, X_DATE, region, "live", request, signedHeaders))
        .isEqualTo(expected);
  }

  static Stream<Arguments> vectors() {
    return Stream.of(
        vector(
            "V1: an update",
            update(Map.of()),
            "795ad6a5eb4fa3fca1eaf6b63930ec1bc1c8e43cdf519f7048ee4365663e16d2"),
        vector(
            "V2: a session token is signed too",
            update(Map.of("x-security-token", "FAKESESSIONTOKEN0001==")),
            "dfe18f864267847d95e1d659a60295382ea0f683124c1dcd0d7f51b4e045a112"),
        vector(
            "V3: a charset in the content type matters",
            update(Map.of("content-type", "application/json; charset=utf-8")),
            "b30df2bd6fa85992a80258dc931bf749aca649a0c8e979bbfe48ab130353501c"),
        vector(
            "V4: a port that is no default is signed",
            request(
                "DescribeCallback",
                "{\"Vhost\":\"push.example.com\"}",
                Map.of("host", "127.0.0.1:18080")),
            "3f1931d9bf250f465d80eaf34164393cb8dd20ab3c823091a4a75fd805075719"),
        vector(
            "V5: a delete",
            request(
                "DeleteCallback",
                "{\"Vhost\":\"push.example.com\",\"App\":\"example_app\",\"MessageType\":\"push\"}",
                Map.of()),
            "988ff06c789bcfb624ef54798027b36eb99a9207118abaa8d1e90f19e45ed92d"),
        vector(
            "V6: an empty body",
            request("DescribeCallback", "", Map.of()),
            "d3e39087c3874528f6ec0c0a459f949a9e691b1b45d8101549a66de0e93cb080"),
        vector(
            "V7: the default port is not signed",
            request("DescribeCallback", "{}", Map.of("host", "live.volcengineapi.com:443")),
            "44a0112deed1c6dc4efa44bfc715090ac42a7cadbca85c5d6b9ef52f18137e81"),
        arguments(
            "V8: another region and host",
            request(
                "DescribeCallback",
                "{\"Domain\":\"push.example.com\"}",
                Map.of("host", "open.byteplusapi.com")),
            "ap-singapore-1",
            USUAL,
            "9710cc84d66ae37d21251299ea5f3814c9d98492c19dd09cc5bc50644b0b0bef"),
        vector(
            "V9: every X- header is signed",
            request("DescribeCallback", "{}", Map.of("x-tt-logid", "abc")),
            "027e46b6e32fb3885d7ae4008395667e9d72fafc059156741ed76f61f828a42d"),
        arguments(
            "V10: headers in the order of the demos",
            update(Map.of()),
            REGION,
            List.of("host", "x-date", "x-content-sha256", "content-type"),
            "ded978c2ddde5fd5318045725474835ac93ebb0d313d1939a4340dece4d3eced"),
        arguments(
            "V11: only the date is signed",
            update(Map.of()),
            REGION,
            List.of("x-date"),
            "c1a1cafc8ec31635422236871cfd1129626e15ad462e1025215aa8b7e6fb6a28"),
        arguments(
            "V12: host and date are signed",
            update(Map.of()),
            REGION,
            List.of("host", "x-date"),
            "9d93356d600fea613de866feaebcecc4ca2475d2e2ea294835402c3486df9060"));
  }

  @Test
  void writesTheAuthorizationHeader() {
    SignedRequest request = update(Map.of());
    assertThat(
            Signer.authorization(
                CREDENTIALS, X_DATE, REGION, "live", request, Signer.headersToSign(request)))
        .isEqualTo(
            "HMAC-SHA256 Credential=AKLTFAKEACCESSKEY0001/20240521/cn-north-1/live/request,"
                + " SignedHeaders=content-type;host;x-content-sha256;x-date,"
                + " Signature=795ad6a5eb4fa3fca1eaf6b63930ec1bc1c8e43cdf519f7048ee4365663e16d2");
  }

  @Test
  void writesTheCanonicalRequestAndTheStringToSign() {
    String canonical = Signer.canonicalRequest(update(Map.of()), USUAL);
    assertThat(canonical)
        .isEqualTo(
            """
            POST
            /
            Action=UpdateCallback&Version=2023-01-01
            content-type:application/json
            host:live.volcengineapi.com
            x-content-sha256:49b43cf0fc3d2d613e81e072589bbb84f687ad1e2b4fc41e49ed3b0a389716c3
            x-date:20240521T065730Z

            content-type;host;x-content-sha256;x-date
            49b43cf0fc3d2d613e81e072589bbb84f687ad1e2b4fc41e49ed3b0a389716c3""");
    assertThat(Signer.stringToSign(X_DATE, REGION, "live", canonical))
        .isEqualTo(
            """
            HMAC-SHA256
            20240521T065730Z
            20240521/cn-north-1/live/request
            5addadd5ae46eb3adf9fe241ba83dc8897045fb617c261d9c7a36c40445f590b""");
  }

  @Test
  void derivesTheKeyOfTheDay() {
    assertThat(HexFormat.of().formatHex(Signer.signingKey(SECRET, X_DATE, REGION, "live")))
        .isEqualTo("e97c56e25de4dcaffc89f8ea6565546968cecb9e12e53589b6d09a1be7005770");
  }

  @Test
  void encodesAndSortsTheQuery() {
    SignedRequest request =
        new SignedRequest(
            "GET",
            "",
            List.of(
                new QueryParameter("b", "a b+c/ü*"),
                new QueryParameter("a-_.~", "-_.~AZaz09"),
                new QueryParameter("B", "")),
            Map.of(),
            "hash");
    assertThat(Signer.canonicalRequest(request, List.of()).lines())
        .startsWith("GET", "/", "B=&a-_.~=-_.~AZaz09&b=a%20b%2Bc%2F%C3%BC%2A");
  }

  @Test
  void encodesThePathSegmentBySegment() {
    SignedRequest request = new SignedRequest("GET", "/a b/é", List.of(), Map.of(), "hash");
    assertThat(Signer.canonicalRequest(request, List.of()).lines()).contains("/a%20b/%C3%A9");
  }

  @Test
  void trimsHeaderValuesAndTakesAMissingOneAsEmpty() {
    SignedRequest request =
        new SignedRequest("GET", "/", List.of(), Map.of("x-date", "  now ", "host", " h:80 "), "");
    assertThat(Signer.canonicalRequest(request, List.of("x-date", "x-gone", "host")).lines())
        .contains("x-date:now", "x-gone:", "host:h");
  }

  @ParameterizedTest(name = "{0} is signed as {1}")
  @CsvSource({
    "live.volcengineapi.com, live.volcengineapi.com",
    "live.volcengineapi.com:80, live.volcengineapi.com",
    "live.volcengineapi.com:443, live.volcengineapi.com",
    "127.0.0.1:18080, 127.0.0.1:18080",
    "127.0.0.1:8443, 127.0.0.1:8443"
  })
  void dropsDefaultPorts(String host, String signed) {
    assertThat(Signer.hostToSign(host)).isEqualTo(signed);
  }

  @Test
  void signsOnlyWhatTheOfficialClientsSign() {
    SignedRequest request =
        update(Map.of("accept", "application/json", "user-agent", "x", "content-md5", "y"));
    assertThat(Signer.headersToSign(request))
        .containsExactly("content-md5", "content-type", "host", "x-content-sha256", "x-date");
  }

  @Test
  void writesDatesInUtc() {
    assertThat(Signer.xDate(Instant.parse("2024-05-21T06:57:30.999Z"))).isEqualTo(X_DATE);
  }

  @Test
  void hashesTheBody() {
    assertThat(Signer.sha256Hex(BODY_U.getBytes(UTF_8)))
        .isEqualTo("49b43cf0fc3d2d613e81e072589bbb84f687ad1e2b4fc41e49ed3b0a389716c3");
  }

  @Test
  void takesAMalformedDateAsItIs() {
    assertThat(Signer.credentialScope("2024", "r", "s")).isEqualTo("2024/r/s/request");
  }

  private static Arguments vector(String situation, SignedRequest request, String signature) {
    return arguments(situation, request, REGION, Signer.headersToSign(request), signature);
  }

  private static SignedRequest update(Map<String, String> extra) {
    return request("UpdateCallback", BODY_U, extra);
  }

  private static SignedRequest request(String action, String body, Map<String, String> extra) {
    String hash = Signer.sha256Hex(body.getBytes(UTF_8));
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "application/json");
    headers.put("host", "live.volcengineapi.com");
    headers.put("x-content-sha256", hash);
    headers.put("x-date", X_DATE);
    headers.putAll(extra);
    return new SignedRequest(
        "POST",
        "/",
        List.of(new QueryParameter("Version", "2023-01-01"), new QueryParameter("Action", action)),
        headers,
        hash);
  }
}
