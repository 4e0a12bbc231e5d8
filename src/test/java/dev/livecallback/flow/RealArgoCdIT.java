package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static dev.livecallback.flow.RealGitops.CALLBACKS;
import static dev.livecallback.flow.RealGitops.NAMESPACE;
import static dev.livecallback.flow.RealGitops.OPERATOR;
import static dev.livecallback.flow.RealGitops.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.deploy.Pages;
import dev.livecallback.testing.Gitops;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/argocd.md} with the real Argo CD: the worked example as it stands there. */
@Gitops
@Needs(Tool.GIT)
@NeedsControlPlane(own = true)
@DisplayName("The real Argo CD")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealArgoCdIT {
  private TestCluster cluster;
  private Callbacks callbacks;
  private RealGitops world;
  private RealArgoCd argo;

  @BeforeAll
  void begin(TestCluster own, @TempDir Path folder) throws IOException {
    cluster = own;
    callbacks = new Callbacks(cluster);
    world = new RealGitops(cluster, folder);
    argo = new RealArgoCd(cluster, world.git(), Files.createDirectory(folder.resolve("argo")));
    // The command of the page.
    cluster
        .kubectl(
            "-n",
            "argocd",
            "patch",
            "configmap",
            "argocd-cm",
            "--type",
            "merge",
            "--patch-file",
            "deploy/argocd/argocd-cm.yaml")
        .succeeded();
  }

  @AfterAll
  void end() {
    // What couldn't begin has nothing to end.
    if (argo != null) {
      argo.close();
    }
    if (world != null) {
      world.close();
    }
  }

  /** The worked example of the page: both applications, for this repository. */
  private String workedExample() {
    return Pages.blocks("docs/argocd.md", "A worked example", "yaml")
        .getFirst()
        .replaceAll("repoURL: .*", "repoURL: " + world.git().fileUrl())
        .replace("namespace: sports", "namespace: " + cluster.namespace());
  }

  private String callback(String name, int wave, String spec) {
    return """
    apiVersion: livecallback.dev/v1
    kind: LiveCallback
    metadata:
      name: %s
      namespace: %s
      annotations: {argocd.argoproj.io/sync-wave: "%d"}
    spec: %s
    """
        .formatted(name, cluster.namespace(), wave, spec);
  }

  private String synced(String commit) {
    argo.refresh(CALLBACKS);
    argo.awaitHealthy(CALLBACKS, commit);
    return commit;
  }

  @Test
  @Order(1)
  void installsTheOperatorAndThenItsCallbacksWaveByWave() throws IOException {
    world.commit("third", callback("third", 2, spec("vhost/a.example.com", "third", "push", URL)));
    world.commit("first", callback("first", 0, spec("vhost/a.example.com", "first", "push", URL)));
    String commit =
        world.commit(
            "second", callback("second", 1, spec("vhost/a.example.com", "second", "push", URL)));
    cluster.kubectlWithInput(workedExample(), "apply", "-f", "-").succeeded();

    world.startOperator();
    argo.awaitHealthy(OPERATOR, commit);
    argo.awaitHealthy(CALLBACKS, commit);

    assertThat(world.puts()).containsExactly("first", "second", "third");
  }

  @Test
  @Order(2)
  void seesNoDifferenceAfterASync() {
    assertThat(argo.argocd("app", "diff", CALLBACKS).exitCode()).isZero();
    assertThat(argo.argocd("app", "diff", OPERATOR).exitCode()).isZero();
  }

  @Test
  @Order(3)
  void prunesAnObjectAndWithItTheRecord() throws IOException {
    synced(world.remove("third"));

    callbacks.awaitGone("third");
    assertThat(world.simulator().records("a.example.com"))
        .extracting(record -> record.path("App").asText())
        .containsExactlyInAnyOrder("first", "second");
  }

  @Test
  @Order(4)
  void handsARecordOverWhenItsObjectIsRenamedInOneCommit() throws IOException {
    int puts = world.puts().size();
    int removes = world.removes();

    for (int i = 1; i <= 5; i++) {
      String spec = spec("vhost/a.example.com", "second", "push", URL);
      String old = i == 1 ? "second" : "renamed-" + (i - 1);
      String name = "renamed-" + i;
      synced(world.rename(old, name, callback(name, 1, spec)));
      callbacks.awaitGone(old);
      callbacks.awaitReadyFor(name, Reason.IN_SYNC);
    }

    assertThat(world.removes()).as("removes").isEqualTo(removes);
    assertThat(world.puts()).as("writes").hasSize(puts);
  }

  @Test
  @Order(5)
  void leavesAPauseThatIsNotInGit() throws IOException {
    cluster
        .shell(
            "kubectl annotate livecallback first --overwrite --field-manager=livecallback"
                + " livecallback.dev/paused=true")
        .succeeded();
    callbacks.awaitObject(
        "first",
        object -> assertThat(Callbacks.ready(object).reason()).isEqualTo(Reason.PAUSED.word()));

    String commit =
        world.commit(
            "first", callback("first", 0, spec("vhost/a.example.com", "first", "push", OTHER_URL)));
    argo.refresh(CALLBACKS);
    argo.awaitRunning(CALLBACKS, "Suspended", commit);

    assertThat(callbacks.get("first").getMetadata().getAnnotations())
        .containsEntry("livecallback.dev/paused", "true");
    assertThat(url("first")).isEqualTo(URL);
    cluster
        .shell(
            "kubectl annotate livecallback first --field-manager=livecallback"
                + " livecallback.dev/paused-")
        .succeeded();
    synced(commit);
    assertThat(url("first")).isEqualTo(OTHER_URL);
  }

  private String url(String app) {
    return world.simulator().records("a.example.com").stream()
        .filter(record -> record.path("App").asText().equals(app))
        .map(record -> record.path("CallbackDetailList").path(0).path("URL").asText())
        .findFirst()
        .orElse("");
  }

  @Test
  @Order(6)
  void writesAKeyAnewWhenOnlyItsSecretChangesInGit() throws IOException {
    world.commit("key", world.secret("key-number-one"));
    String spec =
        spec("vhost/b.example.com", "signed", "push", URL, Callbacks.signedBy("signing-key"));
    synced(world.commit("signed", callback("signed", 1, spec)));
    assertThat(world.key("b.example.com")).isEqualTo("key-number-one");

    argo.refresh(CALLBACKS);
    String commit = world.commit("key", world.secret("key-number-two"));
    synced(commit);

    await("the new key")
        .atMost(PATIENCE)
        .until(() -> world.key("b.example.com").equals("key-number-two"));
  }

  @Test
  @Order(7)
  void takesTheFixAfterASyncThatFailed() throws IOException {
    String refused = spec("vhost/a.example.com", "wrong", "push", OTHER_URL);
    world
        .simulator()
        .addFault(
            """
        {"action": "UpdateCallback", "scope": "vhost/a.example.com", "app": "wrong",
         "effect": "error", "status": 400, "code": "InvalidParameter"}
        """);
    String broken = world.commit("wrong", callback("wrong", 0, refused));
    argo.refresh(CALLBACKS);
    argo.awaitRunning(CALLBACKS, "Degraded", broken);

    world.simulator().removeFaults();
    String fixed =
        world.commit(
            "wrong", callback("wrong", 0, spec("vhost/a.example.com", "wrong", "push", URL)));
    synced(fixed);
  }

  @Test
  @Order(8)
  void deletesTheApplicationOfTheCallbacksWithTheirRecords() {
    argo.argocd("app", "delete", CALLBACKS, "--yes").succeeded();

    await("no callback")
        .atMost(PATIENCE)
        .until(() -> cluster.client().resources(LiveCallback.class).list().getItems().isEmpty());
    assertThat(world.simulator().records()).isEmpty();
    argo.argocd("app", "delete", OPERATOR, "--yes", "--cascade=false").succeeded();
  }

  @Test
  @Order(9)
  void installsAllOfItByOneApplicationAndDeletesAllOfIt() throws IOException {
    world
        .git()
        .commit(
            "all/kustomization.yaml",
            Optional.of("resources: [../deploy/manifests, callbacks.yaml]\n"));
    String commit =
        world
            .git()
            .commit(
                "all/callbacks.yaml",
                Optional.of(
                    callback("one", 1, spec("vhost/c.example.com", "one", "push", URL))
                        + "---\n"
                        + callback("two", 2, spec("vhost/c.example.com", "two", "push", URL))));
    cluster
        .kubectlWithInput(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata:
              name: everything
              namespace: argocd
              finalizers: [resources-finalizer.argocd.argoproj.io]
            spec:
              project: default
              source: {repoURL: "%s", targetRevision: main, path: all}
              destination: {server: https://kubernetes.default.svc, namespace: live-callback-operator}
              syncPolicy:
                automated: {prune: true, selfHeal: true}
                syncOptions: [ServerSideApply=true, CreateNamespace=true, SkipDryRunOnMissingResource=true]
            """
                .formatted(world.git().fileUrl()),
            "apply",
            "-f",
            "-")
        .succeeded();
    argo.awaitHealthy("everything", commit);
    assertThat(world.simulator().records("c.example.com")).hasSize(2);

    cluster
        .kubectl("delete", "application", "everything", "--namespace=argocd", "--wait=false")
        .succeeded();

    await("nothing is left")
        .atMost(PATIENCE)
        .until(
            () ->
                cluster
                    .kubectl("get", "applications", "--namespace=argocd", "-o=name")
                    .stdout()
                    .isEmpty());
    assertThat(world.simulator().records()).isEmpty();
    assertThat(
            cluster.client().apps().deployments().inNamespace(NAMESPACE).withName(OPERATOR).get())
        .isNull();
  }
}
