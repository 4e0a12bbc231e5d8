package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program beside the packaged operator: all of the page's commands in one shell. */
@Needs(Tool.CONTROL_PLANE)
@Order(2) // it takes long: it begins early
@DisplayName("docs/cli.md")
@Slow
class CliPageIT {
  private static final String PAGE = "docs/cli.md";
  private static final String KEYS = "ACCESS_KEY_ID=AKLT... ACCESS_KEY_SECRET=...";
  private static final String AUTH_KEY = "hush-auth-key-1";

  private static final String ACCOUNT =
      """
      apiVersion: livecallback.dev/v1
      kind: LiveAccount
      metadata:
        name: live
        namespace: streaming
      spec:
        profile: Volcengine
        credentials:
          secretRef:
            name: live
      """;

  @TempDir private Path folder;
  private Installation installation;
  private TestCluster cluster;
  private SimulatorUnderTest simulator;
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    KnownSecrets.add(AUTH_KEY);
    installation = Installation.start("commands");
    cluster = installation.cluster();
    simulator = SimulatorUnderTest.start("--quota=1000");
    operator = installation.operator(simulator).with("LEADER_ELECTION", "true").start();
    // A plan goes by what the Deployment says of the operator.
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
  }

  @AfterEach
  void stop() {
    operator.close();
    simulator.close();
    installation.close();
  }

  private void put(String account, String scope, String app, String type, String more) {
    simulator.putRecord(
        """
        {"Account": "%s", %s, "App": "%s", "MessageType": "%s",
         "CallbackDetailList": [{"CallbackType": "http", "URL": "https://hooks.example.com/%s"}]%s}
        """
            .formatted(account, scope, app, type, type, more));
  }

  private void put(String scope, String app, String type, String more) {
    put(SimulatorUnderTest.ACCOUNT, scope, app, type, more);
  }

  private static String signed(String key) {
    return ", \"AuthEnable\": true, \"AuthKeyPrimary\": \"" + key + "\"";
  }

  /** The account of the team that has a LiveAccount of its own. */
  private void addAccount() {
    simulator.addAccount(
        """
        {"account": "2100000002", "accessKeyId": "AKLTSTREAMING0002", "secretAccessKey": "fake-2",
         "vhosts": ["live.example.com"], "domains": {"in.live.example.com": "live.example.com"}}
        """);
    put("2100000002", "\"Vhost\": \"live.example.com\"", "1", "push", "");
    cluster.kubectl("create", "namespace", "streaming").succeeded();
    cluster
        .kubectl(
            "-n",
            "streaming",
            "create",
            "secret",
            "generic",
            "live",
            "--from-literal=accessKeyId=AKLTSTREAMING0002",
            "--from-literal=secretAccessKey=fake-2")
        .succeeded();
    cluster.kubectlWithInput(ACCOUNT, "apply", "-f", "-").succeeded();
  }

  private CommandResult shell(String script) {
    return cluster.shell(
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
                script));
  }

  private static String keys() {
    return "ACCESS_KEY_ID=%s ACCESS_KEY_SECRET=%s"
        .formatted(SimulatorUnderTest.ACCESS_KEY_ID, SimulatorUnderTest.SECRET_ACCESS_KEY);
  }

  @Test
  void hasCommandsThatTakeAllRecordsOverWithoutAWrite() {
    put("\"Vhost\": \"push.example.com\"", "", "push", ", \"TranscodeCallback\": 1");
    put("\"Vhost\": \"push.example.com\"", "sports", "push", signed(AUTH_KEY));
    put("\"Vhost\": \"push.example.com\"", "on", "record", "");
    put("\"Vhost\": \"Push_2\"", "", "snapshot", "");
    put("\"Domain\": \"in.example.com\"", "", "push_end", signed(AUTH_KEY));
    addAccount();
    List<String> blocks = Pages.blocks(PAGE, "sh");
    assertThat(blocks).hasSize(9);
    assertThat(blocks.getFirst()).containsOnlyOnce(KEYS);

    List<String> doctor = blocks.stream().filter(each -> each.contains(" doctor ")).toList();
    assertThat(doctor).hasSize(1);

    CommandResult result =
        shell(
            String.join("\n", blocks.stream().filter(each -> !doctor.contains(each)).toList())
                    .replace(KEYS, keys())
                + "\nkubectl -n streaming wait livecallbacks --all --for=condition=Ready"
                + " --timeout=5m");

    result.succeeded();
    assertThat(result.stdout() + result.stderr()).doesNotContain(AUTH_KEY);
    assertThat(result.stderr()).contains("5 records: 5 objects, 0 left out.", "1 record: 1 object");
    assertThat(result.stdout())
        .contains(
            "LiveCallback live/push-example-com-sports-push-488bffab is Ready: InSync for ",
            "It is as the object says, as read now.",
            "Conflict of a LiveCallback: ",
            "Plan: nothing to do. Objects that are as they should be: 5.",
            "\"outcome\" : \"nothing\"",
            "NotAllowed of a LiveCallback: ");
    assertThat(folder.resolve("observed.yaml")).content().contains("managementPolicy: Observe");
    assertThat(shell(doctor.getFirst()).succeeded().stdout())
        .contains("ok            credentials", "ok            rights");
    assertThat(written()).isEmpty();
  }

  @Test
  void isRightOfWhatCannotBeTakenOver() {
    put("\"Vhost\": \"push.example.com\"", "sports", "push", signed(AUTH_KEY));
    put("\"Vhost\": \"push.example.com\"", "plain", "push", "");
    simulator.putRecord(
        """
        {"Vhost": "push.example.com", "App": "user", "MessageType": "push",
         "CallbackDetailList": [{"CallbackType": "http", "URL": "https://me:hunter2@a.example.com"}]}
        """);
    simulator.turn("{\"maskKey\": true}");

    CommandResult result =
        shell(
            """
            export %s
            code=0
            livecallback export --vhost push.example.com -n live > callbacks.yaml || code=$?
            kubectl create namespace live
            kubectl apply -f callbacks.yaml
            kubectl -n live create secret generic $(sed -n 's/ *name: \\(.*-auth\\)/\\1/p' callbacks.yaml) --from-literal=primary=%s
            kubectl -n live wait livecallbacks --all --for=condition=Ready --timeout=5m
            exit $code
            """
                .formatted(keys(), AUTH_KEY));

    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(3);
    assertThat(result.stderr())
        .contains(
            "Left out: push callbacks of vhost/push.example.com, app user: its URL has a user"
                + " name.",
            "Observed: push-example-com-sports-push-",
            "3 records: 2 objects, 1 left out.")
        .doesNotContain("hunter2");
    assertThat(written()).isEmpty();
  }

  @Test
  void hasAStepThatCommentsAPullRequestWithThePlan() throws IOException {
    put("\"Vhost\": \"push.example.com\"", "a", "push", "");
    String step =
        Pages.blocks(PAGE, "yaml").stream()
            .filter(each -> each.contains("gh pr comment"))
            .findFirst()
            .orElseThrow();
    String script = new ObjectMapper(new YAMLFactory()).readTree(step).path(0).path("run").asText();
    Path gh = Files.writeString(folder.resolve("gh"), "#!/bin/sh\necho \"$@\"; cat \"$5\"\n");
    assertThat(gh.toFile().setExecutable(true)).isTrue();

    CommandResult result =
        shell(
            """
            export %s PATH="$PWD:$PATH" PR=7
            livecallback export --namespace live --output-dir callbacks
            kubectl create namespace live
            kubectl apply -k callbacks
            kubectl -n live wait livecallbacks --all --for=condition=Ready --timeout=5m
            sed -i.bak s,hooks.example.com/push,hooks.example.com/new, callbacks/push-*.yaml
            %s
            """
                .formatted(keys(), script));

    result.succeeded();
    assertThat(result.stdout())
        .contains("pr comment 7 --body-file comment.md\n```\n~ live/push-example-com-a-push-")
        .contains("Plan: 1 to change.");
    assertThat(written()).isEmpty();
  }

  @Test
  void hasAJobThatMayDoWhatItsCommandNeeds() {
    cluster.kubectl("create", "namespace", "live").succeeded();
    String job =
        Pages.blocks(PAGE, "yaml").stream()
            .filter(each -> each.contains("kind: Job"))
            .findFirst()
            .orElseThrow();
    cluster.kubectlWithInput(job, "apply", "-f", "-").succeeded();

    CommandResult status =
        cluster.shell(
            "export JAVA_HOME='%s' KUBECONFIG='%s'; '%s' status --all-namespaces"
                .formatted(
                    System.getProperty("java.home"),
                    cluster.kubeconfigFor("live", "live-status"),
                    Path.of("target/app/bin/livecallback").toAbsolutePath()));

    assertThat(status.exitCode()).as(status.stderr()).isIn(0, 3);
    assertThat(status.stderr()).contains("objects in all namespaces");
  }

  private List<JsonNode> written() {
    return simulator.calls().stream()
        .filter(call -> call.path("action").asText().matches("(Update|Delete)Callback"))
        // A write test's own: DoctorIT and others look at these.
        .filter(call -> !call.path("app").asText().equals("livecallback-doctor"))
        .toList();
  }
}
