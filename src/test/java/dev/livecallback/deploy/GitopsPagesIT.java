package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.gitops.TestData;
import dev.livecallback.testing.Command;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.Needs;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import dev.livecallback.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the pages about Argo CD and Flux show, given to an API server that has their CRDs. */
@Needs(Tool.GO)
@NeedsControlPlane
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("The YAML and the commands of the pages")
@Slow
class GitopsPagesIT {
  private static final String ARGO_CD = "docs/argocd.md";
  private static final String FLUX = "docs/flux.md";
  private static final String KEY = "resource.customizations.%s.livecallback.dev_%s";

  private TestCluster cluster;

  @BeforeAll
  void namespaces(TestCluster cluster) {
    this.cluster = cluster;
    Stream.of("argocd", "flux-system", "sports")
        .map("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}"::formatted)
        .forEach(namespace -> apply(namespace).succeeded());
  }

  @Test
  void forArgoCdAreTakenByItsKindsWhichHaveNoFieldMore() {
    installCrd("argo-cd");
    List<String> examples = Pages.blocks(ARGO_CD, "yaml");

    assertThat(examples.stream().flatMap(each -> dryRun(each).succeeded().stdout().lines()))
        .containsExactly(
            "application.argoproj.io/live-callback-operator created (server dry run)",
            "application.argoproj.io/live-callbacks created (server dry run)",
            "livecallback.livecallback.dev/sports-recordings created (server dry run)");
    assertThat(examples.getFirst().split("---"))
        .allMatch(
            application -> application.contains("retry:") && application.contains("refresh: true"));
    assertThat(dryRun(examples.getFirst().replace("selfHeal", "selfheal")).stderr())
        .contains("unknown field \"spec.syncPolicy.automated.selfheal\"");
  }

  @Test
  void forFluxAreTakenByItsKindsWhichHaveNoFieldMore() {
    installCrd("kustomize-controller");
    List<String> examples = Pages.blocks(FLUX, "yaml");

    assertThat(examples.stream().flatMap(each -> dryRun(each).succeeded().stdout().lines()))
        .containsExactly(
            "kustomization.kustomize.toolkit.fluxcd.io/live-callback-operator created (server dry"
                + " run)",
            "kustomization.kustomize.toolkit.fluxcd.io/live-callbacks created (server dry run)");
    assertThat(examples.getFirst().split("---"))
        .allMatch(kustomization -> kustomization.contains("retryInterval: 1m"));
    assertThat(dryRun(examples.getFirst().replace("prune:", "prunes:")).stderr())
        .contains("unknown field \"spec.prunes\"");
  }

  /** Flux takes off what a manager has set whose name begins with kubectl. */
  @Test
  void forFluxAnnotateUnderAnotherNameThanKubectl() {
    cluster.kubectl("apply", "--filename=examples/vhost-callback.yaml").succeeded();

    List<String> commands = Pages.blocks(FLUX, "sh");
    assertThat(commands).hasSize(1);
    cluster.shell(commands.getFirst()).succeeded();

    String object =
        cluster
            .kubectl("get", "livecallback/stream-started", "--output=json", "--show-managed-fields")
            .succeeded()
            .stdout();
    assertThat(TestData.parse(object).path("metadata").path("managedFields"))
        .filteredOn(fields -> fields.toString().contains("f:livecallback.dev/paused"))
        .extracting(fields -> fields.path("manager").asText())
        .containsExactly("livecallback");
  }

  @Test
  void forArgoCdPutTheScriptsIntoArgocdCmAsTheyAreAndLeaveTheRestOfIt() throws IOException {
    apply(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: argocd-cm, namespace: argocd}
            data:
              url: https://argocd.example.com
              resource.customizations.health.argoproj.io_Application: |
                return {status = "Healthy"}
            """)
        .succeeded();
    ObjectNode expected = (ObjectNode) data();

    List<String> commands = Pages.blocks(ARGO_CD, "sh");
    assertThat(commands).hasSize(1);
    cluster.shell(commands.getFirst()).succeeded();

    JsonNode data = data();
    TestData.read(Path.of("deploy/argocd/argocd-cm.yaml"))
        .path("data")
        .properties()
        .forEach(entry -> expected.set(entry.getKey(), entry.getValue()));
    assertThat(data).isEqualTo(expected);
    for (String kind : List.of("LiveCallback", "LiveAccount")) {
      assertScripts(kind, data);
    }
    assertThat(cluster.shell(commands.getFirst()).succeeded().stdout()).contains("(no change)");
  }

  /** Byte for byte the files of the folder that is there to be contributed. */
  private static void assertScripts(String kind, JsonNode data) throws IOException {
    Path folder = TestData.ROOT.resolve(kind);
    assertThat(data.path(KEY.formatted("health", kind)).asText())
        .isEqualTo(Files.readString(folder.resolve("health.lua")));
    JsonNode actions = TestData.parse(data.path(KEY.formatted("actions", kind)).asText());
    assertThat(actions.path("discovery.lua").asText())
        .isEqualTo(Files.readString(folder.resolve("actions/discovery.lua")));
    List<String> names = new ArrayList<>();
    for (JsonNode action : actions.path("definitions")) {
      String name = action.path("name").asText();
      names.add(name);
      assertThat(action.path("action.lua").asText())
          .isEqualTo(Files.readString(folder.resolve("actions/" + name + "/action.lua")));
    }
    assertThat(names).hasSize(6).doesNotHaveDuplicates();
  }

  private JsonNode data() {
    String configMap =
        cluster
            .kubectl("--namespace=argocd", "get", "configmap", "argocd-cm", "--output=json")
            .succeeded()
            .stdout();
    return TestData.parse(configMap).path("data");
  }

  private CommandResult apply(String manifest) {
    return cluster.kubectlWithInput(manifest, "apply", "--server-side", "--filename=-");
  }

  private CommandResult dryRun(String manifests) {
    return cluster.kubectlWithInput(
        manifests, "apply", "--dry-run=server", "--validate=strict", "--filename=-");
  }

  private void installCrd(String tool) {
    cluster.applyCrds(crd(tool).toString());
  }

  /** The file that has a tool's CRD. */
  private static Path crd(String tool) {
    CommandResult found = Command.run(List.of("tools/gitops/crds/crd", tool), Map.of(), "");
    return Path.of(found.succeeded().stdout().strip());
  }
}
