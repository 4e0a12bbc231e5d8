package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Needs(Tool.GO)
@Flow(quota = 100)
@DisplayName("An object that Flux applies")
@Slow
class FluxIT {
  private final Scene scene;
  private final Callbacks callbacks;
  private final Versions versions;
  private final Flux flux;

  FluxIT(Scene scene) {
    this.scene = scene;
    callbacks = scene.callbacks();
    versions = Versions.of(scene.cluster(), "LiveCallback");
    flux = new Flux(scene.cluster());
  }

  @AfterAll
  void ends() {
    versions.close();
  }

  @Test
  void becomesCurrentAndIsWrittenByNoFurtherReconciliation() {
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
  void isRenamedInOneCommitWithoutAGapAndWithoutADeleteOfTheRecord() {
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
  void isRenamedAndEditedInOneCommitTheRecordIsWrittenOnceMoreNeverDeleted() {
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
  void goesWithItsRecordWhenItLeavesGit() {
    String scope = "vhost/pruned.example.com";
    flux.apply(manifest("pruned", spec(scope, "a", "push", URL)));
    flux.awaitCurrent("pruned");

    flux.apply(manifest("stays", spec("vhost/stays.example.com", "a", "push", URL)), "pruned");
    callbacks.awaitGone("pruned");

    assertThat(scene.records(scope)).isEmpty();
    assertThat(scene.removes(scope)).isEqualTo(1);
  }

  @Test
  void staysWhenItLeavesGitIfItWasToldSoOneCommitBefore() {
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
  void leavesItsRecordBehindIfItWasToldSoOneCommitBefore() {
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
