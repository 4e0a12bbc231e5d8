package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@Needs(Tool.GO)
@NeedsControlPlane
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("An object that Flux applies")
class FluxIT {
  private static final String URL = "https://hooks.example.com/live";

  private Scene scene;
  private Callbacks callbacks;
  private Versions versions;
  private Flux flux;

  @BeforeAll
  void runs(TestCluster cluster) {
    scene = Scene.open(cluster, "--quota=100");
    callbacks = scene.callbacks();
    versions = Versions.of(cluster, "LiveCallback");
    flux = new Flux(cluster);
    scene.start(scene.operator().with("LIVE_QUOTA", "100"));
  }

  @AfterAll
  void ends() {
    versions.close();
    scene.close();
  }

  @Test
  @DisplayName("becomes Current, and is written by no further reconciliation")
  void current() {
    String scope = "vhost/steady.example.com";
    String manifest = manifest("steady", spec(scope, "a", "push", URL));
    flux.apply(manifest);
    flux.awaitCurrent("steady");
    String version = callbacks.version("steady");

    flux.apply(manifest);
    flux.apply(manifest);
    callbacks.awaitQuiet();

    assertThat(callbacks.version("steady")).isEqualTo(version);
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  @Test
  @DisplayName("is renamed in one commit without a gap, and without a delete of the record")
  void renamed() {
    String scope = "vhost/renamed.example.com";
    String spec = spec(scope, "a", "push", URL);
    flux.apply(manifest("old-name", spec));
    flux.awaitCurrent("old-name");

    flux.apply(manifest("new-name", spec), "old-name");
    flux.awaitCurrent("new-name");
    callbacks.awaitGone("old-name");
    callbacks.awaitQuiet();

    assertThat(Flux.statuses(versions.upToDate("new-name")))
        .endsWith("Current")
        .doesNotContain("Failed");
    assertThat(scene.console().list(scope)).containsExactly("a push " + URL);
    assertThat(scene.removes(scope)).isZero();
    assertThat(scene.puts(scope)).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "is renamed and edited in one commit: the record is written once more, never deleted")
  void renamedAndEdited() {
    String scope = "vhost/renewed.example.com";
    String other = "https://other.example.com/live";
    flux.apply(manifest("plain", spec(scope, "a", "push", URL)));
    flux.awaitCurrent("plain");

    flux.apply(manifest("renewed", spec(scope, "a", "push", other)), "plain");
    flux.awaitCurrent("renewed");
    callbacks.awaitGone("plain");

    assertThat(scene.console().list(scope)).containsExactly("a push " + other);
    assertThat(scene.removes(scope)).isZero();
    assertThat(scene.puts(scope)).isEqualTo(2);
  }

  @Test
  @DisplayName("goes with its record when it leaves Git")
  void pruned() {
    String scope = "vhost/pruned.example.com";
    flux.apply(manifest("pruned", spec(scope, "a", "push", URL)));
    flux.awaitCurrent("pruned");

    flux.apply(manifest("stays", spec("vhost/stays.example.com", "a", "push", URL)), "pruned");
    callbacks.awaitGone("pruned");

    assertThat(scene.records(scope)).isEmpty();
    assertThat(scene.removes(scope)).isEqualTo(1);
  }

  @Test
  @DisplayName("stays when it leaves Git, if it was told so one commit before")
  void kept() {
    String scope = "vhost/kept.example.com";
    String spec = spec(scope, "a", "push", URL);
    flux.apply(manifest("kept", spec));
    flux.awaitCurrent("kept");
    flux.apply(manifest("kept", spec, "kustomize.toolkit.fluxcd.io/prune: disabled"));
    flux.awaitCurrent("kept");

    flux.apply(manifest("others", spec("vhost/others.example.com", "a", "push", URL)), "kept");
    flux.awaitCurrent("others", "kept");

    assertThat(scene.records(scope)).hasSize(1);
    assertThat(scene.puts(scope)).isEqualTo(1);
    assertThat(scene.removes(scope)).isZero();
  }

  @Test
  @DisplayName("leaves its record behind, if it was told so one commit before")
  void orphaned() {
    String scope = "vhost/orphaned.example.com";
    flux.apply(manifest("orphaned", spec(scope, "a", "push", URL)));
    flux.awaitCurrent("orphaned");
    flux.apply(manifest("orphaned", spec(scope, "a", "push", URL, "deletionPolicy: Orphan")));
    callbacks.awaitReadyFor("orphaned", Reason.IN_SYNC);

    flux.apply(manifest("left", spec("vhost/left.example.com", "a", "push", URL)), "orphaned");
    callbacks.awaitGone("orphaned");

    assertThat(scene.records(scope)).hasSize(1);
    assertThat(scene.removes(scope)).isZero();
  }

  private String manifest(String name, String spec) {
    return manifest(name, spec, "");
  }

  /** With the labels by which Flux knows its own, and this annotation, if any. */
  private String manifest(String name, String spec, String annotation) {
    return """
    apiVersion: livecallback.dev/v1
    kind: LiveCallback
    metadata:
      name: %s
      namespace: %s
      labels:
        kustomize.toolkit.fluxcd.io/name: live-callbacks
        kustomize.toolkit.fluxcd.io/namespace: flux-system
    %s
    spec: %s
    """
        .formatted(
            name,
            callbacks.namespace(),
            annotation.isEmpty() ? "" : "  annotations: {" + annotation + "}",
            spec);
  }
}
