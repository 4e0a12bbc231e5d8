package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Condition;
import dev.livecallback.api.Reason;
import dev.livecallback.testing.TestCluster;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A platform team's namespace with the accounts, and a tenant's. */
@Flow(quota = 100, sync = "2s", operator = false)
@DisplayName("An account's owner")
class TenancyIT {
  private static final String URL = "https://hooks.sports.example.com/in/1";

  private final Scene scene;
  private final Accounts accounts;
  private final TestCluster tenantsCluster;
  private final Callbacks tenant;
  private final Accounts tenantsAccounts;
  private final String platform;

  TenancyIT(Scene scene) {
    this.scene = scene;
    platform = scene.cluster().namespace();
    accounts = scene.accounts();
    tenantsCluster = scene.cluster().another("tenant");
    tenant = new Callbacks(tenantsCluster);
    tenantsAccounts = new Accounts(tenantsCluster);
    scene.start(
        scene.operator().with("WATCH_NAMESPACES", platform + "," + tenantsCluster.namespace()));
  }

  /** An account with the operator's own credentials, for whom the rules say. */
  private void account(String name, String allow) {
    accounts.create(
        name, "{profile: Volcengine, credentials: {environment: {}}, allow: %s}".formatted(allow));
    accounts.awaitReady(name);
  }

  private String through(String account) {
    return "accountRef: {name: %s, namespace: %s}".formatted(account, platform);
  }

  private void awaitRefused(String name, String... says) {
    Condition refused = ready(tenant.awaitReason(name, Reason.NOT_ALLOWED));

    assertThat(refused.message()).contains(says);
    assertThat(tenant.get(name).statusOrEmpty().records()).isEmpty();
  }

  /** So many sweeps have been made as to know that no call is one's that shouldn't be made. */
  private void sweeps() {
    String scope = "vhost/watched.example.com";
    if (scene.reads(scope) == 0) {
      scene.callbacks().create("swept", spec(scope, "a", "push", URL));
      scene.callbacks().awaitReadyFor("swept", Reason.IN_SYNC);
    }
    long before = scene.reads(scope);
    Callbacks.awaitThat(
        "two sweeps", () -> assertThat(scene.reads(scope)).isGreaterThan(before + 2));
  }

  @Test
  void keepsEverybodyOutWhoIsNotNamedSaysWhichRuleIsMissingAndPaysNoCall() {
    String scope = "vhost/uninvited.example.com";
    account("closed", "[{namespaces: [%s]}]".formatted(platform));

    tenant.create("uninvited", spec(scope, "a", "push", URL, through("closed")));

    awaitRefused(
        "uninvited",
        platform + "/closed",
        tenantsCluster.namespace(),
        "namespaces: [\"" + tenantsCluster.namespace() + "\"]");
    sweeps();
    assertThat(scene.calls(scope)).isEmpty();

    accounts.edit(
        "closed",
        "{\"allow\":[{\"namespaces\":[\"%s\"]},{\"namespaces\":[\"%s\"]}]}"
            .formatted(platform, tenantsCluster.namespace()));

    tenant.awaitReadyFor("uninvited", Reason.IN_SYNC);
  }

  @Test
  void saysWhichVhostsAndWhichReceiversATenantMayUse() {
    account(
        "sports",
        "[{namespaces: [%s], scopes: ['vhost/*.sports.example.com'], urls:"
                .formatted(tenantsCluster.namespace())
            + " ['https://*.sports.example.com/in/*']}]");
    String allowed = "vhost/live.sports.example.com";
    tenant.create("allowed", spec(allowed, "a", "push", URL, through("sports")));
    tenant.create(
        "elsewhere", spec("vhost/live.news.example.com", "a", "push", URL, through("sports")));
    tenant.create(
        "evil",
        spec(allowed, "b", "push", "https://evil.example.net/in/x?key=1", through("sports")));

    tenant.awaitReadyFor("allowed", Reason.IN_SYNC);
    awaitRefused("elsewhere", "vhost/live.news.example.com");
    awaitRefused("evil", "https://evil.example.net/in/x");
    assertThat(ready(tenant.get("evil")).message()).doesNotContain("key=1");
    assertThat(scene.calls("vhost/live.news.example.com")).isEmpty();
    assertThat(scene.console().list(allowed)).containsExactly("a push " + URL);

    tenant.edit("allowed", "{\"callbackDetailList\":[{\"url\":\"https://evil.example.net/\"}]}");

    assertThat(ready(tenant.awaitReason("allowed", Reason.NOT_ALLOWED)).message())
        .contains("https://evil.example.net/");
    assertThat(scene.console().list(allowed)).as("as before").containsExactly("a push " + URL);
  }

  @Test
  void canTakeAPermissionBackNothingIsWrittenAnyMoreAndDeletesStillWork() {
    String scope = "vhost/revoked.example.com";
    account("given", "[{namespaces: ['*']}]");
    tenant.create("revoked", spec(scope, "a", "push", URL, through("given")));
    tenant.create("kept", spec(scope, "b", "push", URL, through("given")));
    tenant.awaitReadyFor("revoked", Reason.IN_SYNC);
    tenant.awaitReadyFor("kept", Reason.IN_SYNC);

    accounts.edit("given", "{\"allow\":[{\"namespaces\":[\"%s\"]}]}".formatted(platform));

    tenant.awaitReason("revoked", Reason.NOT_ALLOWED);
    tenant.awaitReason("kept", Reason.NOT_ALLOWED);
    scene.console().put(scope, "a", "push", "https://other.example.com/");
    long reads = scene.reads(scope);
    long puts = scene.puts(scope);
    sweeps();
    assertThat(scene.reads(scope)).as("it isn't swept any more").isEqualTo(reads);
    assertThat(scene.puts(scope)).isEqualTo(puts);

    tenant.delete("kept");
    tenant.awaitGone("kept");
    assertThat(scene.console().list(scope)).containsExactly("a push https://other.example.com/");
    tenant.delete("revoked");
    tenant.awaitGone("revoked");
    assertThat(scene.console().list(scope)).isEmpty();
  }

  @Test
  void isAskedBeforeAnotherNamespacesDeleteTakesARecordAlong() {
    String scope = "vhost/shared.example.com";
    Callbacks own = scene.callbacks();
    account("shared", "[{namespaces: ['*']}]");
    own.create("beside", spec(scope, "beside", "push", URL, through("shared")));
    own.awaitReadyFor("beside", Reason.IN_SYNC);

    String message = blockedDelete("whole", scope);
    assertThat(message).contains("LiveCallback " + platform + "/beside", platform + "/shared");
    String yes = MessageCommands.with("-n " + platform + " annotate livecallback beside", message);
    String token = yes.substring(yes.lastIndexOf('=') + 1);
    Callbacks.awaitThat(
        "the owner to be told",
        () ->
            assertThat(own.told("beside", "ConfirmationNeeded"))
                .singleElement()
                .asString()
                .contains(yes));
    // Who deletes can't say it.
    tenant.annotate("whole", "livecallback.dev/confirm-delete", token);
    sweeps();
    assertThat(ready(tenant.get("whole")).message()).isEqualTo(message);
    assertThat(scene.removes(scope)).isZero();

    scene.follow(yes);
    tenant.awaitGone("whole");
    assertThat(scene.removes(scope)).isEqualTo(1);
    Callbacks.awaitThat(
        "the record to be put back",
        () -> assertThat(scene.console().list(scope)).containsExactly("beside push " + URL));
    own.awaitReadyFor("beside", Reason.IN_SYNC);
    Callbacks.awaitThat(
        "the events to be told",
        () ->
            assertThat(own.events("beside"))
                .containsExactly("Created", "ConfirmationNeeded", "CollateralDelete"));

    // The account's owner speaks for all.
    String again = blockedDelete("whole-again", scope);
    scene.follow(MessageCommands.with("annotate liveaccount shared", again));
    tenant.awaitGone("whole-again");
    assertThat(scene.removes(scope)).isEqualTo(2);
  }

  /** A tenant's object without app, beside others' records, is deleted and waits: what it says. */
  private String blockedDelete(String name, String scope) {
    tenant.create(name, spec(scope, "", "push", URL, through("shared")));
    tenant.awaitReadyFor(name, Reason.IN_SYNC);
    tenant.delete(name);
    return ready(tenant.awaitReason(name, Reason.DELETE_BLOCKED)).message();
  }

  @Test
  void isBotheredByNoCallForAnObjectThatCameAndWentWithoutPermission() {
    String scope = "vhost/passing.example.com";
    account("strict", "[{namespaces: [%s]}]".formatted(platform));
    tenant.create("passing", spec(scope, "a", "push", URL, through("strict")));
    tenant.awaitReason("passing", Reason.NOT_ALLOWED);
    scene.console().put(scope, "a", "push", URL);
    tenant.loseStatus("passing");

    tenant.delete("passing");

    tenant.awaitGone("passing");
    assertThat(scene.calls(scope)).isEmpty();
    assertThat(scene.console().list(scope)).as("nobody's but its writer's").isNotEmpty();
  }

  @Test
  void whoIsATenantCannotUseTheOperatorsIdentityNorHaveItCallElsewhere() {
    Function<String, String> message = name -> Accounts.ready(tenantsAccounts.get(name)).message();
    tenantsAccounts.create("borrowed", "{profile: Volcengine, credentials: {environment: {}}}");
    tenantsAccounts.create(
        "assumed",
        "{profile: Volcengine, credentials: {webIdentity: {roleTrn:"
            + " 'trn:iam::2100000001:role/live'}}}");
    tenantsAccounts.secret("keys", Map.of("accessKeyId", "AKLTX", "secretAccessKey", "x"));
    tenantsAccounts.create(
        "lured", Accounts.ofSecret("keys", "endpoint: 'http://169.254.169.254'"));
    tenant.create(
        "hopeful",
        spec("vhost/hopeful.example.com", "a", "push", URL, "accountRef: {name: borrowed}"));

    tenantsAccounts.awaitReason("borrowed", AccountReason.CREDENTIALS_NOT_ALLOWED);
    tenantsAccounts.awaitReason("assumed", AccountReason.CREDENTIALS_NOT_ALLOWED);
    tenantsAccounts.awaitReason("lured", AccountReason.ENDPOINT_NOT_ALLOWED);
    assertThat(message.apply("borrowed")).contains(platform, "spec.credentials.secretRef");
    assertThat(message.apply("lured")).contains("http://169.254.169.254", "ALLOWED_ENDPOINTS");
    assertThat(ready(tenant.awaitReason("hopeful", Reason.ACCOUNT_NOT_READY)).message())
        .contains("borrowed");
    assertThat(scene.calls("vhost/hopeful.example.com")).isEmpty();
  }

  @Test
  void whoNamesAnAccountThatIsNotThereReadsSo() {
    String scope = "vhost/missing.example.com";
    tenant.create("missing", spec(scope, "a", "push", URL, "accountRef: {name: later}"));

    assertThat(ready(tenant.awaitReason("missing", Reason.ACCOUNT_NOT_FOUND)).message())
        .contains(tenantsCluster.namespace() + "/later");
    assertThat(scene.calls(scope)).isEmpty();
  }
}
