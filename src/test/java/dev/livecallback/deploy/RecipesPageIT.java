package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of each recipe in a shell of its own, beside the packaged operator. */
@Needs(Tool.CONTROL_PLANE)
@DisplayName("docs/recipes.md")
@Slow
class RecipesPageIT {
  private static final String PAGE = "docs/recipes.md";
  private static final String CONSOLE_KEY = "hush-console-key-1";

  private static Installation installation;
  private static TestCluster cluster;

  @TempDir private Path folder;
  private SimulatorUnderTest simulator;
  private OperatorUnderTest operator;

  @BeforeAll
  static void install() {
    KnownSecrets.add(CONSOLE_KEY);
    installation = Installation.start("recipes");
    cluster = installation.cluster();
    // A plan goes by what the operator's Deployment says: there is none, so it goes by ours.
    cluster
        .kubectl("-n", InstalledManifests.NAMESPACE, "delete", "deployment", "--all")
        .succeeded();
  }

  @AfterAll
  static void uninstall() {
    installation.close();
  }

  @BeforeEach
  void start() {
    simulator = SimulatorUnderTest.start("--quota=1000");
    operator = installation.operator(simulator).start();
  }

  @AfterEach
  void stop() {
    cluster
        .kubectl("delete", "livecallbacks", "--all", "--all-namespaces", "--timeout=60s")
        .succeeded();
    operator.close();
    simulator.close();
  }

  @Test
  void keepsStagingAndProductionApart() {
    run("One vhost for staging and production", 2);

    assertThat(simulator.records())
        .extracting(RecipesPageIT::place, RecipesPageIT::url)
        .containsExactlyInAnyOrder(
            tuple("push.example.com shop", "https://hooks.example.com/live/recorded"),
            tuple(
                "push.example.com shop-staging", "https://hooks.staging.example.com/live/recorded"),
            tuple("in.example.com", "https://hooks.example.com/live/started"),
            tuple("in.staging.example.com", "https://hooks.staging.example.com/live/started"));
  }

  @Test
  void movesRecordsFromTheConsoleWithoutAWrite() {
    simulator.putRecord(
        """
        {"Account": "%s", "Vhost": "push.example.com", "App": "sports", "MessageType": "push",
         "CallbackDetailList": [{"CallbackType": "http", "URL": "https://hooks.example.com/a"}],
         "AuthEnable": true, "AuthKeyPrimary": "%s"}
        """
            .formatted(SimulatorUnderTest.ACCOUNT, CONSOLE_KEY));

    String shown = run("Move from the console to Git", 3);

    assertThat(shown).contains("= live/push-example-com-sports-push-");
    assertThat(simulator.calls("UpdateCallback")).isEmpty();
    assertThat(simulator.calls("DeleteCallback")).isEmpty();
  }

  @Test
  void addsAnAppAndTakesItAway() {
    String shown = run("Add a streaming app in one commit", 2);

    assertThat(shown).contains("Plan: 3 to create.");
    assertThat(simulator.calls("UpdateCallback"))
        .extracting(call -> call.path("app").asText())
        .containsOnly("traffic");
    assertThat(simulator.calls("DeleteCallback")).hasSize(3);
    assertThat(simulator.records()).isEmpty();
  }

  @Test
  void rotatesAKeyAndSaysWhenItIsInEffect() {
    String shown = run("Rotate a key without losing callbacks", 3);

    assertThat(simulator.records())
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.path("AuthKeyPrimary").asText())
                    .isEqualTo("ReplaceThisFakeKey0002"));
    assertThat(shown.strip()).matches("(?s).*\\n20\\d\\d-\\d\\d-\\d\\dT[\\d:]+Z");
  }

  @Test
  void hasNoOtherCommands() {
    assertThat(Pages.blocks(PAGE, "sh")).hasSize(10);
  }

  /** What the commands below a heading print. */
  private String run(String heading, int blocks) {
    List<String> commands = Pages.blocks(PAGE, heading, "sh");
    assertThat(commands).hasSize(blocks);
    return cluster
        .shell(
            """
            set -e
            cp -R examples '%s'
            cd '%1$s'
            export JAVA_HOME='%s' PATH='%s':"$PATH"
            export ACCESS_KEY_ID=%s ACCESS_KEY_SECRET=%s LIVE_ENDPOINT=%s STS_ENDPOINT=%6$s
            %s
            """
                .formatted(
                    folder,
                    System.getProperty("java.home"),
                    Path.of("target/app/bin").toAbsolutePath(),
                    SimulatorUnderTest.ACCESS_KEY_ID,
                    SimulatorUnderTest.SECRET_ACCESS_KEY,
                    simulator.endpoint(),
                    String.join("\n", commands)))
        .succeeded()
        .stdout();
  }

  /** The scope and app of a record. */
  private static String place(JsonNode record) {
    return (record.path("Domain").asText("")
            + record.path("Vhost").asText("")
            + " "
            + record.path("App").asText(""))
        .strip();
  }

  private static String url(JsonNode record) {
    return record.path("CallbackDetailList").path(0).path("URL").asText();
  }
}
