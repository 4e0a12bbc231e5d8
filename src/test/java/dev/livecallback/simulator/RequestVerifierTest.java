package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.livecallback.simulator.RequestVerifier.Verification;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import dev.livecallback.volcengine.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the simulator believes: contract 2.2, 2.4 and 7 item 2. */
class RequestVerifierTest {
  private static final Instant NOW = Instant.parse("2024-05-21T06:57:30Z");
  private static final String BODY =
      "{'Vhost':'push.example.com','App':'example_app','MessageType':'push','CallbackDetailList':"
          + "[{'CallbackType':'http','URL':'http://example.com/callback'}],'TranscodeCallback':0,"
          + "'AuthEnable':true,'AuthKeyPrimary':'fake-callback-key-0001'}";
  private static final String SORTED = "content-type;host;x-content-sha256;x-date";

  private final SimulatedAccounts accounts = new SimulatedAccounts();
  private final Knobs knobs = new Knobs(false, 10, 0);
  private final RequestVerifier verifier =
      new RequestVerifier(accounts, knobs, Set.of("cn-north-1", "ap-singapore-1"));

  RequestVerifierTest() {
    accounts.add(AccessKey.of("1", Signing.AK, Signing.SK));
    accounts.add(AccessKey.of("1", "AKLTSECOND", "second-secret"));
    accounts.add(temporary("AKTPTEMPORARY", NOW.plusSeconds(60)));
    accounts.add(temporary("AKTPEXPIRED", NOW));
  }

  private static AccessKey temporary(String id, Instant expires) {
    return new AccessKey(
        id,
        new SecretText("sts-secret"),
        new SecretText(Signing.TOKEN),
        "1",
        expires,
        "trn:iam::1:root");
  }

  private static Signing update() {
    return Signing.of("UpdateCallback", BODY, NOW);
  }

  private static Signing temporarily() {
    return update().with("AKTPTEMPORARY", "sts-secret").token(Signing.TOKEN);
  }

  /** The signatures are the contract's test vectors, made by other programs than ours. */
  @ParameterizedTest(name = "believes {0}")
  @MethodSource
  void believesASignatureThatAnotherProgramMade(
      String who, Signing request, String signedHeaders, String signature) {
    boolean session = request.headers().containsKey("x-security-token");
    if (session) {
      accounts.add(
          new AccessKey(
              Signing.AK,
              new SecretText(Signing.SK),
              new SecretText(Signing.TOKEN),
              "1",
              null,
              "trn:iam::1:root"));
    }
    String authorization =
        "HMAC-SHA256 Credential=%s/20240521/%s/live/request, SignedHeaders=%s, Signature=%s"
            .formatted(Signing.AK, request.region(), signedHeaders, signature);
    ApiRequest arrived = request.header("authorization", authorization).unsigned();

    assertThat(verifier.verify(arrived, "live", NOW))
        .isEqualTo(
            new Verification.Accepted(accounts.key(Signing.AK).orElseThrow(), request.region()));
    assertThat(
            verifier.verify(
                request.header("authorization", otherEnd(authorization)).unsigned(), "live", NOW))
        .isInstanceOf(Verification.Refused.class);
  }

  static Stream<Arguments> believesASignatureThatAnotherProgramMade() {
    Signing describe = Signing.of("DescribeCallback", "{}", NOW);
    return Stream.of(
        arguments(
            "the vendor's Go and Java clients: four headers, sorted",
            update(),
            SORTED,
            "795ad6a5eb4fa3fca1eaf6b63930ec1bc1c8e43cdf519f7048ee4365663e16d2"),
        arguments(
            "the same with a session token that is signed",
            update().token(Signing.TOKEN),
            SORTED + ";x-security-token",
            "dfe18f864267847d95e1d659a60295382ea0f683124c1dcd0d7f51b4e045a112"),
        arguments(
            "a content type with a charset",
            update().header("content-type", "application/json; charset=utf-8"),
            SORTED,
            "b30df2bd6fa85992a80258dc931bf749aca649a0c8e979bbfe48ab130353501c"),
        arguments(
            "a host with a port of its own",
            Signing.of("DescribeCallback", "{'Vhost':'push.example.com'}", NOW)
                .header("host", "127.0.0.1:18080"),
            SORTED,
            "3f1931d9bf250f465d80eaf34164393cb8dd20ab3c823091a4a75fd805075719"),
        arguments(
            "an empty body",
            Signing.of("DescribeCallback", "", NOW),
            SORTED,
            "d3e39087c3874528f6ec0c0a459f949a9e691b1b45d8101549a66de0e93cb080"),
        arguments(
            "a host with the port of HTTPS, which isn't signed",
            describe.header("host", "live.volcengineapi.com:443"),
            SORTED,
            "44a0112deed1c6dc4efa44bfc715090ac42a7cadbca85c5d6b9ef52f18137e81"),
        arguments(
            "another region",
            Signing.of("DescribeCallback", "{'Domain':'push.example.com'}", NOW)
                .header("host", "open.byteplusapi.com")
                .scope("ap-singapore-1", "live"),
            SORTED,
            "9710cc84d66ae37d21251299ea5f3814c9d98492c19dd09cc5bc50644b0b0bef"),
        arguments(
            "a further header that is signed",
            describe.header("x-tt-logid", "abc"),
            SORTED + ";x-tt-logid",
            "027e46b6e32fb3885d7ae4008395667e9d72fafc059156741ed76f61f828a42d"),
        arguments(
            "the vendor's demos: four headers, in an order of their own",
            update(),
            "host;x-date;x-content-sha256;content-type",
            "ded978c2ddde5fd5318045725474835ac93ebb0d313d1939a4340dece4d3eced"),
        arguments(
            "the vendor's newer Java client: nothing but x-date",
            update(),
            "x-date",
            "c1a1cafc8ec31635422236871cfd1129626e15ad462e1025215aa8b7e6fb6a28"),
        arguments(
            "the platform's worked example: host and x-date",
            update(),
            "host;x-date",
            "9d93356d600fea613de866feaebcecc4ca2475d2e2ea294835402c3486df9060"));
  }

  @ParameterizedTest(name = "believes {0}")
  @MethodSource
  void believes(String what, Signing request) {
    assertThat(verifier.verify(request.request(), "live", NOW))
        .isInstanceOf(Verification.Accepted.class);
  }

  static Stream<Arguments> believes() {
    return Stream.of(
        arguments("a session token that isn't signed", temporarily().signing("x-date")),
        arguments("the account's second key", update().with("AKLTSECOND", "second-secret")),
        arguments("a request without X-Content-Sha256", update().without("x-content-sha256")),
        arguments(
            "further headers that aren't signed", update().header("x-trace", "1").signing(SORTED)));
  }

  @ParameterizedTest(name = "refuses {0}: {2} {3}")
  @MethodSource
  void refuses(String what, ApiRequest request, int status, String code) {
    assertThat(verifier.verify(request, "live", NOW))
        .isInstanceOfSatisfying(
            Verification.Refused.class,
            refused -> {
              assertThat(refused.error().status()).isEqualTo(status);
              assertThat(refused.error().code()).isEqualTo(code);
              assertThat(refused.error().codeN()).isBetween(100_000, 100_100);
              assertThat(refused.error().message())
                  .doesNotContain(Signing.SK, Signing.TOKEN, "sts-secret");
            });
  }

  static Stream<Arguments> refuses() {
    String otherHash = Signing.of("x", "{}", NOW).body().sha256().hex();
    ApiRequest signed = update().request();
    return Stream.of(
        arguments("no signature", update().unsigned(), 401, "MissingAuthenticationToken"),
        arguments(
            "a header that is no signature",
            update().header("authorization", "Bearer abc").unsigned(),
            400,
            "InvalidAuthorization"),
        arguments("no X-Date", update().without("x-date").request(), 400, "MissingRequestInfo"),
        arguments(
            "an X-Date that is no time",
            update().header("x-date", "20241341T000000Z").request(),
            400,
            "InvalidTimestamp"),
        arguments(
            "another secret",
            update().with(Signing.AK, "wrong").request(),
            401,
            "SignatureDoesNotMatch"),
        arguments(
            "an unknown access key",
            update().with("AKLTNOBODY", "x").request(),
            401,
            "InvalidAccessKey"),
        arguments(
            "a body that was changed on the way",
            new ApiRequest(
                signed.method(),
                signed.path(),
                signed.query(),
                signed.headers(),
                ByteString.encodeUtf8("{}")),
            401,
            "SignatureDoesNotMatch"),
        arguments(
            "an X-Content-Sha256 of another body, though that header isn't signed",
            update().header("x-content-sha256", otherHash).signing("x-date").request(),
            401,
            "SignatureDoesNotMatch"),
        arguments(
            "a query that was changed on the way",
            new ApiRequest(
                signed.method(),
                signed.path(),
                Signing.of("DeleteCallback", "", NOW).query(),
                signed.headers(),
                signed.body()),
            401,
            "SignatureDoesNotMatch"),
        arguments(
            "a signed header that was changed on the way",
            new Signing(
                    signed.method(),
                    signed.path(),
                    signed.query(),
                    signed.headers(),
                    signed.body(),
                    update().credentials(),
                    "cn-north-1",
                    "live",
                    null)
                .header("content-type", "text/plain")
                .unsigned(),
            401,
            "SignatureDoesNotMatch"),
        arguments(
            "a credential for another service",
            update().scope("cn-north-1", "vod").request(),
            400,
            "InvalidCredential"),
        arguments(
            "a region where the service isn't",
            update().scope("cn-beijing", "live").request(),
            400,
            "InvalidCredential"),
        arguments(
            "a credential of another day",
            update()
                .header(
                    "authorization",
                    update()
                        .request()
                        .header("authorization")
                        .orElseThrow()
                        .replace("/20240521/", "/20240520/"))
                .unsigned(),
            400,
            "InvalidCredential"),
        arguments(
            "a temporary key without its token",
            temporarily().without("x-security-token").request(),
            401,
            "InvalidSecretToken"),
        arguments(
            "a temporary key with another token",
            temporarily().token("OTHER").request(),
            401,
            "InvalidSecretToken"),
        arguments(
            "a temporary key that has expired",
            update().with("AKTPEXPIRED", "sts-secret").token(Signing.TOKEN).request(),
            401,
            "InvalidSecretToken"),
        arguments(
            "a token beside a key that has none",
            update().token(Signing.TOKEN).request(),
            401,
            "InvalidSecretToken"));
  }

  @ParameterizedTest(name = "{0} s after X-Date, X-Expires {1}: {2}")
  @CsvSource({
    "-901, none, refused",
    "-900, none, accepted",
    "0, none, accepted",
    "900, none, accepted",
    "901, none, refused",
    "60, 60, accepted",
    "61, 60, refused",
    "3600, 3600, accepted",
    "901, nonsense, refused",
    "61, 0, accepted"
  })
  void goesByTheTimeOfTheSignature(long seconds, String expires, String expected) {
    UnaryOperator<Signing> inQuery =
        request -> expires.equals("none") ? request : request.and("X-Expires", expires);
    UnaryOperator<Signing> inHeader =
        request -> expires.equals("none") ? request : request.header("x-expires", expires);

    for (UnaryOperator<Signing> place : Set.of(inQuery, inHeader)) {
      Verification verification =
          verifier.verify(place.apply(update()).request(), "live", NOW.plusSeconds(seconds));
      if (expected.equals("accepted")) {
        assertThat(verification).isInstanceOf(Verification.Accepted.class);
      } else {
        assertThat(code(verification)).isEqualTo("InvalidTimestamp");
      }
    }
  }

  @Test
  void refusesAKeyOnceItIsRevokedAndNoOther() {
    assertThat(accounts.revoke("AKLTSECOND")).isTrue();

    assertThat(
            code(
                verifier.verify(
                    update().with("AKLTSECOND", "second-secret").request(), "live", NOW)))
        .isEqualTo("InvalidAccessKey");
    assertThat(verifier.verify(update().request(), "live", NOW))
        .isInstanceOf(Verification.Accepted.class);
  }

  @Test
  void believesATemporaryKeyUntilTheInstantItExpires() {
    Signing later =
        Signing.of("UpdateCallback", BODY, NOW.plus(Duration.ofSeconds(59)))
            .with("AKTPTEMPORARY", "sts-secret")
            .token(Signing.TOKEN);

    assertThat(verifier.verify(later.request(), "live", NOW.plusSeconds(59)))
        .isInstanceOf(Verification.Accepted.class);
    assertThat(code(verifier.verify(later.request(), "live", NOW.plusSeconds(60))))
        .isEqualTo("InvalidSecretToken");
  }

  @Test
  void answersAnUnsignedRequestAsTheKnobSays() {
    knobs.missingAuth().set(Knobs.MissingAuth.INVALID_CREDENTIAL);

    assertThat(verifier.verify(update().unsigned(), "live", NOW))
        .isInstanceOfSatisfying(
            Verification.Refused.class,
            refused -> {
              assertThat(refused.error().status()).isEqualTo(400);
              assertThat(refused.error().code()).isEqualTo("InvalidCredential");
            });
  }

  @Test
  void answersAStaleSignatureWithTheStatusThatTheKnobSays() {
    knobs.timestampStatus().set(403);

    assertThat(verifier.verify(update().request(), "live", NOW.plusSeconds(901)))
        .isInstanceOfSatisfying(
            Verification.Refused.class,
            refused -> assertThat(refused.error().status()).isEqualTo(403));
  }

  private static String otherEnd(String text) {
    return text.substring(0, text.length() - 1) + (text.endsWith("0") ? "1" : "0");
  }

  private static String code(Verification verification) {
    return verification instanceof Verification.Refused(ApiError error) ? error.code() : "";
  }
}
