package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.KnownSecrets;
import dev.livecallback.testing.MountedSecret;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Its commands in their order, from an API server that knows nothing of the project yet. */
@Needs(Tool.CONTROL_PLANE)
@DisplayName("docs/install.md")
@Slow
class InstallPageIT {
  private static final String PAGE = "docs/install.md";
  private static final String INSTALL = "Install";
  private static final int IMAGE = 0;
  private static final int CRDS = 1;
  private static final int ACCESS_KEY = 2;
  private static final int MANIFESTS = 3;
  private static final int CHECK = 4;
  private static final int CALLBACK = 5;
  private static final int NAMESPACED = 6;

  /** What the log says of keys that are used from then on. */
  private static final String SAID = "Account live-callback-operator/default: cloud account";

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private MountedSecret mounted;
  private Installation installation;
  private TestCluster cluster;
  private SimulatorUnderTest simulator;

  /** But for the two that need Docker. */
  @BeforeAll
  static void hasNoOtherCommands() {
    List<String> blocks = Pages.blocks(PAGE, "sh");
    assertThat(blocks).hasSize(NAMESPACED + 3);
    assertThat(blocks.get(IMAGE).lines()).hasSize(2).allMatch(line -> line.startsWith("docker "));
    assertThat(blocks.subList(CRDS, blocks.size())).noneMatch(block -> block.contains("docker"));
  }

  @BeforeEach
  void start() {
    installation = Installation.none("install");
    mounted = new MountedSecret(folder.resolve("mounted"));
    cluster = installation.cluster();
    simulator = SimulatorUnderTest.start();
    cluster.shell("cp -R deploy examples '" + folder + "'").succeeded();
  }

  @AfterEach
  void stop() {
    simulator.close();
    installation.close();
  }

  @Test
  void installsTheOperatorMakesAFirstCallbackAndReplacesTheAccessKey() {
    run(INSTALL, CRDS);
    fillIn(SimulatorUnderTest.ACCESS_KEY_ID, SimulatorUnderTest.SECRET_ACCESS_KEY);
    run(INSTALL, MANIFESTS);
    try (OperatorUnderTest operator = operator().start()) {
      assertThat(run(INSTALL, CHECK))
          .contains("successfully rolled out", SimulatorUnderTest.ACCOUNT, "CredentialsValid");
      assertThat(run(INSTALL, CALLBACK)).contains("stream-started", "InSync");
      assertThat(simulator.records("push.example.com")).hasSize(1);
      assertThat(run("Replicas", 0)).contains("live-callback-operator", "first-pod");
      assertThat(operator.terminate()).isZero();
    }

    simulator.addAccount(
        "{\"account\":\"%s\",\"user\":\"next\",\"accessKeyId\":\"AKLTNEXT\",\"secretAccessKey\":\"secret-of-the-next\"}"
            .formatted(SimulatorUnderTest.ACCOUNT));
    try (OperatorUnderTest operator = operator().start()) {
      run(INSTALL, CHECK);
      int before = said(operator);
      simulator.forgetCalls();
      shell(typing("AKLTNEXT", "secret-of-the-next") + "vi credentials.yaml");
      run("Rotate the access key", 0);
      mount();
      await("the new key to be tried")
          .atMost(SOON)
          .until(
              () ->
                  simulator.calls("GetCallerIdentity").stream()
                      .anyMatch(call -> call.path("user").asText().equals("next")));
      assertThat(Pages.text(PAGE)).contains(SAID);
      await("the log to say so").atMost(SOON).until(() -> said(operator) > before);
    }
    assertThat(deployment()).doesNotContain("kubectl.kubernetes.io/restartedAt");
  }

  @Test
  void installsItInSomeNamespacesOnlyWithAnImageAndSettingsOfOnesOwn() throws IOException {
    run(INSTALL, CRDS);
    fillIn(SimulatorUnderTest.ACCESS_KEY_ID, SimulatorUnderTest.SECRET_ACCESS_KEY);
    run(INSTALL, NAMESPACED);
    try (OperatorUnderTest _ = operator().with("WATCH_NAMESPACES", "streaming").start()) {
      shell("kubectl config set-context --current --namespace=streaming");
      assertThat(run(INSTALL, CALLBACK)).contains("stream-started", "InSync");
    }
    assertThat(deployment()).contains("WATCH_NAMESPACES");

    Path mine = Files.createDirectories(folder.resolve("deploy/mine"));
    Files.writeString(
        mine.resolve("kustomization.yaml"),
        Pages.blocks(PAGE, INSTALL, "yaml").getFirst()
            + Pages.blocks(PAGE, "Settings", "yaml").getFirst());
    shell("kubectl apply -k deploy/mine");
    assertThat(deployment())
        .contains("registry.example.com/tools/live-callback-operator:0.1.0", "LIVE_QUOTA");
  }

  /** How often it said so; JSON may escape a slash. */
  private static int said(OperatorUnderTest operator) {
    return operator.logWith(SAID.replace("/", "\\/")).size();
  }

  /** As the Deployment starts it: with the Secret's files. */
  private OperatorUnderTest.Builder operator() {
    mount();
    return installation
        .operator(simulator)
        .amongOthers()
        .with("HOSTNAME", "first-pod")
        .with("ACCESS_KEY_ID", "")
        .with("SECRET_ACCESS_KEY", "")
        .with("CREDENTIALS_DIR", mounted.folder().toString());
  }

  /** What the kubelet does within two minutes. */
  private void mount() {
    Map<String, String> keys =
        cluster
            .client()
            .secrets()
            .inNamespace(InstalledManifests.NAMESPACE)
            .withName("live-credentials")
            .require()
            .getData();
    Map<String, String> entries = new HashMap<>();
    keys.forEach((name, value) -> entries.put(name, decoded(value)));
    mounted.become(entries);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** The page's block, with the editor in the hand of somebody who has this key. */
  private void fillIn(String id, String secret) {
    String block = Pages.blocks(PAGE, INSTALL, "sh").get(ACCESS_KEY);
    assertThat(block).containsOnlyOnce("\nvi credentials.yaml\n");
    shell(typing(id, secret) + block);
  }

  private static String typing(String id, String secret) {
    KnownSecrets.add(secret);
    return """
    vi() {
      sed -i.before -e 's/^\\(  ACCESS_KEY_ID: \\).*/\\1%s/' -e 's/^\\(  ACCESS_KEY_SECRET: \\).*/\\1"%s"/' "$1"
    }
    """
        .formatted(id, secret);
  }

  private String run(String heading, int number) {
    return shell(Pages.blocks(PAGE, heading, "sh").get(number));
  }

  private String shell(String commands) {
    return cluster.shell("set -e; cd '" + folder + "'\n" + commands).succeeded().stdout();
  }

  private String deployment() {
    return cluster
        .kubectl(
            "--namespace=" + InstalledManifests.NAMESPACE,
            "get",
            "deployment/live-callback-operator",
            "--output=yaml")
        .succeeded()
        .stdout();
  }
}
