package dev.livecallback.flow;

import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/**
 * The real Argo CD, without containers: its controller, its repository server and its API server as
 * processes, beside a Redis. It is installed by its own manifests and configured by the page's
 * command. Its ports are fixed, so it runs in a network namespace of its own.
 */
final class RealArgoCd implements AutoCloseable {
  private static final Path PROGRAMS = Path.of(System.getenv().getOrDefault("GITOPS_PROGRAMS", ""));
  private static final String MODULE = System.getenv("ARGOCD_MODULE");
  private static final String REPO_SERVER = "127.0.0.1:18081";
  private static final String SERVER = "127.0.0.1:18080";
  private static final String REDIS = "127.0.0.1:16379";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final TestCluster cluster;
  private final Map<String, String> environment = new HashMap<>();
  private final List<ChildProcess> processes = new ArrayList<>();
  private final String program;

  /**
   * @param folder an empty folder
   */
  RealArgoCd(TestCluster cluster, GitServer git, Path folder) throws IOException {
    this.cluster = cluster;
    Path bin = Files.createDirectories(folder.resolve("bin"));
    // Argo CD looks for both on the PATH.
    Files.createSymbolicLink(bin.resolve("kustomize"), PROGRAMS.resolve("kustomize"));
    Path wrapper = bin.resolve("git-verify-wrapper.sh");
    Files.copy(Path.of(MODULE, "hack/git-verify-wrapper.sh"), wrapper);
    Assertions.assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    this.program = PROGRAMS.resolve("argocd").toString();
    environment.putAll(git.environment());
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    environment.put("HOSTNAME", "argocd-0");
    environment.put("ARGOCD_FAKE_IN_CLUSTER", "true");
    environment.put("ARGOCD_GPG_ENABLED", "false");
    for (String variable :
        List.of(
            "ARGOCD_TLS_DATA_PATH",
            "ARGOCD_SSH_DATA_PATH",
            "ARGOCD_GPG_DATA_PATH",
            "ARGOCD_GNUPGHOME",
            "ARGOCD_PLUGINSOCKFILEPATH",
            "TMPDIR")) {
      environment.put(
          variable,
          Files.createDirectories(folder.resolve(variable.toLowerCase(Locale.ROOT))).toString());
    }
    install();
    start();
  }

  private void install() {
    cluster.kubectl("create", "namespace", "argocd").succeeded();
    for (String part : List.of("crds", "base/config", "cluster-rbac")) {
      cluster
          .kubectl(
              "apply", "--server-side", "--namespace=argocd", "-k", MODULE + "/manifests/" + part)
          .succeeded();
    }
    cluster
        .kubectl(
            "patch",
            "secret",
            "argocd-secret",
            "--namespace=argocd",
            "--type=merge",
            "--patch={\"stringData\":{\"server.secretkey\":\"any\"}}")
        .succeeded();
    cluster
        .kubectlWithInput(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: AppProject
            metadata: {name: default, namespace: argocd}
            spec:
              sourceRepos: ['*']
              destinations: [{namespace: '*', server: '*'}]
              clusterResourceWhitelist: [{group: '*', kind: '*'}]
            """,
            "apply",
            "--server-side",
            "-f",
            "-")
        .succeeded();
  }

  private void start() {
    processes.add(
        ChildProcess.start(
            List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                "16379",
                "--save",
                "",
                "--appendonly",
                "no"),
            Map.of()));
    part(
        "argocd-repo-server",
        "--address=127.0.0.1",
        "--port=18081",
        "--metrics-port=18084",
        "--redis=" + REDIS);
    awaitPort(18081);
    part(
        "argocd-application-controller",
        "--redis=" + REDIS,
        "--repo-server=" + REPO_SERVER,
        "--metrics-port=18082",
        "--app-resync=180",
        "--namespace=argocd");
    part(
        "argocd-server",
        "--address=127.0.0.1",
        "--port=18080",
        "--metrics-port=18083",
        "--redis=" + REDIS,
        "--repo-server=" + REPO_SERVER,
        "--disable-auth",
        "--insecure",
        "--dex-server=http://127.0.0.1:1",
        "--namespace=argocd");
    awaitPort(18080);
  }

  private void part(String name, String... arguments) {
    Map<String, String> named = new HashMap<>(environment);
    named.put("ARGOCD_BINARY_NAME", name);
    processes.add(
        ChildProcess.start(
            Stream.concat(Stream.of(program), Stream.of(arguments)).toList(), named));
  }

  private static void awaitPort(int port) {
    await("port " + port)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
              }
            });
  }

  /** Runs the command {@code argocd}. */
  CommandResult argocd(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--plaintext", "--server=" + SERVER));
    return Command.run(command, environment, "");
  }

  /** Has it look at an application's repository now, instead of within three minutes. */
  void refresh(String application) {
    cluster
        .kubectl(
            "annotate",
            "application",
            application,
            "--namespace=argocd",
            "--overwrite",
            "argocd.argoproj.io/refresh=normal")
        .succeeded();
  }

  /** Waits until an application has synced this commit, and is Synced and Healthy. */
  void awaitHealthy(String application, String commit) {
    String healthy = "Synced Healthy Succeeded " + commit;
    awaitThat(application, "is " + healthy, said -> said.equals(healthy));
  }

  /** What it says of an application: sync, health, the last operation, its commit. */
  String state(String application) {
    return cluster
        .kubectl(
            "get",
            "application",
            application,
            "--namespace=argocd",
            "-o=jsonpath={.status.sync.status} {.status.health.status} {.status.operationState.phase}"
                + " {.status.operationState.syncResult.revision}")
        .succeeded()
        .stdout();
  }

  /** Waits until a sync of this commit is under way, and the application has this health. */
  void awaitRunning(String application, String health, String commit) {
    awaitThat(
        application,
        "is synced and " + health,
        said -> said.endsWith(" " + health + " Running " + commit));
  }

  private void awaitThat(String application, String description, Predicate<String> fits) {
    String[] last = {""};
    try {
      await(application + " " + description)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(250))
          .until(
              () -> {
                last[0] = state(application);
                return fits.test(last[0]);
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(
          "%s: %s%n%s".formatted(application, last[0], described(application)), e);
    }
  }

  private String described(String application) {
    return cluster
        .kubectl("get", "application", application, "--namespace=argocd", "-o=jsonpath={.status}")
        .stdout();
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::kill);
  }
}
