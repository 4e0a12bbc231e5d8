package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.simulator.Denials.Denial;
import dev.livecallback.simulator.Rig.Reply;
import dev.livecallback.volcengine.QueryParameter;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** Accounts, the users in them, what they may do, and roles. */
class AccessTest {
  private static final String ONE = "2100000001";
  private static final String TWO = "2100000002";
  private static final String ROLE = "trn:iam::" + ONE + ":role/live";
  private static final String SCOPE = "{'Vhost':'push.example.com'}";
  private static final String RECORD =
      "{'Vhost':'push.example.com','MessageType':'push',"
          + "'CallbackDetailList':[{'CallbackType':'http','URL':'http://example.com'}]}";

  private final Rig rig =
      new Rig(
          SimulatorConfig.local()
              .user(ONE, "alice", "AKLTALICE", "fake-alice")
              .user(ONE, "bob", "AKLTBOB", "fake-bob")
              .user(TWO, "carol", "AKLTCAROL", "fake-carol")
              .vhost(ONE, "push.example.com")
              .role(ROLE, "fake-oidc"));

  private Reply as(String user, String action, String json) {
    return rig.answer(as(user, rig.signing(action, json)).request());
  }

  private static Signing as(String user, Signing request) {
    return request.with("AKLT" + user.toUpperCase(java.util.Locale.ROOT), "fake-" + user);
  }

  private Reply assume(String role, String token) {
    return rig.answer(
        new ApiRequest(
            "POST",
            "/",
            List.of(
                new QueryParameter("Action", "AssumeRoleWithOIDC"),
                new QueryParameter("Version", "2018-01-01")),
            Map.of(),
            ByteString.encodeUtf8(
                "RoleTrn=%s&OIDCToken=%s&RoleSessionName=session-1".formatted(role, token))));
  }

  private long calls(String user) {
    return rig.log.calls(call -> user.equals(call.user())).size();
  }

  @Test
  void usersOfAnAccountShareItsRecordsButHaveNamesOfTheirOwn() {
    as("alice", "UpdateCallback", RECORD);

    assertThat(as("bob", "DescribeCallback", SCOPE).items()).hasSize(1);
    assertThat(as("carol", "DescribeCallback", SCOPE).code())
        .isEqualTo("RequestForbidden.AccountIDNotAllow");
    JsonNode bob =
        rig.answer(as("bob", Signing.callerIdentity(rig.now())).request()).json().path("Result");
    assertThat(bob.path("AccountId").asText()).isEqualTo(ONE);
    assertThat(bob.path("Trn").asText()).isEqualTo("trn:iam::" + ONE + ":user/bob");
    assertThat(bob.path("IdentityType").asText()).isEqualTo("User");
  }

  @Test
  void usersOfAnAccountShareItsQuota() {
    for (int i = 0; i < 10; i++) {
      assertThat(as(i % 2 == 0 ? "alice" : "bob", "DescribeCallback", SCOPE).outcome())
          .isEqualTo("200");
    }

    assertThat(as("bob", "DescribeCallback", SCOPE).outcome()).isEqualTo("429 FlowLimitExceeded");
    assertThat(as("bob", "UpdateCallback", RECORD).outcome()).isEqualTo("200");
    assertThat(as("carol", "DescribeCallback", SCOPE).status()).isEqualTo(403);
  }

  @Test
  void aKeyThatIsSwitchedOffIsUnknownUntilItIsSwitchedOn() {
    rig.accounts.enable("AKLTALICE", false);
    assertThat(as("alice", "DescribeCallback", SCOPE).outcome()).isEqualTo("401 InvalidAccessKey");
    assertThat(as("bob", "DescribeCallback", SCOPE).outcome()).isEqualTo("200");

    assertThat(rig.accounts.enable(ONE, "alice", true)).isTrue();
    assertThat(as("alice", "DescribeCallback", SCOPE).outcome()).isEqualTo("200");
    assertThat(rig.accounts.enable(ONE, "nobody", true)).isFalse();
    assertThat(rig.accounts.enable("AKLTNOBODY", true)).isFalse();
    assertThat(calls("alice")).as("those that were refused too").isEqualTo(2);
  }

  @Test
  void deniesAnActionOnAScopeToOneUser() {
    String id =
        rig.denials.deny(
            Denial.user(ONE, "alice").action("UpdateCallback").on(Scope.vhost("push.example.com")));

    Reply denied = as("alice", "UpdateCallback", RECORD);

    assertThat(denied.outcome()).isEqualTo("403 AccessDenied");
    assertThat(denied.message())
        .isEqualTo(
            "User is not authorized to perform: live:UpdateCallback on resource:"
                + " vhost/push.example.com");
    assertThat(as("alice", "UpdateCallback", RECORD.replace("push.", "other.")).code())
        .isEqualTo("RequestForbidden");
    assertThat(as("alice", "DescribeCallback", SCOPE).outcome()).isEqualTo("200");
    assertThat(as("bob", "UpdateCallback", RECORD).outcome()).isEqualTo("200");
    assertThat(rig.denials.allow(id)).isTrue();
    assertThat(as("alice", "UpdateCallback", RECORD).outcome()).isEqualTo("200");
    assertThat(rig.denials.allow(id)).isFalse();
  }

  @Test
  void deniesAllToAnAccount() {
    rig.denials.deny(Denial.account(ONE));

    assertThat(as("bob", "DescribeCallback", SCOPE).code()).isEqualTo("AccessDenied");
    assertThat(assume(ROLE, "fake-oidc").code()).isEqualTo("AccessDenied");
    assertThat(as("carol", "DescribeCallback", SCOPE).code())
        .isEqualTo("RequestForbidden.AccountIDNotAllow");
  }

  @Test
  void givesARoleForItsOwnTokenOnly() {
    JsonNode issued = assume(ROLE, "fake-oidc").json().at("/Result/Credentials");
    Signing request =
        rig.signing("DescribeCallback", SCOPE)
            .with(issued.path("AccessKeyId").asText(), issued.path("SecretAccessKey").asText())
            .token(issued.path("SessionToken").asText());

    assertThat(rig.answer(request.request()).outcome()).isEqualTo("200");
    assertThat(rig.answer(request.token("other").request()).outcome())
        .isEqualTo("401 InvalidSecretToken");
    assertThat(assume(ROLE, "other").outcome()).isEqualTo("403 AccessDenied");
    assertThat(assume(ROLE + "2", "fake-oidc").outcome()).isEqualTo("403 AccessDenied");

    rig.roles.add(ROLE, "other");
    assertThat(assume(ROLE, "other").outcome()).isEqualTo("200");
    rig.roles.add(ROLE, "*");
    assertThat(assume(ROLE, "whatever").outcome()).isEqualTo("200");
    assertThat(rig.roles.remove(ROLE)).isTrue();
    assertThat(assume(ROLE, "other").outcome()).isEqualTo("403 AccessDenied");
    assertThat(rig.answer(request.request()).outcome()).as("issued before").isEqualTo("200");
    assertThat(rig.accounts.enable(ONE, "role/live", false)).isTrue();
    assertThat(rig.answer(request.request()).outcome()).isEqualTo("401 InvalidAccessKey");
  }

  @Test
  void stsCanBeDownForOneRole() {
    rig.faults.add(
        Fault.next(
            1, Fault.Match.action("AssumeRoleWithOIDC").user("role/live"), new Effect.Drop()));
    rig.faults.add(
        Fault.next(1, Fault.Match.action("GetCallerIdentity"), new Effect.Status(503, true)));

    assertThat(rig.answer(as("carol", Signing.callerIdentity(rig.now())).request()).status())
        .isEqualTo(503);
    assertThat(assume(ROLE + "2", "x").status()).isEqualTo(403);
    assertThat(
            rig.deliver(
                new ApiRequest(
                    "POST",
                    "/",
                    List.of(
                        new QueryParameter("Action", "AssumeRoleWithOIDC"),
                        new QueryParameter("Version", "2018-01-01")),
                    Map.of(),
                    ByteString.encodeUtf8("RoleTrn=" + ROLE))))
        .isEqualTo(new Delivery.NoAnswer(Duration.ZERO));
  }

  @Test
  void theLogTellsUsersApartAndHoldsNoSecret() {
    as("alice", "UpdateCallback", RECORD);
    as("bob", "DescribeCallback", SCOPE);
    assume(ROLE, "fake-oidc");
    assume("not-a-role", "fake-oidc");

    assertThat(rig.log.calls())
        .extracting(call -> call.account() + " " + call.user() + " " + call.action())
        .containsExactly(
            ONE + " alice UpdateCallback",
            ONE + " bob DescribeCallback",
            ONE + " role/live AssumeRoleWithOIDC",
            "null null AssumeRoleWithOIDC");
    assertThat(rig.log.calls().toString())
        .doesNotContain("fake-alice", "fake-bob", "fake-oidc", "STS");
  }

  @Test
  void takesOnlyTheRegionsThatItIsToldTo() {
    Rig europe =
        new Rig(
            SimulatorConfig.local()
                .profile(Profile.BYTEPLUS)
                .key(ONE, Signing.AK, Signing.SK)
                .regions("ap-singapore-1"));

    assertThat(europe.call("DescribeCallback", SCOPE).code()).isEqualTo("InvalidCredential");
    assertThat(
            europe
                .answer(
                    europe
                        .signing("DescribeCallback", SCOPE)
                        .scope("ap-singapore-1", "live")
                        .request())
                .outcome())
        .isEqualTo("200");
  }
}
