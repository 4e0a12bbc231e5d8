package dev.livecallback.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The patch of {@code argocd-cm}, for an Argo CD that doesn't have the scripts built in. */
@DisplayName("deploy/argocd/argocd-cm.yaml")
class ArgoCdConfigTest {
  private static final Path FILE = Path.of("deploy/argocd/argocd-cm.yaml");
  private static final Path KIND = TestData.ROOT.resolve("LiveCallback");
  private static final String KEY = "resource.customizations.%s.livecallback.dev_LiveCallback";

  @Test
  @DisplayName("has the scripts as they are, and is a merge patch")
  void isUpToDate() throws IOException {
    ObjectNode patch = GitopsTool.JSON.createObjectNode();
    ObjectNode data = patch.putObject("data");
    data.put(KEY.formatted("health"), Files.readString(KIND.resolve("health.lua")));
    data.put(KEY.formatted("actions"), TestData.text(actions()));
    data.put(KEY.formatted("ignoreResourceUpdates"), TestData.text(ignored()));

    TestData.check(FILE, patch);
    assertThat(TestData.read(FILE)).isEqualTo(patch);
  }

  private static JsonNode actions() throws IOException {
    ObjectNode actions = GitopsTool.JSON.createObjectNode();
    actions.put("discovery.lua", Files.readString(KIND.resolve("actions/discovery.lua")));
    ArrayNode definitions = actions.putArray("definitions");
    try (Stream<Path> scripts = Files.walk(KIND.resolve("actions"))) {
      List<Path> sorted = scripts.filter(each -> each.endsWith("action.lua")).sorted().toList();
      for (Path script : sorted) {
        definitions
            .addObject()
            .put("name", String.valueOf(script.getName(script.getNameCount() - 2)))
            .put("action.lua", Files.readString(script));
      }
    }
    assertThat(definitions).hasSize(6);
    return actions;
  }

  /** What says nothing that health or message don't: the ledger, and what was answered. */
  private static JsonNode ignored() {
    ObjectNode ignored = GitopsTool.JSON.createObjectNode();
    ignored
        .putArray("jsonPointers")
        .add("/metadata/generation")
        .add("/metadata/managedFields")
        .add("/metadata/resourceVersion")
        .add("/status/lastDrift")
        .add("/status/lastHandledReconcileAt")
        .add("/status/observedGeneration")
        .add("/status/records");
    return ignored;
  }
}
