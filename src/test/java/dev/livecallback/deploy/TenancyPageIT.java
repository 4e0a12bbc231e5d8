package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Its examples as they stand, in the namespaces that they name, and its commands. */
@Needs(Tool.CONTROL_PLANE)
@DisplayName("docs/tenancy.md")
@Slow
class TenancyPageIT {
  private static final String PAGE = "docs/tenancy.md";
  private static final String VHOST = "push.sports.example.com";

  /** A command and what it prints. */
  private static final Pattern SHOWN = Pattern.compile("(?m)^\\$ (kubectl .+)\\n(.+)$");

  private static Installation installation;
  private static TestCluster cluster;
  private static SimulatorUnderTest simulator;
  private static OperatorUnderTest operator;

  @BeforeAll
  static void install() {
    installation = Installation.start("tenancy");
    cluster = installation.cluster();
    simulator = SimulatorUnderTest.start();
    operator = installation.operator(simulator).start();
    for (String each : List.of("live-accounts", "sports-football", "news", "live", "visitors")) {
      cluster.kubectl("create", "namespace", each).succeeded();
    }
  }

  @AfterAll
  static void stop() {
    operator.close();
    simulator.close();
    installation.close();
  }

  @Test
  void hasCommandsThatWorkAndOneThatRemovesTheRecordsOfATeamThatIsShutOut() {
    createSecret("live-accounts", "streaming");
    apply("An example", 0);
    awaitReady("live-accounts", "liveaccount/streaming");
    apply("An example", 1);
    awaitReady("sports-football", "livecallback/match-started");
    assertThat(simulator.records(VHOST)).hasSize(1);

    cluster
        .kubectl(
            "--namespace=live-accounts",
            "patch",
            "liveaccount/streaming",
            "--type=merge",
            "--patch={\"spec\":{\"allow\":[{\"namespaces\":[\"news\"]}]}}")
        .succeeded();
    awaitNotAllowed("sports-football", "match-started");
    assertThat(simulator.records(VHOST)).hasSize(1);
    run("Taking a permission back");

    assertThat(simulator.records(VHOST)).isEmpty();
  }

  @Test
  void showsTheMessageOfOneThatIsNotAllowedAndHowToFindAllOfThem() {
    createSecret("live", "tenant-a");
    applyText(
        """
        apiVersion: livecallback.dev/v1
        kind: LiveAccount
        metadata: {name: tenant-a, namespace: live}
        spec:
          profile: Volcengine
          credentials: {secretRef: {name: tenant-a}}
          allow: [{namespaces: [live]}]
        ---
        apiVersion: livecallback.dev/v1
        kind: LiveCallback
        metadata: {name: visit, namespace: visitors}
        spec:
          accountRef: {name: tenant-a, namespace: live}
          vhost: visit.tenant-a.example.com
          messageType: push
          callbackDetailList: [{url: "https://visitors.example.com/visit"}]
        """);
    awaitNotAllowed("visitors", "visit");

    MatchResult shown = SHOWN.matcher(Pages.text(PAGE)).results().findFirst().orElseThrow();
    assertThat(shell(shown.group(1)).strip()).isEqualTo(shown.group(2));
    assertThat(run("What a refused tenant sees")).contains("visit ", "NotAllowed");
  }

  @Test
  void hasAnAccountOfATenantsOwnThatWorks() {
    createSecret("news", "live");
    apply("A tenant with its own account", 0);
    awaitReady("news", "liveaccount/live");
  }

  @Test
  void hasNoOtherCommands() {
    assertThat(Pages.blocks(PAGE, "sh")).hasSize(2);
    assertThat(SHOWN.matcher(Pages.text(PAGE)).results()).hasSize(1);
  }

  private static void createSecret(String namespace, String name) {
    cluster
        .kubectl(
            "--namespace=" + namespace,
            "create",
            "secret",
            "generic",
            name,
            "--from-literal=accessKeyId=" + SimulatorUnderTest.ACCESS_KEY_ID,
            "--from-literal=secretAccessKey=" + SimulatorUnderTest.SECRET_ACCESS_KEY)
        .succeeded();
  }

  private static void apply(String heading, int number) {
    applyText(Pages.blocks(PAGE, heading, "yaml").get(number));
  }

  private static void applyText(String yaml) {
    cluster.kubectlWithInput(yaml, "apply", "--validate=strict", "-f", "-").succeeded();
  }

  private static void awaitReady(String namespace, String object) {
    cluster
        .kubectl(
            "--namespace=" + namespace, "wait", object, "--for=condition=Ready", "--timeout=60s")
        .succeeded();
  }

  private static void awaitNotAllowed(String namespace, String name) {
    cluster
        .kubectl(
            "--namespace=" + namespace,
            "wait",
            "livecallback/" + name,
            "--for=jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}=NotAllowed",
            "--timeout=60s")
        .succeeded();
  }

  private static String run(String heading) {
    List<String> blocks = Pages.blocks(PAGE, heading, "sh");
    assertThat(blocks).hasSize(1);
    return shell(blocks.getFirst());
  }

  private static String shell(String commands) {
    return cluster.shell("set -e\n" + commands).succeeded().stdout();
  }
}
