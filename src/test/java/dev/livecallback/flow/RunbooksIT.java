package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Reason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of each runbook, in the situation that it is for where one can be made here. */
@NeedsControlPlane
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("docs/runbooks")
class RunbooksIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final String OBJECT = "sports-recordings";
  private static final String ACCOUNT = "live";
  private static final String SCOPE = "vhost/push.example.com";
  private static final String URL = "https://hooks.example.com/live";
  private static final String OTHER_URL = "https://other.example.com/live";

  private TestCluster cluster;
  private Scene scene;
  private Callbacks callbacks;

  @BeforeAll
  void runs(TestCluster cluster) {
    this.cluster = cluster;
    scene = Scene.open(cluster, "--quota=100");
    callbacks = scene.callbacks();
    cluster.kubectl("apply", "-k", "deploy/manifests").succeeded();
    scene.accounts().create(ACCOUNT, CloudUser.create(scene.simulator(), "2100000009", "ops"));
    scene.start(scene.operator().with("SYNC_PERIOD", "1s").with("LIVE_QUOTA", "100"));
    scene.accounts().awaitReady(ACCOUNT);
  }

  @AfterAll
  void ends() {
    scene.close();
  }

  @AfterEach
  void clears() {
    if (callbacks.all().isEmpty()) {
      return;
    }
    callbacks.edit(OBJECT, "{\"deletionPolicy\":\"Orphan\"}");
    callbacks.delete(OBJECT);
    callbacks.awaitGone(OBJECT);
  }

  @ParameterizedTest(name = "{0} has commands that work")
  @MethodSource
  void commands(Path page) throws IOException {
    boolean aboutDeletes = page.endsWith("LiveCallbackDeleteBlocked.md");
    callbacks.create(
        OBJECT,
        spec(SCOPE, aboutDeletes ? "" : "sports", "record", URL, Accounts.through(ACCOUNT)));
    callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);
    arrange(page.getFileName().toString());

    List<String> blocks =
        BLOCK.matcher(Files.readString(page)).results().map(block -> block.group(1)).toList();
    assertThat(blocks).isNotEmpty();
    blocks.forEach(
        block -> run(block.replace("--namespace streaming", "--namespace " + cluster.namespace())));

    settle(page.getFileName().toString());
  }

  static Stream<Path> commands() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs/runbooks"))) {
      return pages.sorted().toList().stream();
    }
  }

  /** Makes it as the page says that it is. */
  private void arrange(String page) {
    switch (page) {
      case "LiveCallbackDeleteBlocked.md" -> {
        scene.simulator().putRecord(foreign());
        callbacks.delete(OBJECT);
        callbacks.awaitReason(OBJECT, Reason.DELETE_BLOCKED);
      }
      case "LiveCallbackDeletesHeld.md" -> {
        scene.accounts().edit(ACCOUNT, "{\"deleteLimit\":{\"perHour\":0}}");
        scene.accounts().awaitReady(ACCOUNT);
        callbacks.delete(OBJECT);
        callbacks.awaitReason(OBJECT, Reason.DELETES_HELD);
      }
      case "LiveCallbackDriftLeft.md" -> {
        String until =
            Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS).toString();
        callbacks.annotate(OBJECT, WellKnown.ALLOW_DRIFT_UNTIL, until);
        scene.simulator().putRecord(record("sports", OTHER_URL));
        callbacks.awaitReadyFor(OBJECT, Reason.DRIFT_LEFT);
      }
      default -> {}
    }
  }

  /** What the page says of when it is over. */
  private void settle(String page) {
    switch (page) {
      case "LiveCallbackDeleteBlocked.md", "LiveCallbackDeletesHeld.md" ->
          callbacks.awaitGone(OBJECT);
      case "LiveCallbackDriftLeft.md" -> callbacks.awaitReadyFor(OBJECT, Reason.IN_SYNC);
      default -> {}
    }
  }

  private static String foreign() {
    return record("other", OTHER_URL);
  }

  private static String record(String app, String url) {
    return "{\"Account\":\"2100000009\",\"Vhost\":\"push.example.com\",\"App\":\"%s\",\"MessageType\":\"record\",\"CallbackDetailList\":[{\"CallbackType\":\"http\",\"URL\":\"%s\"}]}"
        .formatted(app, url);
  }

  private void run(String block) {
    String path = cluster.kubectlProgram().getParent() + ":" + System.getenv("PATH");
    Map<String, String> environment =
        Map.of("PATH", path, "KUBECONFIG", cluster.kubeconfig().toString());
    try (ChildProcess shell = ChildProcess.start(List.of("sh", "-e", "-c", block), environment)) {
      int exit = shell.awaitExit(Duration.ofMinutes(2));
      assertThat(exit).as("%s%n%s", block, String.join("\n", shell.lines())).isZero();
    }
  }
}
