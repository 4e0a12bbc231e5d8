package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@Needs(Tool.GO)
@NeedsControlPlane
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("An object that Argo CD syncs")
class ArgoCdIT {
  private static final String URL = "https://hooks.example.com/live";
  private static final String OTHER_URL = "https://other.example.com/live";

  private Scene scene;
  private Callbacks callbacks;
  private Versions versions;
  private ArgoCd argo;

  @BeforeAll
  void runs(TestCluster cluster) {
    scene = Scene.open(cluster, "--quota=100");
    callbacks = scene.callbacks();
    versions = Versions.of(cluster, "LiveCallback");
    argo = new ArgoCd(cluster);
    scene.start(scene.operator().with("LIVE_QUOTA", "100"));
  }

  @AfterAll
  void ends() {
    versions.close();
    scene.close();
  }

  @Test
  @DisplayName("is in sync after a sync, and further ones write nothing")
  void syncedAgain() {
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
  @DisplayName("is in sync after a client-side sync, by the three-way difference")
  void clientSide() {
    String manifest = manifest("classic", spec("vhost/classic.example.com", "a", "push", URL));
    argo.syncClientSide(manifest);
    callbacks.awaitReadyFor("classic", Reason.IN_SYNC);

    argo.assertSyncedClientSide(manifest);
    String version = callbacks.version("classic");
    argo.syncClientSide(manifest);

    assertThat(callbacks.version("classic")).isEqualTo(version);
  }

  @Test
  @DisplayName("keeps what isn't in Git: a pause survives a sync; an edit of what is, doesn't")
  void healsItself() {
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
  @DisplayName(
      "goes on by itself if its Secret comes later in the same commit, and is never Degraded")
  void secretInOneCommit() {
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
  @DisplayName("is renamed in one commit: Argo CD prunes first, and the record is there in the end")
  void renamed() {
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
  @DisplayName("is renamed without a gap, if it was told to leave its record one commit before")
  void renamedWithoutGap() {
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
  @DisplayName("that is pruned goes with its record")
  void pruned() {
    String scope = "vhost/pruned.example.com";
    argo.sync(manifest("pruned", spec(scope, "a", "push", URL)));
    callbacks.awaitReadyFor("pruned", Reason.IN_SYNC);

    argo.prune("livecallback/pruned");
    callbacks.awaitGone("pruned");

    assertThat(scene.records(scope)).isEmpty();
    assertThat(scene.removes(scope)).isEqualTo(1);
  }

  @Test
  @DisplayName("whose delete is blocked goes after the action confirm-delete")
  void confirmed() {
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
  @DisplayName("has no version that says no more than the one before")
  void noIdleWrites() {
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
