package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.gitops.GitopsTool;
import dev.livecallback.gitops.TestData;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Argo CD's part, done with kubectl: what it sends to the API server when it syncs, compares,
 * prunes and runs an action.
 */
final class ArgoCd {
  /** By which Argo CD knows what is its own. */
  static final String TRACKING = "argocd.argoproj.io/tracking-id";

  /** In which wave an object is synced; 0 without it. */
  static final String WAVE = "argocd.argoproj.io/sync-wave";

  private static final String FOREGROUND = "foregroundDeletion";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode NONE = JSON.createArrayNode();
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

  /**
   * Prunes {@code livecallback/NAME}: a foreground delete. The garbage collector's part, as nothing
   * depends on it, too.
   */
  void prune(String object) {
    kubectl(
        "",
        List.of("delete"),
        object,
        "--cascade=foreground",
        "--wait=false",
        "--ignore-not-found");
    // The operator writes at the same time: what it overtakes is tried again.
    await("the garbage collector's finalizer to go")
        .atMost(Duration.ofMinutes(2))
        .until(() -> collected(object));
  }

  private boolean collected(String object) {
    JsonNode finalizers =
        live(object).map(each -> each.path("metadata").path("finalizers")).orElse(NONE);
    for (int i = 0; i < finalizers.size(); i++) {
      if (finalizers.path(i).asText().equals(FOREGROUND)) {
        String patch =
            """
            [{"op": "test", "path": "/metadata/finalizers/%1$d", "value": "%2$s"},
             {"op": "remove", "path": "/metadata/finalizers/%1$d"}]
            """
                .formatted(i, FOREGROUND);
        return cluster.kubectl("patch", object, "--type=json", "--patch=" + patch).exitCode() == 0;
      }
    }
    return true;
  }

  /**
   * One round of an application's deletion: deletes what is there of the last wave.
   *
   * @param objects all of its objects, as {@code livecallback/NAME}
   * @return what is left of them; of a deletion that is over, nothing
   */
  List<String> delete(Collection<String> objects) {
    List<String> left = objects.stream().filter(each -> live(each).isPresent()).toList();
    int last = left.stream().mapToInt(this::wave).max().orElse(0);
    left.stream()
        .filter(each -> wave(each) == last)
        .filter(each -> live(each).filter(ArgoCd::beingDeleted).isEmpty())
        .forEach(this::prune);
    return left;
  }

  /** The object as it is, without {@code managedFields}. */
  Optional<JsonNode> live(String object) {
    String text =
        kubectl("", List.of("get"), object, "--output=json", "--ignore-not-found").strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text));
  }

  private int wave(String object) {
    return live(object).map(ArgoCd::wave).orElse(0);
  }

  /** The wave of a live object or of a manifest. */
  static int wave(JsonNode object) {
    return object.path("metadata").path("annotations").path(WAVE).asInt(0);
  }

  static boolean beingDeleted(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp");
  }

  /** A manifest with the annotation by which Argo CD knows its objects, and these. */
  String manifest(String kind, String name, Map<String, String> annotations, String spec) {
    ObjectNode all = JSON.createObjectNode();
    all.put(
        TRACKING, "callbacks:livecallback.dev/%s:%s/%s".formatted(kind, cluster.namespace(), name));
    annotations.forEach(all::put);
    return """
    apiVersion: livecallback.dev/v1
    kind: %s
    metadata:
      name: %s
      namespace: %s
      annotations: %s
    spec: %s
    """
        .formatted(kind, name, cluster.namespace(), all, spec);
  }

  /** Runs an action as its server does: the script's object against the live one, as a patch. */
  void run(String action, String name) {
    JsonNode live = parse(kubectl("", List.of("get"), "livecallback", name, "-o", "json"));
    JsonNode wanted =
        GitopsTool.lua(
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
    return beingDeleted(object)
        ? "Progressing"
        : GitopsTool.lua(
                TestData.ROOT.resolve(object.path("kind").asText() + "/health.lua"),
                object,
                Instant.now())
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
