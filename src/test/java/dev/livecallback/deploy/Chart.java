package dev.livecallback.deploy;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Helm;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Helm chart with the values files of the test resources. */
final class Chart {
  static final String PATH = "deploy/helm";
  private static final Path FOLDER = Path.of("src/test/resources/helm");

  /** The values files: each renders to {@code NAME.yaml} beside it. */
  static final List<String> VALUES =
      List.of("default", "namespaced", "namespaced-get", "monitoring", "full", "single");

  private Chart() {}

  static Path values(String name) {
    return FOLDER.resolve(name + ".values.yaml");
  }

  static Path rendered(String name) {
    return FOLDER.resolve(name + ".rendered.yaml");
  }

  /** Renders it as the release and in the namespace that the manifests' names are of. */
  static CommandResult template(String... more) {
    return Helm.run(
        Stream.concat(
                Stream.of(
                    "template",
                    InstalledManifests.NAMESPACE,
                    PATH,
                    "--namespace=" + InstalledManifests.NAMESPACE),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
