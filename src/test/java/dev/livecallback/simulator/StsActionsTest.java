package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.simulator.Rig.Reply;
import dev.livecallback.volcengine.QueryParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who am I, and credentials for a web identity: contract 9. */
class StsActionsTest {
  private static final String SCOPE = "{'Vhost':'push.example.com'}";
  private static final String ROLE = "trn:iam::" + Rig.ACCOUNT + ":role/operator";
  private final Rig rig = new Rig();

  private static ApiRequest assume(Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue().replace(":", "%3A"))
            .collect(Collectors.joining("&"));
    return new ApiRequest(
        "POST",
        "/",
        List.of(
            new QueryParameter("Action", "AssumeRoleWithOIDC"),
            new QueryParameter("Version", "2018-01-01")),
        Map.of("content-type", "application/x-www-form-urlencoded"),
        ByteString.encodeUtf8(body));
  }

  private static Map<String, String> form(String field, String value) {
    Map<String, String> form =
        new java.util.TreeMap<>(
            Map.of(
                "RoleTrn", ROLE,
                "OIDCToken", "fake-oidc-token",
                "RoleSessionName", "session-1",
                "DurationSeconds", "900"));
    form.put(field, value);
    return form;
  }

  private JsonNode credentials(String seconds) {
    return rig.answer(assume(form("DurationSeconds", seconds))).json().at("/Result/Credentials");
  }

  private Signing signedWith(JsonNode credentials, Signing request) {
    return request
        .with(
            credentials.path("AccessKeyId").asText(), credentials.path("SecretAccessKey").asText())
        .token(credentials.path("SessionToken").asText());
  }

  private Reply describeWith(JsonNode credentials) {
    return rig.answer(signedWith(credentials, rig.signing("DescribeCallback", SCOPE)).request());
  }

  @Test
  void tellsTheAccountOfAKey() {
    JsonNode result = rig.answer(Signing.callerIdentity(rig.now()).request()).json().path("Result");

    assertThat(result.path("AccountId").isIntegralNumber()).isTrue();
    assertThat(result.path("AccountId").asText()).isEqualTo(Rig.ACCOUNT);
    assertThat(result.path("Trn").asText()).isEqualTo("trn:iam::" + Rig.ACCOUNT + ":root");
    assertThat(result.path("IdentityType").asText()).isEqualTo("Account");
    assertThat(result.path("IdentityId").asText()).isNotEmpty();
  }

  @Test
  void takesGetAndPostForTheIdentityAndAnyRegionButOnlyTheServiceSts() {
    Signing identity = Signing.callerIdentity(rig.now());

    assertThat(rig.answer(identity.method("POST").request()).outcome()).isEqualTo("200");
    assertThat(rig.answer(identity.scope("cn-north-1", "sts").request()).outcome())
        .isEqualTo("200");
    assertThat(rig.answer(identity.signing("host;x-date").request()).outcome()).isEqualTo("200");
    assertThat(rig.answer(identity.scope("cn-north-1", "live").request()).code())
        .isEqualTo("InvalidCredential");
    assertThat(rig.answer(identity.unsigned()).code()).isEqualTo("MissingAuthenticationToken");
  }

  @Test
  void issuesCredentialsThatSignAndExpire() {
    JsonNode credentials = credentials("900");
    Instant expires = Instant.parse(credentials.path("ExpiredTime").asText());

    assertThat(Instant.parse(credentials.path("CurrentTime").asText())).isEqualTo(rig.now());
    assertThat(expires).isEqualTo(rig.now().plusSeconds(900));
    assertThat(describeWith(credentials).outcome()).isEqualTo("200");

    rig.clock.advance(Duration.ofSeconds(899));
    assertThat(describeWith(credentials).outcome()).isEqualTo("200");
    rig.clock.advance(Duration.ofSeconds(1));
    assertThat(describeWith(credentials).outcome()).isEqualTo("401 InvalidSecretToken");
  }

  @Test
  void tellsTheRoleOfAssumedCredentials() {
    Signing identity = signedWith(credentials("900"), Signing.callerIdentity(rig.now()));

    JsonNode result = rig.answer(identity.request()).json().path("Result");

    assertThat(result.path("AccountId").asText()).isEqualTo(Rig.ACCOUNT);
    assertThat(result.path("IdentityType").asText()).isEqualTo("Role");
    assertThat(result.path("Trn").asText())
        .isEqualTo("trn:sts::" + Rig.ACCOUNT + ":assumed-role/operator/session-1");
  }

  @Test
  void issuesOtherCredentialsEveryTime() {
    assertThat(credentials("900")).isNotEqualTo(credentials("900"));
  }

  @Test
  void shortensTheLifeOfCredentialsIfAsked() {
    rig.knobs.stsLifetimeSeconds().set(5);
    JsonNode credentials = credentials("900");

    rig.clock.advance(Duration.ofSeconds(5));

    assertThat(describeWith(credentials).outcome()).isEqualTo("401 InvalidSecretToken");
  }

  @Test
  void asksForNoMoreThanTheRoleAllows() {
    assertThat(credentials("3600").isObject()).isTrue();
    assertThat(rig.answer(assume(form("DurationSeconds", "3660"))).outcome())
        .isEqualTo("400 InvalidParameter");
    rig.knobs.roleMaxSeconds().set(43_200);
    assertThat(credentials("43200").isObject()).isTrue();
  }

  @ParameterizedTest(name = "refuses {0}: {3}")
  @MethodSource
  void refuses(String what, String field, String value, String outcome) {
    Reply reply = rig.answer(assume(form(field, value)));

    assertThat(reply.outcome()).isEqualTo(outcome);
    assertThat(reply.json().has("Result")).isFalse();
    assertThat(reply.message()).doesNotContain("fake-oidc-token");
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        arguments("another token", "OIDCToken", "other", "403 AccessDenied"),
        arguments("no token", "OIDCToken", "", "400 MissingParameter"),
        arguments("no role", "RoleTrn", "", "400 MissingParameter"),
        arguments("what is no role", "RoleTrn", "operator", "400 InvalidParameter"),
        arguments(
            "a role of an unknown account",
            "RoleTrn",
            "trn:iam::9:role/operator",
            "403 AccessDenied"),
        arguments("no session name", "RoleSessionName", "", "400 MissingParameter"),
        arguments(
            "a session name with a blank", "RoleSessionName", "a%20b", "400 InvalidParameter"),
        arguments(
            "less than a quarter of an hour", "DurationSeconds", "899", "400 InvalidParameter"),
        arguments("a duration that is no number", "DurationSeconds", "1h", "400 InvalidParameter"));
  }

  @Test
  void issuesNothingUnlessATokenIsConfiguredAndTakesAnyForAStar() {
    SimulatorConfig config = SimulatorConfig.local().key(Rig.ACCOUNT, Signing.AK, Signing.SK);

    assertThat(new Rig(config).answer(assume(form("OIDCToken", "any"))).outcome())
        .isEqualTo("403 AccessDenied");
    assertThat(new Rig(config.oidcToken("*")).answer(assume(form("OIDCToken", "any"))).outcome())
        .isEqualTo("200");
  }
}
