package dev.livecallback.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Argo CD's own program makes of the configuration that ships for it: {@code argocd admin
 * settings}, for every case of the scripts.
 */
@Slow
@Needs(Tool.ARGOCD)
class ArgoCdSettingsIT {
  private static final List<String> KINDS = List.of("LiveCallback", "LiveAccount");

  @TempDir private static Path folder;

  @BeforeAll
  static void patch() throws IOException {
    Files.writeString(
        folder.resolve("argocd-cm.yaml"),
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: argocd-cm, labels: {app.kubernetes.io/part-of: argocd}}
        """
            + Files.readString(Path.of("deploy/argocd/argocd-cm.yaml")));
  }

  private static String overrides(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Tool.ARGOCD.path().toString()));
    command.addAll(List.of("admin", "settings", "resource-overrides"));
    command.addAll(List.of(arguments));
    command.add("--argocd-cm-path=" + folder.resolve("argocd-cm.yaml"));
    return Command.run(command, Map.of(), "").succeeded().stdout();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void health(Path input, String status, String message) {
    String said = overrides("health", input.toString()).strip();
    if (TestData.read(input).path("metadata").has("deletionTimestamp")) {
      // Argo CD says so itself, and doesn't ask the script.
      assertThat(said).startsWith("STATUS: Progressing\nMESSAGE: Pending deletion");
    } else {
      assertThat(said).isEqualTo(("STATUS: " + status + "\nMESSAGE: " + message).strip());
    }
  }

  static Stream<Arguments> health() {
    List<Arguments> cases = new ArrayList<>();
    for (String kind : KINDS) {
      Path scripts = TestData.ROOT.resolve(kind);
      for (JsonNode each : tests(scripts.resolve("health_test.yaml"), "tests")) {
        cases.add(
            Arguments.of(
                scripts.resolve(each.path("inputPath").asText()),
                each.at("/healthStatus/status").asText(),
                each.at("/healthStatus/message").asText()));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void actionsThatAreOffered(Path input, List<String> offered) {
    assertThat(
            overrides("list-actions", input.toString())
                .lines()
                .skip(1)
                .map(line -> line.strip().replaceAll("\\s+", " ")))
        .containsExactlyElementsOf(offered);
  }

  static Stream<Arguments> actionsThatAreOffered() {
    List<Arguments> cases = new ArrayList<>();
    for (String kind : KINDS) {
      Path actions = TestData.ROOT.resolve(kind).resolve("actions");
      for (JsonNode each : tests(actions.resolve("action_test.yaml"), "discoveryTests")) {
        List<String> offered =
            StreamSupport.stream(each.path("result").spliterator(), false)
                .map(
                    action ->
                        action.path("name").asText() + " " + action.path("disabled").asBoolean())
                .toList();
        cases.add(
            Arguments.of(actions.resolve(each.path("inputPath").asText()).normalize(), offered));
      }
    }
    return cases.stream();
  }

  private static JsonNode tests(Path file, String field) {
    return TestData.read(file).path(field);
  }
}
