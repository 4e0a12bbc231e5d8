package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** All of the page's commands in one shell, as a person types them. */
@Needs({Tool.CONTROL_PLANE, Tool.CURL})
@DisplayName("docs/quickstart.md")
@Slow
class QuickstartIT {
  private static final String PAGE = "docs/quickstart.md";
  private static final String CONSOLE = "http://127.0.0.1:8401";

  private static Installation installation;
  private static TestCluster cluster;

  private SimulatorUnderTest simulator;

  @BeforeAll
  static void install() {
    installation = Installation.start("quickstart");
    cluster = installation.cluster();
  }

  @AfterAll
  static void uninstall() {
    installation.close();
  }

  @BeforeEach
  void start() {
    simulator = SimulatorUnderTest.start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void hasCommandsThatWorkWithoutAnAccount() {
    // The demo's operator has none, and a plan goes by what one says.
    cluster
        .kubectl("-n", InstalledManifests.NAMESPACE, "delete", "deployment", "--all")
        .succeeded();
    try (OperatorUnderTest _ = operator().with("SYNC_PERIOD", "2s").start()) {
      String shown = run("Without an account", 6, CONSOLE, simulator.adminEndpoint().toString());

      assertThat(simulator.records()).isEmpty();
      assertThat(shown)
          .contains("https://hooks.example.com/live/started")
          .contains("live/started → https://hooks.example.com/v2/started")
          .contains("Plan: 1 to change.")
          .contains("\"fields\":[\"callbackDetailList\"]");
      assertThat(writes("studio")).containsExactly("UpdateCallback", "DeleteCallback");
    }
  }

  @Test
  void hasCommandsThatWorkWithOne() {
    String keys =
        "accessKeyId=%s --from-literal=secretAccessKey=%s"
            .formatted(SimulatorUnderTest.ACCESS_KEY_ID, SimulatorUnderTest.SECRET_ACCESS_KEY);
    try (OperatorUnderTest _ =
        operator().with("ACCESS_KEY_ID", "").with("SECRET_ACCESS_KEY", "").start()) {
      String shown =
          run("With an account", 5, "accessKeyId=AKLT... --from-literal=secretAccessKey=...", keys);

      assertThat(shown).contains(SimulatorUnderTest.ACCOUNT, "InSync", "CredentialsValid");
      assertThat(writes("")).containsExactly("UpdateCallback", "DeleteCallback");
      assertThat(simulator.records()).isEmpty();
    }
  }

  @Test
  void hasNoOtherCommandsButForTheDemoWhichChecksItself() {
    assertThat(Pages.blocks(PAGE, "sh")).hasSize(11);
    assertThat(Pages.blocks(PAGE, "console")).containsExactly("./demo --keep\n");
  }

  private OperatorUnderTest.Builder operator() {
    return installation.operator(simulator);
  }

  /** What the commands below a heading print, with what stands for the reader's own replaced. */
  private String run(String heading, int blocks, String placeholder, String own) {
    List<String> commands = Pages.blocks(PAGE, heading, "sh");
    assertThat(commands).hasSize(blocks);
    String script = String.join("\n", commands);
    assertThat(script).containsOnlyOnce(placeholder);
    String prepared = script.replace(placeholder, own.replaceFirst("/$", ""));
    return cluster.shell("set -e\n" + exports() + "set -x\n" + prepared).succeeded().stdout();
  }

  /** What the demo has a person paste, for the program's own commands. */
  private String exports() {
    return """
    export JAVA_HOME='%s' PATH='%s':"$PATH"
    export ACCESS_KEY_ID=%s ACCESS_KEY_SECRET=%s LIVE_ENDPOINT=%s STS_ENDPOINT=%5$s
    """
        .formatted(
            System.getProperty("java.home"),
            Path.of("target/app/bin").toAbsolutePath(),
            SimulatorUnderTest.ACCESS_KEY_ID,
            SimulatorUnderTest.SECRET_ACCESS_KEY,
            simulator.endpoint());
  }

  /** The writes of an application, or of the vhost as a whole (""), in their order. */
  private List<String> writes(String app) {
    return Stream.of("UpdateCallback", "DeleteCallback")
        .flatMap(action -> simulator.calls(action).stream())
        .filter(call -> call.path("app").asText("").equals(app))
        .map(call -> call.path("action").asText())
        .toList();
  }
}
