package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.gitops.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Argo CD deletes an application in the reverse order of its waves. An account that is deleted
 * together with the operator hangs, since nobody takes its finalizer off.
 */
@DisplayName("In Argo CD's waves")
class SyncWavesTest {
  private static final String WAVE = "argocd.argoproj.io/sync-wave";

  /** What nothing waits for, and who has it may have it anywhere. */
  private static final Set<String> MONITORING =
      Set.of("Service", "ServiceMonitor", "PrometheusRule", "ConfigMap");

  @ParameterizedTest(name = "CRDs come first, then the operator, then accounts: {0}")
  @MethodSource("files")
  void order(Path file) throws IOException {
    List<JsonNode> objects =
        Stream.of(Files.readString(file).split("(?m)^---.*$", -1))
            .filter(document -> document.lines().anyMatch(line -> line.startsWith("kind: ")))
            .map(TestData::parse)
            .toList();

    assertThat(objects)
        .isNotEmpty()
        .filteredOn(object -> !MONITORING.contains(kind(object)))
        .allSatisfy(object -> assertThat(wave(object)).as(kind(object)).isEqualTo(wanted(object)));
  }

  static Stream<Path> files() throws IOException {
    Stream<Path> all = Stream.of();
    for (String folder :
        List.of(
            "deploy/crds", "deploy/manifests", "deploy/namespaced", "src/test/resources/helm")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        all = Stream.concat(all, files.toList().stream());
      }
    }
    return all.filter(file -> file.toString().endsWith(".yaml"))
        .filter(file -> !file.getFileName().toString().startsWith("kustomiz"))
        .filter(file -> !file.toString().endsWith(".values.yaml"))
        .sorted();
  }

  private static String wanted(JsonNode object) {
    return switch (kind(object)) {
      case "CustomResourceDefinition" -> "-20";
      case "LiveAccount", "LiveCallback" -> "";
      default -> "-10";
    };
  }

  private static String kind(JsonNode object) {
    return object.path("kind").asText();
  }

  private static String wave(JsonNode object) {
    return object.path("metadata").path("annotations").path(WAVE).asText();
  }
}
