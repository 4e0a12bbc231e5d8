package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All commands of the page in one shell, beside the packaged operator. */
@Needs(Tool.CONTROL_PLANE)
@DisplayName("docs/first-account.md")
@Slow
class FirstAccountPageIT {
  private static final String PAGE = "docs/first-account.md";
  private static final String KEYS = "ACCESS_KEY_ID=AKLT... ACCESS_KEY_SECRET=...";
  private static final String AUTH_KEY = "hush-first-account-key";

  @TempDir private Path folder;

  @Test
  void hasCommandsThatTakeAConsoleOverWithoutAWrite() {
    KnownSecrets.add(AUTH_KEY);
    try (Installation installation = Installation.start("first-account");
        SimulatorUnderTest simulator = SimulatorUnderTest.start("--quota=1000");
        OperatorUnderTest _ =
            installation.operator(simulator).with("LEADER_ELECTION", "true").start()) {
      TestCluster cluster = installation.cluster();
      cluster
          .kubectl(
              "-n",
              InstalledManifests.NAMESPACE,
              "set",
              "env",
              "deployment/live-callback-operator",
              "LIVE_ENDPOINT=" + simulator.endpoint(),
              "STS_ENDPOINT=" + simulator.endpoint())
          .succeeded();
      simulator.putRecord(
          """
          {"Vhost": "push.example.com", "App": "sports", "MessageType": "push",
           "CallbackDetailList": [{"CallbackType": "http", "URL": "https://hooks.example.com/a"}],
           "AuthEnable": true, "AuthKeyPrimary": "%s"}
          """
              .formatted(AUTH_KEY));
      List<String> blocks = Pages.blocks(PAGE, "sh");
      assertThat(blocks.getFirst()).containsOnlyOnce(KEYS);

      CommandResult result =
          cluster.shell(
              """
              set -e
              cd '%s'
              export JAVA_HOME='%s' LIVE_ENDPOINT='%s' STS_ENDPOINT='%s'
              PATH='%s':"$PATH"
              %s
              """
                  .formatted(
                      folder,
                      System.getProperty("java.home"),
                      simulator.endpoint(),
                      simulator.endpoint(),
                      Path.of("target/app/bin").toAbsolutePath(),
                      String.join("\n", blocks)
                          .replace(
                              KEYS,
                              "ACCESS_KEY_ID=%s ACCESS_KEY_SECRET=%s"
                                  .formatted(
                                      SimulatorUnderTest.ACCESS_KEY_ID,
                                      SimulatorUnderTest.SECRET_ACCESS_KEY))));

      result.succeeded();
      assertThat(result.stdout())
          .contains(
              "ok            permission UpdateCallback: the key may",
              "ok            write test: a record was made, edited and removed",
              "= live/push-example-com-sports-push-",
              "Plan: nothing is written to the cloud.")
          .doesNotContain(AUTH_KEY);
      assertThat(simulator.records()).hasSize(1);
      assertThat(simulator.calls("UpdateCallback"))
          .allMatch(call -> call.path("app").asText().equals("livecallback-doctor"));
    }
  }
}
