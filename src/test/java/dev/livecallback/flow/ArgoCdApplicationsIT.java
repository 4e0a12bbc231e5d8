package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.api.Reason;
import dev.livecallback.gitops.TestData;
import dev.livecallback.testing.BareControlPlane;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.NamespaceController;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The operator's application has the manifests, the other one a callback in a namespace of its own.
 * No pod runs here: a process is the operator, with the Deployment's ServiceAccount.
 */
@Needs({Tool.CONTROL_PLANE, Tool.GO})
@DisplayName("Of two applications of Argo CD, the operator's and the callbacks',")
@Slow
class ArgoCdApplicationsIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String OPERATOR = "live-callback-operator";
  private static final String CALLBACK = "livecallback/sports-recordings";
  private static final String NAME = "sports-recordings";
  private static final String VHOST = "push.example.com";
  private static final Path PAGE = Path.of("docs/argocd.md");

  private static BareControlPlane bare;
  private static TestCluster cluster;
  private static NamespaceController namespaces;
  private static ArgoCd argo;
  private static Callbacks callbacks;

  private SimulatorUnderTest simulator;
  private OperatorUnderTest operator;

  @BeforeAll
  static void startCluster() throws IOException {
    bare = BareControlPlane.start();
    cluster = bare.cluster("applications");
    namespaces = NamespaceController.start(cluster);
    argo = new ArgoCd(cluster);
    callbacks = new Callbacks(cluster);
  }

  @AfterAll
  static void stopCluster() {
    namespaces.close();
    cluster.close();
    bare.close();
  }

  @BeforeEach
  void syncsBoth() {
    await("what the last test deleted to be gone, or new")
        .atMost(SOON)
        .until(() -> syncOperator().exitCode() == 0);
    simulator = SimulatorUnderTest.start();
    operator = startOperator();
    argo.sync(
        argo.manifest(
            "LiveCallback",
            NAME,
            Map.of(ArgoCd.WAVE, "1"),
            spec("vhost/" + VHOST, "sports", "record", "https://hooks.example.com/live")));
    callbacks.awaitReadyFor(NAME, Reason.IN_SYNC);
  }

  @AfterEach
  void stop() {
    operator.close();
    simulator.close();
  }

  @Test
  void theCallbacksIsDeletedWithItsRecordsWhileTheOperatorIsThere() {
    awaitDeleted();

    assertThat(records()).isEmpty();
    assertThat(cluster.kubectl("get", "-k", "deploy/manifests").exitCode()).isZero();
  }

  /** The object follows a minute later, as it does with any new operator: {@link CrashIT}. */
  @Test
  void theCallbacksWaitsForAnOperatorThatIsGoneAndGoesOnWhenItIsBack() throws IOException {
    operator.close();

    argo.delete(List.of(CALLBACK));
    assertThat(argo.delete(List.of(CALLBACK))).containsExactly(CALLBACK);
    assertThat(argo.live(CALLBACK).filter(ArgoCd::beingDeleted)).isPresent();
    assertThat(records()).hasSize(1);
    operator = startOperator();
    Callbacks.awaitThat("the record to be removed", () -> assertThat(records()).isEmpty());

    letGo(NAME);
    awaitDeleted();
  }

  @Test
  void anObjectThatHangsWithoutAnOperatorGoesByThePagesCommandNotItsRecord() throws IOException {
    operator.close();
    argo.delete(List.of(CALLBACK));

    letGo(NAME);
    awaitDeleted();

    assertThat(records()).hasSize(1);
  }

  /** And so does an application that has both: the callbacks' wave is a later one. */
  @Test
  void theOperatorsWaitsWithItsAccountForTheCallbacksAndGoesAfterIt() {
    String account = ofWave(0);
    String rest = ofWave(-10);

    delete(account);
    Callbacks.awaitThat(
        "the account to wait", () -> assertThat(left(account)).contains("Deleting"));
    assertThat(argo.live(CALLBACK).filter(ArgoCd::beingDeleted)).isEmpty();
    assertThat(records()).hasSize(1);
    awaitDeleted();
    assertThat(records()).isEmpty();
    await("the account to be gone").atMost(SOON).until(() -> left(account).isBlank());

    operator.close();
    delete(rest);
    await("the operator to be gone").atMost(SOON).until(() -> left(rest).isBlank());
    cluster.kubectl("get", "--filename=deploy/crds").succeeded();
  }

  /**
   * The operator's objects in a wave. Argo CD deletes no CRD with an application ({@code
   * shouldBeDeleted} in its appcontroller.go).
   */
  private static String ofWave(int wave) {
    String all = cluster.kubectl("kustomize", "deploy/manifests").succeeded().stdout();
    return Stream.of(all.split("(?m)^---$", -1))
        .filter(object -> !object.contains("kind: CustomResourceDefinition"))
        .filter(object -> ArgoCd.wave(TestData.parse(object)) == wave)
        .collect(Collectors.joining("---"));
  }

  /** What the namespace takes along may be gone before its turn. */
  private static void delete(String objects) {
    cluster
        .kubectlWithInput(objects, "delete", "--filename=-", "--ignore-not-found", "--wait=false")
        .succeeded();
  }

  private static String left(String objects) {
    return cluster.kubectlWithInput(objects, "get", "--filename=-", "--ignore-not-found").stdout();
  }

  /** As the page's {@code path: operator} has it, and as a sync sends it. */
  private static CommandResult syncOperator() {
    return cluster.kubectl(
        "apply",
        "--server-side",
        "--field-manager=argocd-controller",
        "--force-conflicts",
        "--kustomize=deploy/manifests");
  }

  private OperatorUnderTest startOperator() {
    return OperatorUnderTest.of(cluster.kubeconfigFor(OPERATOR, OPERATOR), simulator)
        .in(OPERATOR)
        .start();
  }

  private static void awaitDeleted() {
    await("the callbacks' application to be deleted")
        .atMost(SOON)
        .until(() -> argo.delete(List.of(CALLBACK)).isEmpty());
  }

  /** The page's command for an object that hangs. */
  private static void letGo(String name) throws IOException {
    List<String> commands =
        Pattern.compile("`(kubectl patch livecallback NAME [^`]*)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(command -> command.group(1))
            .toList();
    assertThat(commands).hasSize(1);
    cluster.shell(commands.getFirst().replace("NAME", name)).succeeded();
  }

  private List<JsonNode> records() {
    return simulator.records(VHOST);
  }
}
