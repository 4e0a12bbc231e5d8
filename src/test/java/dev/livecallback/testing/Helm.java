package dev.livecallback.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Helm, as {@code tools/helm/helm} finds or builds it, with settings of its own. */
public final class Helm {
  private static final Path HOME = Path.of("target/helm").toAbsolutePath();

  private Helm() {}

  /** Its program is looked for once, by the first who needs it. */
  private static final class Program {
    private static final Path PATH = find();

    /** Not a {@link Command}: a build may take minutes, and one wants to see its progress. */
    private static Path find() {
      try {
        Process where =
            new ProcessBuilder("tools/helm/helm", "where")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String path =
            new String(where.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (where.waitFor() != 0) {
          throw new IllegalStateException("No Helm: tools/helm/helm says why on stderr.");
        }
        return Path.of(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while looking for Helm", e);
      }
    }
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
        Stream.concat(Stream.of(Program.PATH.toString()), List.of(arguments).stream()).toList(),
        Map.of(
            "KUBECONFIG", kubeconfig.toString(),
            "HELM_CACHE_HOME", HOME.resolve("cache").toString(),
            "HELM_CONFIG_HOME", HOME.resolve("config").toString(),
            "HELM_DATA_HOME", HOME.resolve("data").toString()),
        "");
  }
}
