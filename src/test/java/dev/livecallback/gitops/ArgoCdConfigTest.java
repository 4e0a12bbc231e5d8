package dev.livecallback.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.testing.Generated;
import dev.livecallback.testing.Generates;
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
  private static final String KEY = "resource.customizations.%s.livecallback.dev_%s";

  @Generates
  @Test
  void hasTheScriptsAsTheyAreAndIsAMergePatch() throws IOException {
    ObjectNode patch = TestData.JSON.createObjectNode();
    ObjectNode data = patch.putObject("data");
    put(
        data,
        "LiveCallback",
        "lastDrift",
        "lastHandledReconcileAt",
        "observedGeneration",
        "records");
    put(data, "LiveAccount", "lastHandledReconcileAt", "objects", "observedGeneration", "scopes");

    Generated.check(FILE, TestData.text(patch));
    assertThat(TestData.read(FILE)).isEqualTo(patch);
  }

  /**
   * A kind's scripts.
   *
   * @param unshown the fields of its status that say nothing that health or message don't
   */
  private static void put(ObjectNode data, String kind, String... unshown) throws IOException {
    Path scripts = TestData.ROOT.resolve(kind);
    data.put(KEY.formatted("health", kind), Files.readString(scripts.resolve("health.lua")));
    data.put(KEY.formatted("actions", kind), TestData.text(actions(scripts.resolve("actions"))));
    data.put(KEY.formatted("ignoreResourceUpdates", kind), TestData.text(ignored(unshown)));
  }

  private static JsonNode actions(Path folder) throws IOException {
    ObjectNode actions = TestData.JSON.createObjectNode();
    actions.put("discovery.lua", Files.readString(folder.resolve("discovery.lua")));
    ArrayNode definitions = actions.putArray("definitions");
    try (Stream<Path> scripts = Files.walk(folder)) {
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

  private static JsonNode ignored(String... unshown) {
    ObjectNode ignored = TestData.JSON.createObjectNode();
    ArrayNode pointers =
        ignored
            .putArray("jsonPointers")
            .add("/metadata/generation")
            .add("/metadata/managedFields")
            .add("/metadata/resourceVersion");
    for (String field : unshown) {
      pointers.add("/status/" + field);
    }
    return ignored;
  }
}
