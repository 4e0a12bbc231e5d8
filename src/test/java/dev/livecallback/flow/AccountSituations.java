package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.ofSecret;
import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Condition;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Every row of the table of accounts in {@code docs/argocd.md}, by a real operator: what is done to
 * get an account into it, and by what it is known to be there. All of them last.
 */
final class AccountSituations {
  private static final String UNSEEN = "not seen by the operator yet";
  private static final String VALID = "`CredentialsValid`";
  private static final String HELD = "`CredentialsValid`, and deletions are held";
  private static final String PASSING = "`CheckingCredentials` `ApiUnavailable`";
  private static final String NEVER_WORKED = "`SecretNotFound`, and it never worked";
  private static final String WORKED =
      "`SecretNotFound`, and it did, or an object has waited for it for ten minutes";
  private static final String REFUSED =
      "`CredentialsRejected` `InvalidCredentials` `UnsupportedValue` `WrongEndpoint` `WebIdentityFailed`"
          + " `CredentialsNotAllowed` `EndpointNotAllowed` `AccountMismatch`";
  private static final String PAUSED = "`Paused` while it was Ready";
  private static final String PAUSED_BEFORE = "`Paused` before it was";
  private static final String DELETING = "`Deleting`";

  /** So many objects have a call unanswered, which shuts the account. */
  private static final int UNANSWERED = 5;

  private final Scene scene;
  private final Accounts accounts;
  private int users = 40;

  AccountSituations(Scene scene) {
    this.scene = scene;
    this.accounts = scene.accounts();
  }

  /** All of them, in the order of the rows. */
  static List<ShownSituation> all() {
    return List.of(
        new ShownSituation(
            UNSEEN, "unseen", object -> ShownSituation.shown(object).equals("-"), false),
        showing(VALID, "credentials-valid", AccountReason.CREDENTIALS_VALID),
        also(
            showing(VALID, "drift-allowed", AccountReason.CREDENTIALS_VALID),
            object -> object.path("metadata").path("annotations").has(WellKnown.ALLOW_DRIFT_UNTIL)),
        also(
            used(showing(HELD, "delete-limit-reached", AccountReason.CREDENTIALS_VALID), 1),
            object -> object.path("status").path("conditions").size() == 2),
        showing(PASSING, "checking", AccountReason.CHECKING_CREDENTIALS),
        used(showing(PASSING, "api-unavailable", AccountReason.API_UNAVAILABLE), UNANSWERED),
        showing(NEVER_WORKED, "secret-not-found", AccountReason.SECRET_NOT_FOUND),
        showing(NEVER_WORKED, "secret-not-found-pinned", AccountReason.SECRET_NOT_FOUND),
        stalled(WORKED, "secret-deleted", AccountReason.SECRET_NOT_FOUND),
        used(stalled(WORKED, "secret-awaited", AccountReason.SECRET_NOT_FOUND), 1),
        stalled(REFUSED, "credentials-rejected", AccountReason.CREDENTIALS_REJECTED),
        stalled(REFUSED, "invalid-credentials", AccountReason.INVALID_CREDENTIALS),
        used(stalled(REFUSED, "wrong-endpoint", AccountReason.WRONG_ENDPOINT), 1),
        stalled(REFUSED, "web-identity-failed", AccountReason.WEB_IDENTITY_FAILED),
        stalled(REFUSED, "credentials-not-allowed", AccountReason.CREDENTIALS_NOT_ALLOWED),
        stalled(REFUSED, "endpoint-not-allowed", AccountReason.ENDPOINT_NOT_ALLOWED),
        stalled(REFUSED, "account-mismatch", AccountReason.ACCOUNT_MISMATCH),
        paused(PAUSED, "paused", Condition.TRUE),
        paused(PAUSED_BEFORE, "paused-unchecked", Condition.UNKNOWN),
        used(showing(DELETING, "deleting", AccountReason.DELETING), 1));
  }

  private static ShownSituation showing(String row, String name, AccountReason reason) {
    return ending(row, name, " " + reason.word());
  }

  private static ShownSituation stalled(String row, String name, AccountReason reason) {
    return ending(row, name, " " + reason.word() + " Stalled");
  }

  private static ShownSituation ending(String row, String name, String end) {
    return new ShownSituation(
        row, name, object -> ShownSituation.shown(object).endsWith(end), false);
  }

  private static ShownSituation paused(String row, String name, String ready) {
    return also(
        showing(row, name, AccountReason.PAUSED),
        object -> ShownSituation.shown(object).startsWith(ready));
  }

  /** Once it has counted its objects, each of which has a vhost. */
  private static ShownSituation used(ShownSituation situation, int objects) {
    return also(
        situation,
        object ->
            object.path("status").path("objects").asInt() == objects
                && object.path("status").path("scopes").asInt() == objects);
  }

  private static ShownSituation also(ShownSituation situation, Predicate<JsonNode> further) {
    return new ShownSituation(
        situation.row(), situation.name(), situation.reached().and(further), situation.late());
  }

  /**
   * Brings all about.
   *
   * @param tenants a namespace that is watched, and isn't the operator's
   * @param unwatched a namespace that isn't watched
   */
  void bringAbout(TestCluster tenants, TestCluster unwatched) {
    new Accounts(unwatched).create("unseen", ofSecret("nowhere"));
    new Accounts(tenants).create("credentials-not-allowed", environment(""));
    refused();
    working();
    troubled();
    paused();
    leaving();
    awaited();
  }

  /** Ten minutes pass at once: both statuses say that it began long ago. */
  private void awaited() {
    accounts.create("secret-awaited", ofSecret("nowhere"));
    accounts.awaitReason("secret-awaited", AccountReason.SECRET_NOT_FOUND);
    use("secret-awaited", "secret-awaited");
    scene.callbacks().awaitReason("secret-awaited", Reason.ACCOUNT_NOT_READY);
    KubernetesClient client = scene.cluster().client();
    client
        .resources(LiveCallback.class)
        .withName("secret-awaited")
        .editStatus(Situations::elevenMinutesOlder);
    client
        .resources(LiveAccount.class)
        .withName("secret-awaited")
        .editStatus(AccountSituations::elevenMinutesOlder);
  }

  private static LiveAccount elevenMinutesOlder(LiveAccount object) {
    LiveAccountStatus status = object.statusOrEmpty();
    object.setStatus(
        new LiveAccountStatus(
            status.observedGeneration(),
            status.accountId(),
            status.conditions().stream().map(Situations::elevenMinutesOlder).toList(),
            status.objects(),
            status.scopes(),
            status.lastHandledReconcileAt()));
    return object;
  }

  private void refused() {
    accounts.create("secret-not-found", ofSecret("nowhere"));
    accounts.create("secret-not-found-pinned", ofSecret("nowhere", "accountId: '2100000001'"));
    CloudUser rejected = user("rejected");
    accounts.secret(
        "credentials-rejected",
        Map.of("accessKeyId", rejected.accessKeyId(), "secretAccessKey", "another-secret"));
    accounts.create("credentials-rejected", ofSecret("credentials-rejected"));
    accounts.secret(
        "invalid-credentials",
        Map.of("accessKeyId", "AKLTLINEBREAK", "secretAccessKey", "secret-with-line-break\n"));
    accounts.create("invalid-credentials", ofSecret("invalid-credentials"));
    accounts.create(
        "web-identity-failed",
        "{profile: Volcengine, credentials: {webIdentity: {roleTrn:"
            + " 'trn:iam::2100000001:role/live'}}}");
    accounts.create(
        "endpoint-not-allowed", ofSecret("nowhere", "endpoint: 'https://live.example.org'"));
    CloudUser mismatched = user("mismatched");
    accounts.secret("account-mismatch", mismatched.entries());
    accounts.create("account-mismatch", ofSecret("account-mismatch", "accountId: '2100000099'"));
  }

  private void working() {
    accounts.create("credentials-valid", user("valid"));
    accounts.create("drift-allowed", user("allowing"));
    accounts.awaitReady("drift-allowed");
    accounts.annotate(
        "drift-allowed",
        WellKnown.ALLOW_DRIFT_UNTIL,
        Timestamps.text(Instant.now().plusSeconds(3600)));
    accounts.create("secret-deleted", user("deleted"));
    accounts.awaitReady("secret-deleted");
    accounts.deleteSecret("secret-deleted");
  }

  private void troubled() {
    CloudUser unasked = user("unasked");
    spoil("GetCallerIdentity", unasked, "\"effect\":\"dropConnection\"");
    accounts.create("checking", unasked);
    CloudUser unreachable = user("api-unavailable");
    accounts.create("api-unavailable", unreachable);
    CloudUser misled = user("misled");
    accounts.create("wrong-endpoint", misled);
    accounts.awaitReady("api-unavailable");
    accounts.awaitReady("wrong-endpoint");
    spoil("DescribeCallback", unreachable, "\"effect\":\"dropConnection\"");
    for (int i = 0; i < UNANSWERED; i++) {
      use("api-unavailable", "api-unavailable-" + i);
    }
    spoil(
        "DescribeCallback",
        misled,
        "\"effect\":\"error\",\"status\":404,\"code\":\"InvalidActionOrVersion\"");
    use("wrong-endpoint", "wrong-endpoint");
  }

  private void paused() {
    accounts.create("paused", user("paused"));
    accounts.awaitReady("paused");
    accounts.annotate("paused", WellKnown.PAUSED, "true");
    CloudUser unasked = user("unasked-too");
    spoil("GetCallerIdentity", unasked, "\"effect\":\"dropConnection\"");
    accounts.create("paused-unchecked", unasked);
    accounts.annotate("paused-unchecked", WellKnown.PAUSED, "true");
  }

  private void leaving() {
    accounts.create("delete-limit-reached", environment(", deleteLimit: {perHour: 0}"));
    accounts.create("deleting", environment(""));
    for (String name : List.of("delete-limit-reached", "deleting")) {
      use(name, name);
      scene.callbacks().awaitReady(name);
    }
    scene.callbacks().delete("delete-limit-reached");
    accounts.delete("deleting");
  }

  private CloudUser user(String name) {
    return CloudUser.create(scene.simulator(), "21000000" + users++, name);
  }

  private void use(String account, String name) {
    String scope = "vhost/" + name + ".example.com";
    scene.callbacks().create(name, spec(scope, "a", "push", URL, through(account)));
  }

  private void spoil(String action, CloudUser user, String effect) {
    scene
        .simulator()
        .addFault(
            "{\"action\":\"%s\",\"account\":\"%s\",%s}".formatted(action, user.account(), effect));
  }

  private static String environment(String more) {
    return "{profile: Volcengine, credentials: {environment: {}}%s}".formatted(more);
  }
}
