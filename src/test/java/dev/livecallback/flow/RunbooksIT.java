package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.deploy.InstalledManifests;
import dev.livecallback.deploy.Pages;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.Persistent;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of each runbook, in the trouble that it is for where one can be made here. */
@Order(1) // it takes longest: it begins first
@NeedsControlPlane(own = true)
@Flow(quota = 100, sync = "1s", operator = false)
@DisplayName("docs/runbooks")
@Slow
class RunbooksIT {
  private static final Path FOLDER = Path.of("docs/runbooks");
  private static final String CONTESTED = "LiveCallbackContested.md";
  private static final String LOOK = "How to look";
  private static final List<String> HEADINGS = List.of(LOOK, "What to do", "When it is over");

  private final Scene scene;
  private final TestCluster cluster;
  private final TestCluster disputed;
  private final RunbookCases troubles;
  private final RunbookCases dispute;
  private final Persistent writer;

  RunbooksIT(Scene scene) {
    this.scene = scene;
    cluster = scene.cluster();
    disputed = cluster.another("disputed");
    InstalledManifests.apply(cluster).succeeded();
    scene.start(scene.operator().watching(cluster.namespace(), disputed.namespace()));
    troubles = troubles(cluster, "2100000009");
    troubles.createAccount("");
    dispute = troubles(disputed, "2100000008");
    dispute.createAccount("syncPeriod: 1m");
    dispute.createObject("sports");
    writer = dispute.contest();
  }

  private RunbookCases troubles(TestCluster namespace, String account) {
    return new RunbookCases(
        scene.simulator(),
        new Callbacks(namespace),
        new Accounts(namespace),
        CloudUser.create(scene.simulator(), account, "ops"));
  }

  @AfterAll
  void ends() {
    writer.close();
  }

  @AfterEach
  void clears() {
    troubles.clear();
  }

  @ParameterizedTest(name = "{0} has commands that work")
  @MethodSource("pages")
  void commands(Path page) {
    String name = page.getFileName().toString();
    if (!name.equals(CONTESTED)) {
      troubles.createObject(name.equals("LiveCallbackDeleteBlocked.md") ? "" : "sports");
    }
    RunbookCase trouble = trouble(name);

    trouble.arise().run();
    String seen = run(page, LOOK);
    assertThat(trouble.shown()).as("%s", seen).allMatch(seen::contains);
    trouble.repair().run();
    run(page, "What to do");
    run(page, "When it is over");
    trouble.over().run();
  }

  @ParameterizedTest(name = "{0} has no other commands, but for those that need a kubelet")
  @MethodSource("pages")
  void noOthers(Path page) {
    List<String> all = Pages.blocks(page.toString(), "sh");

    assertThat(all).isNotEmpty();
    assertThat(HEADINGS.stream().flatMap(heading -> blocks(page, heading))).isEqualTo(all);
    assertThat(Pages.blocks(page.toString(), "console").stream().flatMap(String::lines))
        .allMatch(line -> line.matches("kubectl --namespace \\S+ logs .*"));
  }

  /** What takes minutes to come about comes last. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(FOLDER)) {
      return pages
          .sorted(
              Comparator.comparing((Path page) -> page.endsWith(CONTESTED))
                  .thenComparing(page -> page))
          .toList();
    }
  }

  private RunbookCase trouble(String page) {
    return switch (page) {
      case "LiveCallbackAccountUnusable.md" -> troubles.accountUnusable();
      case "LiveCallbackApiUnavailable.md" -> troubles.apiUnavailable();
      case CONTESTED -> dispute.contested(writer);
      case "LiveCallbackDeleteBlocked.md" -> troubles.deleteBlocked();
      case "LiveCallbackDeleteLimitReached.md" -> troubles.deleteLimitReached();
      case "LiveCallbackDriftTolerated.md" -> troubles.driftTolerated();
      case "LiveCallbackNotReady.md" -> troubles.notReady();
      case "LiveCallbackSeveralLeaders.md" ->
          RunbookCase.of(() -> {}, List.of("live-callback-operator"), this::assertOneReplica);
      case "LiveCallbackSweepOverdue.md" -> troubles.sweepOverdue();
      default -> RunbookCase.NONE;
    };
  }

  private void assertOneReplica() {
    assertThat(
            cluster
                .client()
                .apps()
                .deployments()
                .inNamespace("live-callback-operator")
                .withName("live-callback-operator")
                .require()
                .getSpec()
                .getReplicas())
        .isEqualTo(1);
  }

  private static Stream<String> blocks(Path page, String heading) {
    String text = Pages.text(page.toString());
    return text.contains("\n## " + heading + "\n")
        ? Pages.blocks(page.toString(), heading, "sh").stream()
        : Stream.empty();
  }

  /** What the commands below a heading print. */
  private String run(Path page, String heading) {
    TestCluster namespace = page.endsWith(CONTESTED) ? disputed : cluster;
    StringBuilder printed = new StringBuilder();
    blocks(page, heading)
        .map(
            block -> block.replace("--namespace streaming", "--namespace " + namespace.namespace()))
        .forEach(block -> printed.append(cluster.shell("set -e\n" + block).succeeded().stdout()));
    return printed.toString();
  }
}
