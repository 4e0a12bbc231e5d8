package dev.livecallback.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Helm, as {@code tools/helm/helm} finds or builds it, with settings of its own. */
public final class Helm {
  private static final Path HOME = Path.of("target/helm").toAbsolutePath();

  private Helm() {}

  /** The program: for a shell. */
  public static Path program() {
    return Tool.HELM.path();
  }

  /** Runs it without any cluster. */
  public static CommandResult run(String... arguments) {
    return run(HOME.resolve("no-kubeconfig"), arguments);
  }

  /** Runs it against a test's cluster, as the administrator. */
  public static CommandResult run(TestCluster cluster, String... arguments) {
    return run(cluster.kubeconfig(), arguments);
  }

  private static CommandResult run(Path kubeconfig, String... arguments) {
    return Command.run(
        Stream.concat(Stream.of(Tool.HELM.path().toString()), List.of(arguments).stream()).toList(),
        Map.of(
            "KUBECONFIG", kubeconfig.toString(),
            "HELM_CACHE_HOME", HOME.resolve("cache").toString(),
            "HELM_CONFIG_HOME", HOME.resolve("config").toString(),
            "HELM_DATA_HOME", HOME.resolve("data").toString()),
        "");
  }
}
