package dev.livecallback.testing;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running etcd and kube-apiserver, started by {@code tools/control-plane/control-plane} and ended
 * with {@link #close}, or by the script's watcher if this JVM dies first. Its controllers are
 * missing: see the README there.
 */
final class ControlPlane implements AutoCloseable {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path script;
  private final Path folder;
  private final KubernetesClient client;
  private final List<CustomResourceDefinition> crds;

  private ControlPlane(Path script, Path folder, @Nullable Path crds) {
    this.script = script;
    this.folder = folder;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
            .build();
    this.crds = crds == null ? List.of() : installCrds(crds);
  }

  /** Starts one that has the project's CRDs. */
  static ControlPlane start() {
    ControlPlane started = start(projectRoot().resolve("deploy/crds"));
    LiveCallbackProgram.archiveClasses(started.kubeconfig());
    return started;
  }

  /** Starts one that has no CRDs. */
  static ControlPlane startBare() {
    return start(null);
  }

  /** In the build folder. What the script says about its progress goes to stderr. */
  private static ControlPlane start(@Nullable Path crds) {
    Tool.CONTROL_PLANE.path(); // or whoever needs it hasn't said so
    Path root = projectRoot();
    Path script = root.resolve("tools/control-plane/control-plane");
    String pid = Long.toString(ProcessHandle.current().pid());
    Path folder =
        root.resolve("target/control-plane").resolve(pid + "-" + STARTED.incrementAndGet());
    try {
      // Not a `Command`: building the binaries may take minutes, and one wants to see its progress.
      Process up =
          new ProcessBuilder(
                  script.toString(), "up", "--dir", folder.toString(), "--watch-pid", pid)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (up.waitFor() != 0) {
        throw new IllegalStateException("No control plane: " + script + " says why on stderr.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a control plane started", e);
    }
    return new ControlPlane(script, folder, crds);
  }

  /** The folder that holds everything of this control plane and vanishes with it. */
  Path folder() {
    return folder;
  }

  /** The administrator's kubeconfig. */
  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** The administrator's client. Don't close it. */
  KubernetesClient client() {
    return client;
  }

  /** The project's own CRDs, as the server has them. */
  List<CustomResourceDefinition> crds() {
    return crds;
  }

  /** Runs kubectl as whoever {@code kubeconfig} says. */
  CommandResult kubectl(Path kubeconfig, String stdin, List<String> arguments) {
    return Command.run(
        Stream.concat(Stream.of(kubectlProgram().toString()), arguments.stream()).toList(),
        kubectlEnvironment(kubeconfig),
        stdin);
  }

  /** Has a shell run a command line in which {@code kubectl} is this one. */
  CommandResult shell(Path kubeconfig, String commandLine) {
    String withPath = "PATH='" + kubectlProgram().getParent() + "':\"$PATH\"; " + commandLine;
    return Command.run(List.of("sh", "-c", withPath), kubectlEnvironment(kubeconfig), "");
  }

  private Map<String, String> kubectlEnvironment(Path kubeconfig) {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "GOGC", "400", // it lives for a moment
        "KUBECACHEDIR", folder.resolve("kubectl-cache").toString());
  }

  /** The kubectl that goes with this API server. */
  Path kubectlProgram() {
    return folder.resolve("bin/kubectl");
  }

  @Override
  public void close() {
    client.close();
    Command.run(List.of(script.toString(), "down", "--dir", folder.toString()), Map.of(), "")
        .succeeded();
  }

  private List<CustomResourceDefinition> installCrds(Path crdFolder) {
    if (!Files.isDirectory(crdFolder)) {
      return List.of();
    }
    CommandResult applied =
        kubectl(
                kubeconfig(),
                "",
                List.of("apply", "--server-side", "-o", "name", "-f", crdFolder.toString()))
            .succeeded();
    return applied
        .stdout()
        .lines()
        .map(line -> line.replaceFirst(".*/", ""))
        .map(this::served)
        .toList();
  }

  /** Established is not enough: the server serves the new resource a moment later. */
  private CustomResourceDefinition served(String name) {
    return await("the CRD " + name + " to be served")
        .atMost(Duration.ofMinutes(2))
        .until(() -> servedNow(name), crd -> crd != null);
  }

  private @Nullable CustomResourceDefinition servedNow(String name) {
    CustomResourceDefinition crd =
        client.apiextensions().v1().customResourceDefinitions().withName(name).get();
    boolean served =
        crd.getSpec().getVersions().stream()
            .map(version -> "/apis/" + crd.getSpec().getGroup() + "/" + version.getName())
            .map(path -> path + "/" + crd.getSpec().getNames().getPlural())
            .allMatch(path -> client.raw(path) != null);
    return served ? crd : null;
  }

  private static Path projectRoot() {
    Path root = Path.of("").toAbsolutePath();
    if (!Files.exists(root.resolve("tools/control-plane/control-plane"))) {
      throw new IllegalStateException("Run the tests in the project's folder, not in " + root);
    }
    return root;
  }
}
