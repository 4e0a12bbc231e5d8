package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.Reason;
import dev.livecallback.deploy.Pages;
import dev.livecallback.testing.Gitops;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/flux.md} with the real Flux: the worked example as it stands there. */
@Gitops
@Needs(Tool.GIT)
@NeedsControlPlane(own = true)
@DisplayName("The real Flux")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealFluxIT {
  private static final String NAMESPACE = "live-callback-operator";
  private static final String OPERATOR = "live-callback-operator";
  private static final String CALLBACKS = "live-callbacks";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private TestCluster cluster;
  private Callbacks callbacks;
  private RealControllers controllers;
  private GitServer git;
  private RealFlux flux;
  private SimulatorUnderTest simulator;
  private @Nullable OperatorUnderTest operator;

  @BeforeAll
  void begin(TestCluster own, @TempDir Path folder) throws IOException {
    cluster = own;
    callbacks = new Callbacks(cluster);
    controllers = new RealControllers(cluster);
    git = new GitServer(Files.createDirectory(folder.resolve("git")));
    flux = new RealFlux(cluster, Files.createDirectory(folder.resolve("flux")));
    simulator = SimulatorUnderTest.start("--quota=1000");
  }

  @AfterAll
  void end() {
    Stream.of(operator, simulator, flux, git, controllers)
        .filter(each -> each != null)
        .forEach(RealFluxIT::close);
  }

  private static void close(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String callback(String name, String spec) {
    return """
    apiVersion: livecallback.dev/v1
    kind: LiveCallback
    metadata: {name: %s, namespace: %s}
    spec: %s
    """
        .formatted(name, cluster.namespace(), spec);
  }

  private String commit(String name, String content) throws IOException {
    return git.commit("callbacks/" + name + ".yaml", Optional.of(content));
  }

  private void ready(String commit) {
    flux.awaitReady("sports", CALLBACKS, commit);
  }

  private int puts() {
    return simulator.calls("UpdateCallback").size();
  }

  private int removes() {
    return simulator.calls("DeleteCallback").size();
  }

  @Test
  @Order(1)
  void installsTheOperatorAndThenItsCallbacks() throws IOException {
    git.copy(Path.of("deploy/crds"));
    git.copy(Path.of("deploy/manifests"));
    git.commit("operator/kustomization.yaml", Optional.of("resources: [../deploy/manifests]\n"));
    String commit =
        commit("first", callback("first", spec("vhost/a.example.com", "first", "push", URL)));
    for (String repository : List.of("platform", "sports")) {
      cluster
          .kubectlWithInput(
              """
              apiVersion: source.toolkit.fluxcd.io/v1
              kind: GitRepository
              metadata: {name: %s, namespace: flux-system}
              spec: {interval: 10m, url: "%s", ref: {branch: main}}
              """
                  .formatted(repository, git.httpUrl()),
              "apply",
              "-f",
              "-")
          .succeeded();
    }
    cluster
        .kubectlWithInput(
            Pages.blocks("docs/flux.md", "A worked example", "yaml").getFirst(), "apply", "-f", "-")
        .succeeded();
    await("the operator's account")
        .atMost(PATIENCE)
        .until(
            () ->
                cluster.client().serviceAccounts().inNamespace(NAMESPACE).withName(OPERATOR).get()
                    != null);
    operator =
        OperatorUnderTest.of(cluster.kubeconfigFor(NAMESPACE, OPERATOR), simulator)
            .in(NAMESPACE)
            .with("LOG_LEVEL", "debug")
            .start();

    flux.awaitReady("platform", OPERATOR, commit);
    ready(commit);
    assertThat(puts()).isOne();
  }

  @Test
  @Order(2)
  void leavesAPauseThatIsNotInGitAndWasSetByThePagesCommand() throws IOException {
    String command =
        Pages.blocks("docs/flux.md", "Annotations", "sh")
            .getFirst()
            .replace("stream-started", "first");
    cluster.shell(command).succeeded();
    callbacks.awaitObject(
        "first",
        object -> assertThat(Callbacks.ready(object).reason()).isEqualTo(Reason.PAUSED.word()));

    String commit =
        commit("other", callback("other", spec("vhost/a.example.com", "other", "push", URL)));
    ready(commit);

    assertThat(callbacks.get("first").getMetadata().getAnnotations())
        .containsEntry("livecallback.dev/paused", "true");
    cluster
        .shell(
            "kubectl annotate livecallback first --field-manager=livecallback"
                + " livecallback.dev/paused-")
        .succeeded();
    callbacks.awaitReadyFor("first", Reason.IN_SYNC);
  }

  /** The sentence of the page for which the commands have a field manager of their own. */
  @Test
  @Order(3)
  void takesAPauseOffThatAPlainKubectlSet() throws IOException {
    cluster.shell("kubectl annotate livecallback first livecallback.dev/paused=true").succeeded();
    callbacks.awaitObject(
        "first",
        object -> assertThat(Callbacks.ready(object).reason()).isEqualTo(Reason.PAUSED.word()));

    String commit =
        commit("first", callback("first", spec("vhost/a.example.com", "first", "push", OTHER_URL)));
    ready(commit);

    assertThat(callbacks.get("first").getMetadata().getAnnotations())
        .doesNotContainKey("livecallback.dev/paused");
  }

  @Test
  @Order(4)
  void prunesAnObjectAndWithItTheRecord() throws IOException {
    ready(git.commit("callbacks/other.yaml", Optional.empty()));

    callbacks.awaitGone("other");
    await("one record")
        .atMost(PATIENCE)
        .until(() -> simulator.records("a.example.com").size() == 1);
  }

  @Test
  @Order(5)
  void handsARecordOverWhenItsObjectIsRenamedInOneCommit() throws IOException {
    int puts = puts();
    int removes = removes();

    String old = "first";
    for (int i = 1; i <= 5; i++) {
      Files.delete(git.work().resolve("callbacks/" + old + ".yaml"));
      String name = "renamed-" + i;
      String spec = spec("vhost/a.example.com", "first", "push", OTHER_URL);
      ready(commit(name, callback(name, spec)));
      callbacks.awaitGone(old);
      callbacks.awaitReadyFor(name, Reason.IN_SYNC);
      old = name;
    }

    assertThat(removes()).as("removes").isEqualTo(removes);
    assertThat(puts()).as("writes").isEqualTo(puts);
  }

  @Test
  @Order(6)
  void failsAtOnceForWhatAPersonHasToMendAndTakesTheFix() throws IOException {
    String fault =
        simulator.addFault(
            """
            {"action": "UpdateCallback", "scope": "vhost/a.example.com", "app": "wrong",
             "effect": "error", "status": 400, "code": "InvalidParameter"}
            """);
    String broken =
        commit("wrong", callback("wrong", spec("vhost/a.example.com", "wrong", "push", URL)));
    flux.awaitFailed("sports", CALLBACKS, broken);

    simulator.removeFault(fault);
    ready(
        commit(
            "wrong", callback("wrong", spec("vhost/a.example.com", "wrong", "push", OTHER_URL))));
  }

  @Test
  @Order(7)
  void writesAKeyAnewWhenOnlyItsSecretChangesInGit() throws IOException {
    git.commit("callbacks/key.yaml", Optional.of(secret("key-number-one")));
    String spec =
        spec("vhost/b.example.com", "signed", "push", URL, Callbacks.signedBy("signing-key"));
    ready(commit("signed", callback("signed", spec)));
    assertThat(key()).isEqualTo("key-number-one");

    ready(git.commit("callbacks/key.yaml", Optional.of(secret("key-number-two"))));

    await("the new key").atMost(PATIENCE).until(() -> key().equals("key-number-two"));
  }

  private String secret(String value) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: signing-key, namespace: %s}
    stringData: {key: %s}
    """
        .formatted(cluster.namespace(), value);
  }

  private String key() {
    List<JsonNode> records = simulator.records("b.example.com");
    return records.isEmpty() ? "" : records.getFirst().path("AuthKeyPrimary").asText();
  }
}
