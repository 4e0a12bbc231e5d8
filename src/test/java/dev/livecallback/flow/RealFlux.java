package dev.livecallback.flow;

import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The real Flux, without containers: its source controller and its kustomize controller. */
final class RealFlux implements AutoCloseable {
  private static final Path PROGRAMS = Path.of(System.getenv().getOrDefault("GITOPS_PROGRAMS", ""));
  private static final String STORAGE = "127.0.0.1:18890";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final TestCluster cluster;
  private final List<ChildProcess> processes = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * @param folder an empty folder
   */
  RealFlux(TestCluster cluster, Path folder) throws IOException {
    this.cluster = cluster;
    cluster.kubectl("create", "namespace", "flux-system").succeeded();
    for (String module : List.of("SOURCE_CONTROLLER_MODULE", "KUSTOMIZE_CONTROLLER_MODULE")) {
      cluster
          .kubectl("apply", "--server-side", "-k", System.getenv(module) + "/config/crd")
          .succeeded();
    }
    part(
        "source-controller",
        18891,
        "--storage-path=" + Files.createDirectory(folder.resolve("storage")),
        "--storage-addr=" + STORAGE,
        "--storage-adv-addr=" + STORAGE);
    part("kustomize-controller", 18893);
  }

  private void part(String name, int port, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAMS.resolve(name).toString(),
                "--metrics-addr=127.0.0.1:" + port,
                "--health-addr=127.0.0.1:" + (port + 1),
                "--events-addr=",
                "--enable-leader-election=false"));
    command.addAll(List.of(arguments));
    processes.add(
        ChildProcess.start(
            command,
            Map.of(
                "KUBECONFIG",
                cluster.kubeconfig().toString(),
                "RUNTIME_NAMESPACE",
                "flux-system")));
  }

  /** Has it look at a repository and reconcile, as `flux reconcile --with-source` does. */
  void reconcile(String repository, String kustomization) {
    String request = "reconcile.fluxcd.io/requestedAt=request-" + requests.incrementAndGet();
    for (String object : List.of("gitrepository/" + repository, "kustomization/" + kustomization)) {
      cluster
          .kubectl(
              "annotate",
              object,
              "--namespace=flux-system",
              "--overwrite",
              "--field-manager=flux-client-side-apply",
              request)
          .succeeded();
    }
  }

  /** Waits until a Kustomization is Ready with this commit. */
  void awaitReady(String repository, String kustomization, String commit) {
    awaitThat(repository, kustomization, "True", commit);
  }

  /** Waits until a Kustomization has tried this commit and failed. */
  void awaitFailed(String repository, String kustomization, String commit) {
    awaitThat(repository, kustomization, "False", commit);
  }

  private void awaitThat(String repository, String kustomization, String ready, String commit) {
    reconcile(repository, kustomization);
    String[] last = {""};
    try {
      await(kustomization + " of " + commit)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(250))
          .until(
              () -> {
                last[0] = state(kustomization);
                return last[0].startsWith(ready + " ") && last[0].contains(commit);
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(kustomization + ": " + last[0], e);
    }
  }

  private String state(String kustomization) {
    return cluster
        .kubectl(
            "get",
            "kustomization",
            kustomization,
            "--namespace=flux-system",
            "-o=jsonpath={.status.conditions[?(@.type==\"Ready\")].status}"
                + " {.status.lastAttemptedRevision}"
                + " {.status.conditions[?(@.type==\"Ready\")].message}")
        .succeeded()
        .stdout();
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::kill);
  }
}
