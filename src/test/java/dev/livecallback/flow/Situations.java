package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static dev.livecallback.flow.ShownSituation.showing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.Reason;
import dev.livecallback.api.Timestamps;
import dev.livecallback.api.WellKnown;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Every row of {@code docs/planner.md} section 1, by a real operator: what is done to get an object
 * into it, and by what it is known to be there.
 */
final class Situations {
  private static final String UNSEEN = "not seen by the operator yet";
  private static final String QUEUED = "queued; first read outstanding";
  private static final String WORKING = "writing, verifying, outcome unknown";
  private static final String IN_SYNC = "in sync, any policy";
  private static final String KEPT =
      "in sync, and the account is throttled, down, paused for reads or rejected";
  private static final String TROUBLED =
      "work pending, and the account is throttled, down, not ready";
  private static final String CORRECTING = "`Enforce`, correcting drift";
  private static final String LEFT =
      "`Observe`, `ApplyOnChange` or allow-drift, and the record differs";
  private static final String DISPUTED = "contested; stored differently; several records match";
  private static final String REFUSED =
      "`RejectedByApi` `InvalidAuthKey` `AlreadyExists` `NotAllowed` (our `allow`)"
          + " `MessageTypeUnsupported` `UnsupportedValue`";
  private static final String PATIENT =
      "`SecretNotFound` `AccountNotFound` `ScopeNotFound` `Conflict`";
  private static final String PAUSED = "paused";
  private static final String DELETING = "deleting";
  private static final String BLOCKED = "delete blocked, held";

  private static final String SLOW = "\"effect\":\"slow\",\"delayMillis\":9000";

  private static final String RECONCILING = "Reconciling";
  private static final String STALLED = "Stalled";

  private static final Map<Reason, String> PATIENTS =
      Map.of(
          Reason.SECRET_NOT_FOUND, "secret-not-found",
          Reason.ACCOUNT_NOT_FOUND, "account-not-found",
          Reason.SCOPE_NOT_FOUND, "scope-not-found",
          Reason.CONFLICT, "conflict");

  private final Scene scene;
  private final Callbacks callbacks;
  private final Console console;
  private int looks;

  Situations(Scene scene) {
    this.scene = scene;
    this.callbacks = scene.callbacks();
    this.console = scene.console();
  }

  /** All of them, in the order of the rows. */
  static List<ShownSituation> all() {
    Predicate<JsonNode> asked =
        object ->
            ShownSituation.shown(object).equals("True InSync")
                && object
                    .path("metadata")
                    .path("annotations")
                    .has(WellKnown.RECONCILE_REQUESTED_AT);
    return List.of(
        new ShownSituation(
            UNSEEN, "unseen", object -> ShownSituation.shown(object).equals("-"), false),
        showing(QUEUED, "queued", Reason.QUEUED, RECONCILING),
        showing(WORKING, "writing", Reason.WRITING, RECONCILING),
        showing(WORKING, "verifying", Reason.VERIFYING, RECONCILING),
        showing(WORKING, "outcome-unknown", Reason.VERIFYING, RECONCILING),
        showing(IN_SYNC, "in-sync", Reason.IN_SYNC, ""),
        showing(IN_SYNC, "in-sync-observe", Reason.IN_SYNC, ""),
        new ShownSituation(KEPT, "kept-throttled", asked, false),
        new ShownSituation(KEPT, "kept-account-not-ready", asked, false),
        showing(TROUBLED, "throttled", Reason.THROTTLED, RECONCILING),
        showing(TROUBLED, "api-unavailable", Reason.API_UNAVAILABLE, RECONCILING),
        showing(TROUBLED, "account-not-ready", Reason.ACCOUNT_NOT_READY, RECONCILING),
        showing(CORRECTING, "correcting", Reason.CORRECTING, RECONCILING),
        showing(LEFT, "drift-tolerated-observe", Reason.DRIFT_TOLERATED, ""),
        showing(LEFT, "drift-tolerated-apply-on-change", Reason.DRIFT_TOLERATED, ""),
        showing(LEFT, "drift-tolerated-allowed", Reason.DRIFT_TOLERATED, ""),
        showing(DISPUTED, "contested", Reason.CONTESTED, STALLED),
        showing(DISPUTED, "stored-differently", Reason.STORED_DIFFERENTLY, STALLED),
        showing(DISPUTED, "ambiguous", Reason.AMBIGUOUS, STALLED),
        showing(REFUSED, "rejected-by-api", Reason.REJECTED_BY_API, STALLED),
        showing(REFUSED, "invalid-auth-key", Reason.INVALID_AUTH_KEY, STALLED),
        showing(REFUSED, "already-exists", Reason.ALREADY_EXISTS, STALLED),
        showing(REFUSED, "not-allowed", Reason.NOT_ALLOWED, STALLED),
        showing(REFUSED, "message-type-unsupported", Reason.MESSAGE_TYPE_UNSUPPORTED, STALLED),
        patient(Reason.SECRET_NOT_FOUND),
        stuck(Reason.SECRET_NOT_FOUND),
        patient(Reason.ACCOUNT_NOT_FOUND),
        stuck(Reason.ACCOUNT_NOT_FOUND),
        patient(Reason.SCOPE_NOT_FOUND),
        stuck(Reason.SCOPE_NOT_FOUND),
        patient(Reason.CONFLICT),
        stuck(Reason.CONFLICT),
        showing(PAUSED, "paused", Reason.PAUSED, ""),
        showing(PAUSED, "paused-unseen", Reason.PAUSED, ""),
        showing(DELETING, "deleting", Reason.DELETING, RECONCILING),
        showing(BLOCKED, "delete-blocked", Reason.DELETE_BLOCKED, STALLED),
        showing(BLOCKED, "delete-limit-reached", Reason.DELETE_LIMIT_REACHED, STALLED));
  }

  /** What takes minutes comes first: then the minutes pass for all at once. */
  void bringAbout() {
    storedDifferently();
    contested();
    patients();
    refused();
    inSync();
    left();
    troubled(CloudUser.create(scene.simulator(), "2100000002", "situations"));
    ambiguous();
    deletes();
    paused();
    working();
  }

  private static ShownSituation patient(Reason reason) {
    return showing(PATIENT, Objects.requireNonNull(PATIENTS.get(reason)), reason, RECONCILING);
  }

  private static ShownSituation stuck(Reason reason) {
    return patient(reason).later(PATIENTS.get(reason) + "-stalled", reason);
  }

  /** Its Put is accepted, and something else is read from then on. */
  private void storedDifferently() {
    for (String name : List.of("verifying", "stored-differently")) {
      String noPuts = scene.holdPuts(scope(name));
      callbacks.create(name, spec(scope(name), "a", "push", URL));
      callbacks.awaitReason(name, Reason.THROTTLED);
      String noReads = scene.holdReads(scope(name));
      scene.simulator().removeFault(noPuts);
      Callbacks.awaitThat("the Put", () -> assertThat(console.list(scope(name))).hasSize(1));
      console.put(scope(name), "a", "push", URL + "/?");
      scene.simulator().removeFault(noReads);
    }
  }

  /** Somebody changes it back for as long as it takes: {@link #keepContesting}. */
  private void contested() {
    scene.adopt("contested", scope("contested"), "a", URL, "");
    keepContesting();
  }

  /** Changes it back once more, if it is as the object says, and has that noticed. */
  void keepContesting() {
    // Who writes between the operator's write and its read is taken for the service itself.
    boolean verified = scene.calls(scope("contested")).getLast().equals("DescribeCallback");
    if (verified && console.list(scope("contested")).equals(List.of("a push " + URL))) {
      console.put(scope("contested"), "a", "push", OTHER_URL);
    }
    // What is asked for again before it is judged is never judged.
    if (looks++ % 10 == 0) {
      callbacks.annotate("contested", WellKnown.RECONCILE_REQUESTED_AT, Instant.now().toString());
    }
  }

  private void patients() {
    create("secret-not-found", signedBy("nowhere"));
    create("account-not-found", Accounts.through("nowhere"));
    scene
        .simulator()
        .addAccount(
            "{\"account\":\"2100000003\",\"user\":\"small\",\"accessKeyId\":\"AKLTSMALL\","
                + "\"secretAccessKey\":\"secret-of-small\",\"vhosts\":[\"known.example.com\"]}");
    scene
        .accounts()
        .secret("small", Map.of("accessKeyId", "AKLTSMALL", "secretAccessKey", "secret-of-small"));
    scene.accounts().create("small", Accounts.ofSecret("small"));
    create("scope-not-found", Accounts.through("small"));
    callbacks.create("owner", spec(scope("conflict"), "a", "push", URL));
    callbacks.awaitReady("owner");
    create("conflict", "");
  }

  /** Has the ten minutes pass for those that have them: they began eleven minutes ago. */
  void passTenMinutes() {
    PATIENTS.forEach(
        (reason, name) -> {
          callbacks.awaitReason(name, reason);
          scene
              .cluster()
              .client()
              .resources(LiveCallback.class)
              .withName(name)
              .editStatus(Situations::elevenMinutesOlder);
          callbacks.annotate(name, WellKnown.RECONCILE_REQUESTED_AT, "later");
        });
  }

  static LiveCallback elevenMinutesOlder(LiveCallback object) {
    LiveCallbackStatus status = object.statusOrEmpty();
    object.setStatus(
        status.withConditions(
            status.conditions().stream()
                .map(each -> each.is(ConditionType.RECONCILING) ? elevenMinutesOlder(each) : each)
                .toList()));
    return object;
  }

  static Condition elevenMinutesOlder(Condition condition) {
    return new Condition(
        condition.type(),
        condition.status(),
        condition.reason(),
        condition.message(),
        Timestamps.text(Instant.now().minusSeconds(660)),
        condition.observedGeneration());
  }

  private void refused() {
    scene.spoil(
        "UpdateCallback",
        scope("rejected-by-api"),
        "\"effect\":\"error\",\"status\":400,\"code\":\"InvalidParam.Url\"");
    create("rejected-by-api", "");
    callbacks.secret("linebreak", "situations-key-1\n");
    create("invalid-auth-key", signedBy("linebreak"));
    console.put(scope("already-exists"), "a", "push", OTHER_URL);
    create("already-exists", "");
    scene
        .accounts()
        .create(
            "others",
            "{profile: Volcengine, credentials: {environment: {}}, allow: [{namespaces: [others]}]}");
    create("not-allowed", Accounts.through("others"));
    scene
        .accounts()
        .create("byteplus", "{profile: BytePlus, credentials: {secretRef: {name: nowhere}}}");
    callbacks.create(
        "message-type-unsupported",
        spec(
            scope("message-type-unsupported"),
            "a",
            "audit_snapshot",
            URL,
            Accounts.through("byteplus")));
  }

  private void inSync() {
    create("in-sync", "");
    console.put(scope("in-sync-observe"), "a", "push", URL);
    create("in-sync-observe", "managementPolicy: Observe");
    create("kept-throttled", "");
    callbacks.awaitReady("kept-throttled");
    scene.holdReads(scope("kept-throttled"));
    askAgain("kept-throttled");
  }

  private void left() {
    console.put(scope("drift-tolerated-observe"), "a", "push", OTHER_URL);
    create("drift-tolerated-observe", "managementPolicy: Observe");
    adopt("drift-tolerated-apply-on-change", "managementPolicy: ApplyOnChange");
    adopt("drift-tolerated-allowed", "");
    callbacks.annotate(
        "drift-tolerated-allowed",
        WellKnown.ALLOW_DRIFT_UNTIL,
        Timestamps.text(Instant.now().plusSeconds(3600)));
    for (String name : List.of("drift-tolerated-apply-on-change", "drift-tolerated-allowed")) {
      console.put(scope(name), "a", "push", OTHER_URL);
      askAgain(name);
    }
  }

  private void troubled(CloudUser rejected) {
    scene.holdPuts(scope("throttled"));
    create("throttled", "");
    scene.spoil(
        "DescribeCallback", scope("api-unavailable"), "\"effect\":\"httpStatus\",\"status\":503");
    create("api-unavailable", "");
    scene.accounts().create("rejected", rejected);
    for (String name : List.of("kept-account-not-ready", "account-not-ready")) {
      create(name, Accounts.through("rejected"));
      callbacks.awaitReady(name);
    }
    rejected.lockOut();
    callbacks.edit(
        "account-not-ready", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));
    callbacks.awaitReason("account-not-ready", Reason.ACCOUNT_NOT_READY);
    askAgain("kept-account-not-ready");
  }

  private void ambiguous() {
    String scope = scope("ambiguous");
    scene.adopt("ambiguous", scope, "", URL, "");
    console.put("domain/in.example.com", "", "push", OTHER_URL);
    scene.simulator().turn("{\"vhostListsDomainRecords\":true}");
    console.put(scope, "", "push", OTHER_URL + "/2");
    askAgain("ambiguous");
  }

  private void deletes() {
    console.put(scope("delete-blocked"), "stranger", "record", OTHER_URL);
    callbacks.create("delete-blocked", spec(scope("delete-blocked"), "", "record", URL));
    scene
        .accounts()
        .create(
            "limited",
            "{profile: Volcengine, credentials: {environment: {}}, deleteLimit: {perHour: 0}}");
    create("delete-limit-reached", Accounts.through("limited"));
    create("deleting", "");
    List<String> all = List.of("delete-blocked", "delete-limit-reached", "deleting");
    all.forEach(callbacks::awaitReady);
    scene.spoil("DeleteCallback", scope("deleting"), "\"effect\":\"dropConnection\"");
    all.forEach(callbacks::delete);
  }

  private void paused() {
    create("paused", "");
    callbacks.awaitReady("paused");
    callbacks.annotate("paused", WellKnown.PAUSED, "true");
    scene
        .cluster()
        .kubectlWithInput(
            """
            apiVersion: livecallback.dev/v1
            kind: LiveCallback
            metadata: {name: paused-unseen, annotations: {livecallback.dev/paused: 'true'}}
            spec: %s
            """
                .formatted(spec(scope("paused-unseen"), "a", "push", URL)),
            "create",
            "-f",
            "-")
        .succeeded();
  }

  /** What lasts for seconds only. */
  private void working() {
    scene.spoil("DescribeCallback", scope("queued"), SLOW);
    scene.spoil("UpdateCallback", scope("writing"), SLOW);
    scene.spoil("UpdateCallback", scope("outcome-unknown"), "\"effect\":\"dropConnection\"");
    adopt("correcting", "");
    scene.spoil("UpdateCallback", scope("correcting"), SLOW);
    List.of("queued", "writing", "outcome-unknown").forEach(name -> create(name, ""));
    console.put(scope("correcting"), "a", "push", OTHER_URL);
    askAgain("correcting");
  }

  private void adopt(String name, String more) {
    scene.adopt(name, scope(name), "a", URL, more);
  }

  private void create(String name, String more) {
    callbacks.create(name, spec(scope(name), "a", "push", URL, more));
  }

  private void askAgain(String name) {
    callbacks.annotate(name, WellKnown.RECONCILE_REQUESTED_AT, "now");
  }

  static String scope(String name) {
    return "vhost/" + name + ".example.com";
  }
}
