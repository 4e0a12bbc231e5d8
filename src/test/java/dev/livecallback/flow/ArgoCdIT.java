package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Needs(Tool.GO)
@Flow(quota = 100)
@DisplayName("An object that Argo CD syncs")
@Slow
class ArgoCdIT {
  private final Scene scene;
  private final Callbacks callbacks;
  private final Versions versions;
  private final ArgoCd argo;

  ArgoCdIT(Scene scene) {
    this.scene = scene;
    callbacks = scene.callbacks();
    versions = Versions.of(scene.cluster(), "LiveCallback");
    argo = new ArgoCd(scene.cluster());
  }

  @AfterAll
  void ends() {
    versions.close();
  }

  @Test
  void isInSyncAfterASyncAndFurtherOnesWriteNothing() {
    String manifest = manifest("synced", spec("vhost/synced.example.com", "a", "push", URL));
    argo.sync(manifest);
    LiveCallback created = callbacks.awaitReadyFor("synced", Reason.IN_SYNC);
    assertThat(created.getMetadata().getFinalizers()).containsExactly(WellKnown.FINALIZER);

    argo.assertSynced(manifest);
    for (int i = 0; i < 3; i++) {
      argo.sync(manifest);
    }
    callbacks.awaitQuiet();

    assertThat(callbacks.version("synced")).isEqualTo(created.getMetadata().getResourceVersion());
    assertThat(callbacks.get("synced").getMetadata().getAnnotations()).containsKey(ArgoCd.TRACKING);
    assertThat(scene.puts("vhost/synced.example.com")).isEqualTo(1);
  }

  @Test
  void isInSyncAfterAClientSideSyncByTheThreeWayDifference() {
    String manifest = manifest("classic", spec("vhost/classic.example.com", "a", "push", URL));
    argo.syncClientSide(manifest);
    callbacks.awaitReadyFor("classic", Reason.IN_SYNC);

    argo.assertSyncedClientSide(manifest);
    String version = callbacks.version("classic");
    argo.syncClientSide(manifest);

    assertThat(callbacks.version("classic")).isEqualTo(version);
  }

  @Test
  void keepsAPauseWhichIsNotInGitAcrossASyncButNoEditOfWhatIsThere() {
    String scope = "vhost/healed.example.com";
    String manifest = manifest("healed", spec(scope, "a", "push", URL));
    argo.sync(manifest);
    callbacks.awaitReadyFor("healed", Reason.IN_SYNC);
    argo.run("pause", "healed");
    callbacks.awaitReadyFor("healed", Reason.PAUSED);
    callbacks.edit("healed", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));

    argo.sync(manifest);
    assertThat(callbacks.get("healed").getMetadata().getAnnotations())
        .containsEntry(WellKnown.PAUSED, "true");
    argo.assertSynced(manifest);
    argo.run("resume", "healed");
    callbacks.awaitReadyFor("healed", Reason.IN_SYNC);

    assertThat(scene.console().list(scope)).containsExactly("a push " + URL);
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  @Test
  void goesOnByItselfIfItsSecretComesLaterInTheSameCommitAndIsNeverDegraded() {
    argo.sync(
        manifest(
            "signed",
            spec("vhost/signed.example.com", "a", "push", URL, Callbacks.signedBy("signing"))));
    callbacks.awaitReason("signed", Reason.SECRET_NOT_FOUND);
    callbacks.secret("signing", "argo-key-1");
    callbacks.awaitReadyFor("signed", Reason.IN_SYNC);

    assertThat(healths("signed")).endsWith("Healthy").doesNotContain("Degraded");
  }

  @Test
  void isRenamedInOneCommitArgoCdPrunesFirstAndTheRecordIsThereInTheEnd() {
    String scope = "vhost/renamed.example.com";
    String spec = spec(scope, "a", "push", URL);
    argo.sync(manifest("old-name", spec));
    callbacks.awaitReadyFor("old-name", Reason.IN_SYNC);

    argo.prune("livecallback/old-name");
    argo.sync(manifest("new-name", spec));
    callbacks.awaitGone("old-name");
    callbacks.awaitReadyFor("new-name", Reason.IN_SYNC);
    callbacks.awaitQuiet();

    assertThat(healths("new-name")).endsWith("Healthy").doesNotContain("Degraded");
    assertThat(scene.console().list(scope)).containsExactly("a push " + URL);
    assertThat(scene.removes(scope)).isLessThanOrEqualTo(1);
  }

  @Test
  void isRenamedWithoutAGapIfItWasToldToLeaveItsRecordOneCommitBefore() {
    String scope = "vhost/gapless.example.com";
    argo.sync(manifest("gap-old", spec(scope, "a", "push", URL)));
    callbacks.awaitReadyFor("gap-old", Reason.IN_SYNC);
    argo.sync(manifest("gap-old", spec(scope, "a", "push", URL, "deletionPolicy: Orphan")));

    argo.prune("livecallback/gap-old");
    argo.sync(manifest("gap-new", spec(scope, "a", "push", URL)));
    callbacks.awaitGone("gap-old");
    callbacks.awaitReadyFor("gap-new", Reason.IN_SYNC);

    assertThat(healths("gap-new")).endsWith("Healthy").doesNotContain("Degraded");
    assertThat(scene.removes(scope)).isZero();
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  @Test
  void thatIsPrunedGoesWithItsRecord() {
    String scope = "vhost/pruned.example.com";
    argo.sync(manifest("pruned", spec(scope, "a", "push", URL)));
    callbacks.awaitReadyFor("pruned", Reason.IN_SYNC);

    argo.prune("livecallback/pruned");
    callbacks.awaitGone("pruned");

    assertThat(scene.records(scope)).isEmpty();
    assertThat(scene.removes(scope)).isEqualTo(1);
  }

  @Test
  void whoseDeleteIsBlockedGoesAfterTheActionConfirmDelete() {
    String scope = "vhost/confirmed.example.com";
    scene.console().put(scope, "stranger", "push", OTHER_URL);
    argo.sync(manifest("confirmed", spec(scope, "", "push", URL)));
    callbacks.awaitReadyFor("confirmed", Reason.IN_SYNC);
    argo.prune("livecallback/confirmed");
    callbacks.awaitReason("confirmed", Reason.DELETE_BLOCKED);
    assertThat(scene.removes(scope)).isZero();

    argo.run("confirm-delete", "confirmed");
    callbacks.awaitGone("confirmed");

    assertThat(scene.removes(scope)).isEqualTo(1);
  }

  @Test
  void hasNoVersionThatSaysNoMoreThanTheOneBefore() {
    String scope = "vhost/busy.example.com";
    argo.sync(manifest("busy", spec(scope, "a", "push", URL)));
    callbacks.awaitReadyFor("busy", Reason.IN_SYNC);
    argo.sync(manifest("busy", spec(scope, "b", "push", OTHER_URL)));
    callbacks.awaitReadyFor("busy", Reason.IN_SYNC);
    callbacks.lookAgain("busy");
    callbacks.awaitQuiet();

    List<JsonNode> all = versions.upToDate("busy").stream().map(ArgoCdIT::withoutVersion).toList();
    assertThat(all).hasSizeGreaterThan(3);
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i)).as("version %d", i).isNotEqualTo(all.get(i - 1));
    }
  }

  private List<String> healths(String name) {
    return versions.upToDate(name).stream().map(ArgoCd::health).toList();
  }

  private static JsonNode withoutVersion(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    ((ObjectNode) copy.path("metadata")).remove("resourceVersion");
    return copy;
  }

  private String manifest(String name, String spec) {
    return argo.manifest("LiveCallback", name, Map.of(), spec);
  }
}
