package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator has one token file; each test has a role of its own. */
@Flow(operator = false)
@DisplayName("An account that assumes a role")
class WebIdentityIT {
  private static final String FIRST = "first-token";
  private static final String SECOND = "second-token";

  private final Scene scene;
  private final Callbacks callbacks;
  private final Accounts accounts;
  private final TestCluster elsewhere;
  private final Path tokenFile;

  WebIdentityIT(Scene scene, @TempDir Path folder) throws IOException {
    this.scene = scene;
    KnownSecrets.addAll(List.of(FIRST, SECOND));
    tokenFile = Files.writeString(folder.resolve("token"), FIRST);
    callbacks = scene.callbacks();
    accounts = scene.accounts();
    elsewhere = scene.cluster().another("where the operator isn't");
    scene.start(
        scene
            .operator()
            .watching(scene.cluster().namespace(), elsewhere.namespace())
            .with("VOLCENGINE_OIDC_TOKEN_FILE", tokenFile.toString()));
  }

  @BeforeEach
  void hasItsToken() throws IOException {
    Files.writeString(tokenFile, FIRST);
    scene.simulator().turn("{\"stsLifetimeSeconds\":0}");
  }

  @Test
  void worksWithTheRolesCredentialsAndOnlyWithThose() {
    scene.simulator().addRole(role("works"), FIRST);
    create("works");

    assertThat(accounts.awaitReady("works").statusOrEmpty().accountId())
        .isEqualTo(SimulatorUnderTest.ACCOUNT);
    callbacks.awaitReadyFor("works", Reason.IN_SYNC);

    assertThat(calls("works")).allMatch(call -> call.path("code").asText().isEmpty());
    assertThat(actions("works"))
        .startsWith("AssumeRoleWithOIDC", "GetCallerIdentity")
        .contains("UpdateCallback")
        .containsOnlyOnce("AssumeRoleWithOIDC");
  }

  @Test
  void renewsThemBeforeTheyExpireWithTheTokenThatIsThereThen() throws IOException {
    scene.simulator().addRole(role("renews"), FIRST);
    scene.simulator().turn("{\"stsLifetimeSeconds\":18}");
    create("renews");
    callbacks.awaitReadyFor("renews", Reason.IN_SYNC);

    Files.writeString(tokenFile, SECOND);
    scene.simulator().addRole(role("renews"), SECOND);
    awaitThat(
        "the role to be assumed again and again",
        () ->
            assertThat(actions("renews").stream().filter("AssumeRoleWithOIDC"::equals).toList())
                .hasSizeGreaterThanOrEqualTo(4));
    callbacks.edit("renews", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    callbacks.awaitReadyFor("renews", Reason.IN_SYNC);

    assertThat(calls("renews")).allMatch(call -> call.path("code").asText().isEmpty());
    assertThat(actions("renews")).containsOnlyOnce("GetCallerIdentity");
    accounts.awaitReady("renews");
  }

  @Test
  void takesItOnAnewWhenItsCredentialsAreRevokedAndGoesOn() throws IOException {
    scene.simulator().addRole(role("revoked"), FIRST);
    create("revoked");
    callbacks.awaitReadyFor("revoked", Reason.IN_SYNC);

    Files.writeString(tokenFile, SECOND);
    scene.simulator().addRole(role("revoked"), SECOND);
    scene.simulator().disableKeysOf(SimulatorUnderTest.ACCOUNT, "role/revoked");
    callbacks.edit("revoked", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    accounts.awaitReason("revoked", AccountReason.CREDENTIALS_REJECTED);
    callbacks.awaitReadyFor("revoked", Reason.IN_SYNC);
    accounts.awaitReady("revoked");

    assertThat(actions("revoked").stream().filter("AssumeRoleWithOIDC"::equals)).hasSize(2);
    assertThat(scene.console().list("vhost/revoked.example.com"))
        .containsExactly("a push https://h/edited");
  }

  @Test
  void thatStsDoesNotGiveSaysWhichAndWorksOnceItDoes() {
    create("wrong");

    String message =
        Accounts.ready(accounts.awaitReason("wrong", AccountReason.WEB_IDENTITY_FAILED)).message();

    assertThat(message).contains(role("wrong")).doesNotContain(FIRST);
    // Before that it says that they are being checked.
    callbacks.awaitObject(
        "wrong",
        object -> {
          assertThat(ready(object).reason()).isEqualTo(Reason.ACCOUNT_NOT_READY.word());
          assertThat(ready(object).message()).contains(message);
        });
    scene.simulator().addRole(role("wrong"), FIRST);
    accounts.awaitReady("wrong");
    callbacks.awaitReadyFor("wrong", Reason.IN_SYNC);
  }

  @Test
  void whileStsIsDownSaysSoAsOfAnyOutageAndWorksOnceItIsUp() {
    scene.simulator().addRole(role("outage"), FIRST);
    scene
        .simulator()
        .addFault("{\"action\": \"AssumeRoleWithOIDC\", \"effect\": \"dropConnection\"}");
    create("outage");

    String message =
        Accounts.ready(accounts.awaitReason("outage", AccountReason.API_UNAVAILABLE)).message();

    assertThat(message).contains(role("outage"));
    callbacks.awaitReason("outage", Reason.API_UNAVAILABLE);
    scene.simulator().removeFaults();
    accounts.awaitReady("outage");
    callbacks.awaitReadyFor("outage", Reason.IN_SYNC);
  }

  @Test
  void saysThatItsTokenIsNotThereAndWorksOnceItIs() throws IOException {
    Files.delete(tokenFile);
    scene.simulator().addRole(role("tokenless"), FIRST);
    create("tokenless");

    String message =
        Accounts.ready(accounts.awaitReason("tokenless", AccountReason.WEB_IDENTITY_FAILED))
            .message();

    assertThat(message).contains(tokenFile.toString()).contains("VOLCENGINE_OIDC_TOKEN_FILE");
    assertThat(calls("tokenless")).isEmpty();
    Files.writeString(tokenFile, FIRST);
    accounts.awaitReady("tokenless");
    callbacks.awaitReadyFor("tokenless", Reason.IN_SYNC);
  }

  @Test
  void inAnotherNamespaceThanTheOperatorsIsRefusedAndStsIsNotCalled() {
    scene.simulator().addRole(role("elsewhere"), FIRST);
    Accounts tenants = new Accounts(elsewhere);
    Callbacks theirs = new Callbacks(elsewhere);
    create("elsewhere", tenants, theirs);

    String message =
        Accounts.ready(tenants.awaitReason("elsewhere", AccountReason.CREDENTIALS_NOT_ALLOWED))
            .message();
    theirs.awaitReason("elsewhere", Reason.ACCOUNT_NOT_READY);

    assertThat(message)
        .contains("webIdentity", scene.cluster().namespace(), "spec.credentials.secretRef");
    assertThat(calls("elsewhere")).isEmpty();
  }

  @Test
  void thatHasASecretForAWhileUsesWhatItsSpecSays() {
    CloudUser user = CloudUser.create(scene.simulator(), SimulatorUnderTest.ACCOUNT, "keys");
    scene.simulator().addRole(role("undecided"), FIRST);
    create("undecided");
    callbacks.awaitReadyFor("undecided", Reason.IN_SYNC);

    accounts.secret("undecided", user.entries());
    accounts.edit(
        "undecided",
        "{\"credentials\":{\"webIdentity\":null,\"secretRef\":{\"name\":\"undecided\"}}}");
    awaitThat("the keys to be used", () -> assertThat(user.calls()).isNotEmpty());
    accounts.edit(
        "undecided",
        "{\"credentials\":{\"secretRef\":null,\"webIdentity\":{\"roleTrn\":\"%s\"}}}"
            .formatted(role("undecided")));
    awaitThat(
        "the role to be assumed again",
        () ->
            assertThat(actions("undecided").stream().filter("AssumeRoleWithOIDC"::equals))
                .hasSize(2));
    accounts.awaitReady("undecided");
    int callsWithKeys = user.calls().size();
    callbacks.edit("undecided", "{\"callbackDetailList\":[{\"url\":\"https://h/edited\"}]}");
    callbacks.awaitReadyFor("undecided", Reason.IN_SYNC);

    assertThat(user.calls()).hasSize(callsWithKeys);
  }

  private void create(String name) {
    create(name, accounts, callbacks);
  }

  private static void create(String name, Accounts accounts, Callbacks callbacks) {
    accounts.create(
        name,
        "{profile: Volcengine, credentials: {webIdentity: {roleTrn: '%s'}}}".formatted(role(name)));
    callbacks.create(
        name,
        spec("vhost/%s.example.com".formatted(name), "a", "push", "https://h/a", through(name)));
  }

  private static String role(String name) {
    return "trn:iam::" + SimulatorUnderTest.ACCOUNT + ":role/" + name;
  }

  private List<JsonNode> calls(String role) {
    return scene.simulator().calls().stream()
        .filter(call -> call.path("user").asText().equals("role/" + role))
        .toList();
  }

  private List<String> actions(String role) {
    return calls(role).stream().map(call -> call.path("action").asText()).toList();
  }
}
