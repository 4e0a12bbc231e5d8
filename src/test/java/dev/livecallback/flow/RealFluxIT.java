package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static dev.livecallback.flow.RealGitops.CALLBACKS;
import static dev.livecallback.flow.RealGitops.OPERATOR;
import static dev.livecallback.flow.RealGitops.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.List;
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
  private TestCluster cluster;
  private Callbacks callbacks;
  private RealGitops world;
  private RealFlux flux;

  @BeforeAll
  void begin(TestCluster own, @TempDir Path folder) throws IOException {
    cluster = own;
    callbacks = new Callbacks(cluster);
    world = new RealGitops(cluster, folder);
    flux = new RealFlux(cluster, Files.createDirectory(folder.resolve("flux")));
  }

  @AfterAll
  void end() {
    // What couldn't begin has nothing to end.
    if (flux != null) {
      flux.close();
    }
    if (world != null) {
      world.close();
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

  private void ready(String commit) {
    flux.awaitReady("sports", CALLBACKS, commit);
  }

  @Test
  @Order(1)
  void installsTheOperatorAndThenItsCallbacks() throws IOException {
    String commit =
        world.commit("first", callback("first", spec("vhost/a.example.com", "first", "push", URL)));
    for (String repository : List.of("platform", "sports")) {
      cluster
          .kubectlWithInput(
              """
              apiVersion: source.toolkit.fluxcd.io/v1
              kind: GitRepository
              metadata: {name: %s, namespace: flux-system}
              spec: {interval: 10m, url: "%s", ref: {branch: main}}
              """
                  .formatted(repository, world.git().httpUrl()),
              "apply",
              "-f",
              "-")
          .succeeded();
    }
    cluster
        .kubectlWithInput(
            Pages.blocks("docs/flux.md", "A worked example", "yaml").getFirst(), "apply", "-f", "-")
        .succeeded();
    world.startOperator();

    flux.awaitReady("platform", OPERATOR, commit);
    ready(commit);
    assertThat(world.puts()).hasSize(1);
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
        world.commit("other", callback("other", spec("vhost/a.example.com", "other", "push", URL)));
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
        world.commit(
            "first", callback("first", spec("vhost/a.example.com", "first", "push", OTHER_URL)));
    ready(commit);

    assertThat(callbacks.get("first").getMetadata().getAnnotations())
        .doesNotContainKey("livecallback.dev/paused");
  }

  @Test
  @Order(4)
  void prunesAnObjectAndWithItTheRecord() throws IOException {
    ready(world.remove("other"));

    callbacks.awaitGone("other");
    await("one record")
        .atMost(PATIENCE)
        .until(() -> world.simulator().records("a.example.com").size() == 1);
  }

  @Test
  @Order(5)
  void handsARecordOverWhenItsObjectIsRenamedInOneCommit() throws IOException {
    int puts = world.puts().size();
    int removes = world.removes();

    String old = "first";
    for (int i = 1; i <= 5; i++) {
      String name = "renamed-" + i;
      String spec = spec("vhost/a.example.com", "first", "push", OTHER_URL);
      ready(world.rename(old, name, callback(name, spec)));
      callbacks.awaitGone(old);
      callbacks.awaitReadyFor(name, Reason.IN_SYNC);
      old = name;
    }

    assertThat(world.removes()).as("removes").isEqualTo(removes);
    assertThat(world.puts()).as("writes").hasSize(puts);
  }

  @Test
  @Order(6)
  void failsAtOnceForWhatAPersonHasToMendAndTakesTheFix() throws IOException {
    String fault =
        world
            .simulator()
            .addFault(
                """
            {"action": "UpdateCallback", "scope": "vhost/a.example.com", "app": "wrong",
             "effect": "error", "status": 400, "code": "InvalidParameter"}
            """);
    String broken =
        world.commit("wrong", callback("wrong", spec("vhost/a.example.com", "wrong", "push", URL)));
    flux.awaitFailed("sports", CALLBACKS, broken);

    world.simulator().removeFault(fault);
    ready(
        world.commit(
            "wrong", callback("wrong", spec("vhost/a.example.com", "wrong", "push", OTHER_URL))));
  }

  @Test
  @Order(7)
  void writesAKeyAnewWhenOnlyItsSecretChangesInGit() throws IOException {
    world.commit("key", world.secret("key-number-one"));
    String spec =
        spec("vhost/b.example.com", "signed", "push", URL, Callbacks.signedBy("signing-key"));
    ready(world.commit("signed", callback("signed", spec)));
    assertThat(world.key("b.example.com")).isEqualTo("key-number-one");

    ready(world.commit("key", world.secret("key-number-two")));

    await("the new key")
        .atMost(PATIENCE)
        .until(() -> world.key("b.example.com").equals("key-number-two"));
  }
}
