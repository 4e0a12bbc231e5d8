package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of the page's workflow, as a runner takes them, on a repository with the examples. */
@Needs({Tool.KUBECONFORM, Tool.KUBECTL_VALIDATE, Tool.CONTROL_PLANE})
@DisplayName("The workflow of docs/checks.md")
@Slow
class ChecksPageIT {
  private static final String PAGE = "docs/checks.md";
  private static final String INSTALL = "go install ";
  private static final Pattern INSTALLED = Pattern.compile("go install (\\S+)@(\\S+)");
  private static final Pattern USES = Pattern.compile("uses: .*");

  @TempDir private Path repository;

  @BeforeEach
  void layOut() throws IOException {
    Path callbacks = Files.createDirectory(repository.resolve("callbacks"));
    copy(Path.of("examples"), callbacks);
    Files.writeString(
        callbacks.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [app-callback.yaml, vhost-callback.yaml, auth-key-secret.yaml]
        """);
    for (String folder : List.of("deploy/crds", "deploy/schemas")) {
      copy(
          Path.of(folder),
          Files.createDirectories(repository.resolve("live-callback-operator/" + folder)));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static List<JsonNode> steps() {
    return Alerts.elements(
        Alerts.yaml(Pages.blocks(PAGE, "yaml").getFirst()).at("/jobs/check/steps"));
  }

  private CommandResult run(String step) {
    String command =
        steps().stream()
            .filter(each -> each.path("name").asText().equals(step))
            .map(each -> each.path("run").asText())
            .collect(Collectors.joining());
    assertThat(command).as(step).isNotEmpty();
    String path =
        Stream.of(Tool.KUBECONFORM.path(), Tool.KUBECTL_VALIDATE.path())
            .map(program -> program.resolveSibling(".") + File.pathSeparator)
            .collect(Collectors.joining());
    return Command.run(
        List.of("bash", "-e", "-c", "cd '" + repository + "'\n" + command),
        Map.of(
            "PATH",
            path + Tool.CONTROL_PLANE.path() + File.pathSeparator + System.getenv("PATH"),
            "KUBECONFIG",
            repository.resolve("none").toString()),
        "");
  }

  private void edit(String from, String to) throws IOException {
    Path file = repository.resolve("callbacks/app-callback.yaml");
    String before = Files.readString(file);
    assertThat(before).containsOnlyOnce(from);
    Files.writeString(file, before.replace(from, to));
  }

  @Test
  void passesWhatTheApiServerAccepts() {
    for (JsonNode step : steps()) {
      if (step.has("run") && !step.path("run").asText().startsWith(INSTALL)) {
        run(step.path("name").asText()).succeeded();
      }
    }
  }

  @Test
  void failsInBothStepsOnAFieldThatThereIsNot() throws IOException {
    edit("\n  messageType:", "\n  messagetype:");

    run("Render").succeeded();
    CommandResult schemas = run("By the JSON Schemas");
    CommandResult crds = run("By the CRDs");

    assertThat(schemas.exitCode()).isOne();
    assertThat(schemas.stdout()).contains("additional properties 'messagetype' not allowed");
    assertThat(crds.exitCode()).isOne();
    assertThat(crds.stderr()).contains("spec.messagetype: ", "unknown field");
  }

  @Test
  void failsByTheCrdsAloneOnWhatTwoFieldsSayTogether() throws IOException {
    edit("\n  vhost:", "\n  domain: push.example.com\n  vhost:");

    run("Render").succeeded();
    run("By the JSON Schemas").succeeded();
    CommandResult crds = run("By the CRDs");

    assertThat(crds.exitCode()).isOne();
    assertThat(crds.stderr()).contains("set exactly one of vhost and domain");
  }

  @Test
  void installsWhatThisIsTestedWith() {
    List<String> installed =
        INSTALLED
            .matcher(Pages.text(PAGE))
            .results()
            .map(each -> each.group(1) + " " + each.group(2))
            .toList();

    assertThat(installed).hasSize(2);
    for (String each : installed) {
      String module = each.replace("/cmd/kubeconform", "");
      String tool = module.substring(module.lastIndexOf('/') + 1).split(" ", 2)[0];
      assertThat(Pages.text("tools/checks/" + tool + "/go.mod")).contains("\t" + module + " ");
    }
  }

  @Test
  void hasItsActionsPinnedAsOurOwnWorkflows() {
    String release = Pages.text(".github/workflows/release.yaml");

    assertThat(USES.matcher(Pages.blocks(PAGE, "yaml").getFirst()).results())
        .hasSize(3)
        .allMatch(uses -> release.contains(uses.group()));
  }
}
