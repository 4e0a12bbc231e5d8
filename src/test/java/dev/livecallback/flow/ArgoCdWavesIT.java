package dev.livecallback.flow;

import static dev.livecallback.flow.Accounts.ofSecret;
import static dev.livecallback.flow.Accounts.through;
import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.ready;
import static dev.livecallback.flow.Callbacks.signedBy;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.AccountReason;
import dev.livecallback.api.Reason;
import dev.livecallback.flow.ArgoCdSync.Phase;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Needs(Tool.GO)
@Flow(quota = 100)
@DisplayName("A sync of Argo CD in waves")
@Slow
class ArgoCdWavesIT {
  private final Scene scene;
  private final Callbacks callbacks;
  private final Accounts accounts;
  private final Versions versions;
  private final ArgoCd argo;

  ArgoCdWavesIT(Scene scene) {
    this.scene = scene;
    callbacks = scene.callbacks();
    accounts = scene.accounts();
    versions = Versions.of(scene.cluster(), "LiveCallback");
    argo = new ArgoCd(scene.cluster());
  }

  @AfterAll
  void ends() {
    versions.close();
  }

  @Test
  void appliesCallbacksOnceTheirAccountCanBeUsedThoughItsSecretComesLate() {
    ArgoCdSync sync =
        sync()
            .with(
                account("team", 0, ofSecret("team-keys")),
                callback("of-team", 1, "vhost/of-team.example.com", through("team")));
    sync.step();
    accounts.awaitReason("team", AccountReason.SECRET_NOT_FOUND);
    sync.assertWaits();
    assertThat(argo.live("livecallback/of-team")).isEmpty();

    accounts.secret(
        "team-keys", CloudUser.create(scene.simulator(), "2100000011", "team").entries());
    sync.awaitEnd(Phase.SUCCEEDED);
    callbacks.awaitReadyFor("of-team", Reason.IN_SYNC);

    assertThat(versions.upToDate("of-team").stream().map(ShownSituation::shown))
        .noneMatch(shown -> shown.contains("Account"));
  }

  @Test
  void neverGetsToTheSecretOfAnAccountInAnEarlierWave() {
    ArgoCdSync sync =
        sync()
            .with(
                account("early", 0, ofSecret("late-keys")),
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: late-keys
                  annotations: {argocd.argoproj.io/sync-wave: "1"}
                """);
    sync.step();
    accounts.awaitReason("early", AccountReason.SECRET_NOT_FOUND);

    sync.assertWaits();
    assertThat(argo.live("secret/late-keys")).isEmpty();
  }

  @Test
  void touchesTheSourceOfAMigrationOnlyWhenTheRecordOfItsTargetIsThere() {
    String target = "vhost/target.example.com";
    String source = "vhost/source.example.com";
    argo.sync(callback("source", 1, source, ""));
    callbacks.awaitReadyFor("source", Reason.IN_SYNC);
    String held = scene.holdPuts(target);

    ArgoCdSync sync =
        sync()
            .with(
                callback("target", 0, target, ""),
                argo.manifest(
                    "LiveCallback",
                    "source",
                    Map.of(ArgoCd.WAVE, "1"),
                    spec(source, "a", "push", OTHER_URL)));
    sync.step();
    callbacks.awaitReason("target", Reason.THROTTLED);
    sync.assertWaits();
    assertThat(callbacks.get("source").getMetadata().getGeneration()).isEqualTo(1);
    scene.simulator().removeFault(held);
    sync.awaitEnd(Phase.SUCCEEDED);
    callbacks.awaitReadyFor("source", Reason.IN_SYNC);

    assertThat(scene.callsInFull(source, target))
        .filteredOn(call -> call.startsWith("UpdateCallback") && call.endsWith(" push"))
        .containsExactly(
            "UpdateCallback " + source + " a push",
            "UpdateCallback " + target + " a push",
            "UpdateCallback " + source + " a push");
  }

  @Test
  void failsForADegradedObjectOnceTheRestOfItsWaveIsDoneAndGoesNoFurther() {
    callbacks.secret("broken-key", "two\nlines");
    String scope = "vhost/slow.example.com";
    String held = scene.holdPuts(scope);

    ArgoCdSync sync =
        sync()
            .with(
                callback("broken", 0, "vhost/broken.example.com", signedBy("broken-key")),
                callback("slow", 0, scope, ""),
                callback("never", 1, "vhost/never.example.com", ""));
    sync.step();
    callbacks.awaitReason("broken", Reason.INVALID_AUTH_KEY);
    callbacks.awaitReason("slow", Reason.THROTTLED);
    sync.assertWaits();
    scene.simulator().removeFault(held);
    sync.awaitEnd(Phase.FAILED);

    callbacks.awaitReadyFor("slow", Reason.IN_SYNC);
    assertThat(argo.live("livecallback/never")).isEmpty();
  }

  @Test
  void doesNotWaitForItsLastWave() {
    callbacks.secret("later-broken", "two\nlines");

    sync()
        .with(callback("alone", 0, "vhost/alone.example.com", signedBy("later-broken")))
        .awaitEnd(Phase.SUCCEEDED);

    callbacks.awaitReason("alone", Reason.INVALID_AUTH_KEY);
  }

  @Test
  void waitsForAPausedObjectUntilItIsResumed() {
    String scope = "vhost/suspended.example.com";
    String manifest = callback("suspended", 0, scope, "");
    argo.sync(manifest);
    callbacks.awaitReadyFor("suspended", Reason.IN_SYNC);
    argo.run("pause", "suspended");
    callbacks.awaitReadyFor("suspended", Reason.PAUSED);

    ArgoCdSync sync =
        sync().with(manifest, callback("resumed", 1, "vhost/resumed.example.com", ""));
    sync.assertWaits();
    assertThat(ArgoCd.health(argo.live("livecallback/suspended").orElseThrow()))
        .isEqualTo("Suspended");
    assertThat(argo.live("livecallback/resumed")).isEmpty();
    argo.run("resume", "suspended");
    sync.awaitEnd(Phase.SUCCEEDED);

    callbacks.awaitReadyFor("resumed", Reason.IN_SYNC);
  }

  @Test
  void waitsForASecretOfTheSameCommitThatAnotherProgramFillsLater() {
    String empty = "{apiVersion: v1, kind: Secret, metadata: {name: filled-later}}";

    ArgoCdSync sync =
        sync()
            .with(
                empty,
                callback("filled", 0, "vhost/filled.example.com", signedBy("filled-later")),
                callback("after-filled", 1, "vhost/after-filled.example.com", ""));
    sync.step();
    callbacks.awaitReason("filled", Reason.SECRET_NOT_FOUND);
    sync.assertWaits();
    callbacks.secret("filled-later", "argo-key-2");
    sync.awaitEnd(Phase.SUCCEEDED);

    callbacks.awaitReadyFor("after-filled", Reason.IN_SYNC);
    assertThat(healths("filled")).endsWith("Healthy").doesNotContain("Degraded");
  }

  @Test
  void appliesNothingOfAWaveThatPrunesWithPruneConfirmUntilAPersonSaysYes() {
    String scope = "vhost/asked.example.com";
    argo.sync(
        argo.manifest(
            "LiveCallback",
            "asked",
            Map.of(ArgoCd.WAVE, "1", "argocd.argoproj.io/sync-options", "Prune=confirm"),
            spec(scope, "a", "push", URL)));
    callbacks.awaitReadyFor("asked", Reason.IN_SYNC);

    ArgoCdSync sync =
        sync()
            .with(
                callback("before-asking", 0, "vhost/before-asking.example.com", ""),
                callback("after-asking", 1, "vhost/after-asking.example.com", ""))
            .without("livecallback/asked");
    sync.step();
    callbacks.awaitReadyFor("before-asking", Reason.IN_SYNC);
    sync.assertWaits();
    assertThat(argo.live("livecallback/after-asking")).isEmpty();
    assertThat(ready(callbacks.get("asked")).reason()).isEqualTo(Reason.IN_SYNC.word());
    sync.confirm();
    sync.awaitEnd(Phase.SUCCEEDED);

    callbacks.awaitGone("asked");
    callbacks.awaitReadyFor("after-asking", Reason.IN_SYNC);
    assertThat(scene.records(scope)).isEmpty();
    assertThat(scene.removes(scope)).isEqualTo(1);
  }

  @Test
  void waitsForWhatItPrunesABlockedDeleteHoldsLaterWavesUntilItIsConfirmed() {
    String scope = "vhost/shared.example.com";
    scene.console().put(scope, "stranger", "push", OTHER_URL);
    argo.sync(argo.manifest("LiveCallback", "shared", Map.of(), spec(scope, "", "push", URL)));
    callbacks.awaitReadyFor("shared", Reason.IN_SYNC);

    ArgoCdSync sync =
        sync()
            .with(callback("after-shared", 1, "vhost/after-shared.example.com", ""))
            .without("livecallback/shared");
    sync.step();
    callbacks.awaitReason("shared", Reason.DELETE_BLOCKED);
    sync.assertWaits();
    assertThat(argo.live("livecallback/after-shared")).isEmpty();
    argo.run("confirm-delete", "shared");
    sync.awaitEnd(Phase.SUCCEEDED);

    callbacks.awaitReadyFor("after-shared", Reason.IN_SYNC);
  }

  @Test
  void neverEndsForARenameWithPruneLastAndDoesWithoutWithNoGap() {
    String scope = "vhost/last.example.com";
    argo.sync(callback("last-old", 0, scope, ""));
    callbacks.awaitReadyFor("last-old", Reason.IN_SYNC);
    String renamed = callback("last-new", 0, scope, "");

    ArgoCdSync sync = sync().with(renamed).withoutAtLast("livecallback/last-old");
    sync.step();
    assertThat(ready(callbacks.awaitReason("last-new", Reason.CONFLICT)).message())
        .contains(callbacks.namespace() + "/last-old");
    assertThat(ArgoCd.health(argo.live("livecallback/last-new").orElseThrow()))
        .isEqualTo("Progressing");
    sync.assertWaits();
    assertThat(ready(callbacks.get("last-old")).reason()).isEqualTo(Reason.IN_SYNC.word());

    sync().with(renamed).without("livecallback/last-old").awaitEnd(Phase.SUCCEEDED);
    callbacks.awaitGone("last-old");
    callbacks.awaitReadyFor("last-new", Reason.IN_SYNC);

    assertThat(scene.removes(scope)).isZero();
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  @Test
  void prunesAnAccountOfAnEarlierWaveOnlyWhenItsCallbacksAreGone() {
    String scope = "vhost/reverse.example.com";
    String held = accountAndCallback("reverse", "2100000012", scope);

    ArgoCdSync sync = sync().without("liveaccount/reverse", "livecallback/reverse");
    sync.step();
    Callbacks.awaitThat("a try", () -> assertThat(scene.removes(scope)).isPositive());
    sync.assertWaits();
    assertThat(argo.live("liveaccount/reverse").filter(ArgoCd::beingDeleted)).isEmpty();
    scene.simulator().removeFault(held);
    sync.awaitEnd(Phase.SUCCEEDED);

    accounts.awaitGone("reverse");
    assertThat(scene.records(scope)).isEmpty();
  }

  @Test
  void isUndoneInTheReverseOrderWhenItsApplicationIsDeleted() {
    String scope = "vhost/undone.example.com";
    String held = accountAndCallback("undone", "2100000013", scope);
    List<String> objects = List.of("liveaccount/undone", "livecallback/undone");

    assertThat(argo.delete(objects)).hasSize(2);
    Callbacks.awaitThat("a try", () -> assertThat(scene.removes(scope)).isPositive());
    assertThat(argo.delete(objects)).hasSize(2);
    assertThat(argo.live("liveaccount/undone").filter(ArgoCd::beingDeleted)).isEmpty();
    scene.simulator().removeFault(held);

    await("the application to be gone")
        .atMost(Duration.ofMinutes(2))
        .until(() -> argo.delete(objects).isEmpty());
    assertThat(scene.records(scope)).isEmpty();
  }

  /** An account in wave 0 and its callback in wave 1. Returns what holds the record's delete. */
  private String accountAndCallback(String name, String cloudAccount, String scope) {
    accounts.secret(
        name + "-keys", CloudUser.create(scene.simulator(), cloudAccount, name).entries());
    sync()
        .with(account(name, 0, ofSecret(name + "-keys")), callback(name, 1, scope, through(name)))
        .awaitEnd(Phase.SUCCEEDED);
    callbacks.awaitReadyFor(name, Reason.IN_SYNC);
    return scene.holdRemoves(scope);
  }

  private ArgoCdSync sync() {
    return new ArgoCdSync(argo);
  }

  private String callback(String name, int wave, String scope, String more) {
    return argo.manifest(
        "LiveCallback",
        name,
        Map.of(ArgoCd.WAVE, String.valueOf(wave)),
        spec(scope, "a", "push", URL, more));
  }

  private String account(String name, int wave, String spec) {
    return argo.manifest("LiveAccount", name, Map.of(ArgoCd.WAVE, String.valueOf(wave)), spec);
  }

  private List<String> healths(String name) {
    return versions.upToDate(name).stream().map(ArgoCd::health).toList();
  }
}
