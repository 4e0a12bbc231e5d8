package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.gitops.Lua;
import dev.livecallback.gitops.TestData;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Argo CD's part, done with kubectl: what it sends to the API server when it syncs, compares,
 * prunes and runs an action.
 */
final class ArgoCd {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> APPLY =
      List.of("apply", "--server-side", "--field-manager=argocd-controller", "--force-conflicts");

  private final TestCluster cluster;

  ArgoCd(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Syncs with ServerSideApply=true. */
  void sync(String manifests) {
    kubectl(manifests, APPLY, "-f", "-");
  }

  /** Syncs as it does without that option: by client-side apply. */
  void syncClientSide(String manifests) {
    kubectl(manifests, List.of("apply"), "-f", "-");
  }

  /** What a sync would change: live object and, by a dry run, the one that it would leave. */
  void assertSynced(String manifest) {
    JsonNode live = parse(kubectl(manifest, List.of("get"), "-o", "json", "-f", "-"));
    JsonNode next = parse(kubectl(manifest, APPLY, "--dry-run=server", "-o", "json", "-f", "-"));
    assertThat(next).isEqualTo(live);
  }

  /** The three-way difference of last applied, live and wanted, which has to be none. */
  void assertSyncedClientSide(String manifest) {
    kubectl(manifest, List.of("diff"), "-f", "-");
  }

  /** Prunes: a foreground delete. The garbage collector's part, as nothing depends on it, too. */
  void prune(String name) {
    kubectl("", List.of("delete"), "livecallback", name, "--cascade=foreground", "--wait=false");
    var one = cluster.client().resources(LiveCallback.class).withName(name);
    // The operator writes at the same time: what it overtakes is tried again.
    await("the garbage collector's finalizer to go")
        .ignoreException(KubernetesClientException.class)
        .until(
            () -> {
              LiveCallback deleted = one.get();
              if (deleted != null
                  && deleted.getMetadata().getFinalizers().remove("foregroundDeletion")) {
                cluster.client().resource(deleted).update();
              }
              return true;
            });
  }

  /** Runs an action as its server does: the script's object against the live one, as a patch. */
  void run(String action, String name) {
    JsonNode live = parse(kubectl("", List.of("get"), "livecallback", name, "-o", "json"));
    JsonNode wanted =
        Lua.GOPHER_LUA.run(
            TestData.ROOT.resolve("LiveCallback/actions/" + action + "/action.lua"),
            live,
            Instant.now());
    ObjectNode patch = JSON.createObjectNode();
    ObjectNode annotations = patch.putObject("metadata").putObject("annotations");
    JsonNode before = live.path("metadata").path("annotations");
    JsonNode after = wanted.path("metadata").path("annotations");
    before.fieldNames().forEachRemaining(annotations::putNull);
    after.properties().forEach(each -> annotations.set(each.getKey(), each.getValue()));
    kubectl("", List.of("patch"), "livecallback", name, "--type=merge", "-p", patch.toString());
  }

  /** The health of a version of an object: {@code Healthy}, {@code Degraded}, ... */
  static String health(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp")
        ? "Progressing"
        : Lua.GOPHER_LUA
            .run(TestData.ROOT.resolve("LiveCallback/health.lua"), object, Instant.now())
            .path("status")
            .asText();
  }

  private String kubectl(String stdin, List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return cluster.kubectlWithInput(stdin, all.toArray(String[]::new)).succeeded().stdout();
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode answer = JSON.readTree(text);
      JsonNode object = answer.has("items") ? answer.path("items").path(0) : answer;
      ((ObjectNode) object.path("metadata")).remove("managedFields");
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
