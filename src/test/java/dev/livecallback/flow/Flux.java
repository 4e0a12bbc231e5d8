package dev.livecallback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.gitops.GitopsTool;
import dev.livecallback.gitops.TestData;
import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The part of Flux's kustomize-controller, done with kubectl: what it sends to the API server in a
 * reconciliation with {@code prune} and {@code wait}, in its order (its {@code
 * kustomization_controller.go}).
 */
final class Flux {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String KEEP = "kustomize.toolkit.fluxcd.io/prune";

  private final TestCluster cluster;

  Flux(TestCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Applies what is in Git, and prunes what left it, without waiting for either.
   *
   * @param left the LiveCallbacks that were in Git before
   */
  void apply(String manifests, String... left) {
    cluster
        .kubectlWithInput(
            manifests,
            "apply",
            "--server-side",
            "--field-manager=kustomize-controller",
            "--force-conflicts",
            "--filename=-")
        .succeeded();
    for (String name : left) {
      live(name).filter(Flux::mayGo).ifPresent(_ -> delete(name));
    }
  }

  /** Waits until all of what is in Git is Current; the first that Failed ends that. */
  void awaitCurrent(String... names) {
    for (String name : names) {
      await(name + " to be Current")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                String status = GitopsTool.kstatus(live(name).orElseThrow());
                assertThat(status).as("kstatus of %s", name).isNotEqualTo("Failed");
                return status.equals("Current");
              });
    }
  }

  /** What leaves Git is asked as it is in the cluster. */
  private static boolean mayGo(JsonNode live) {
    return !live.path("metadata").path("annotations").path(KEEP).asText().equals("disabled");
  }

  private void delete(String name) {
    cluster.kubectl("delete", "livecallback", name, "--wait=false").succeeded();
  }

  private Optional<JsonNode> live(String name) {
    CommandResult found =
        cluster
            .kubectl("get", "livecallback", name, "--output=json", "--ignore-not-found")
            .succeeded();
    return Optional.of(found.stdout()).filter(text -> !text.isBlank()).map(TestData::parse);
  }

  /** The statuses that Flux would have seen of some versions. */
  static List<String> statuses(List<JsonNode> versions) {
    return versions.stream().map(GitopsTool::kstatus).toList();
  }
}
