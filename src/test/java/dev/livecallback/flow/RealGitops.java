package dev.livecallback.flow;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the real Argo CD and the real Flux work on: a cluster with its controllers, a repository
 * with the operator's manifests in {@code operator} and callbacks in {@code callbacks}, the
 * simulator, and the packaged operator once its ServiceAccount is there.
 */
final class RealGitops implements AutoCloseable {
  /** The namespace of the operator. */
  static final String NAMESPACE = "live-callback-operator";

  /** The application or Kustomization of the operator in the pages, and its ServiceAccount. */
  static final String OPERATOR = "live-callback-operator";

  /** The application or Kustomization of the callbacks in the pages. */
  static final String CALLBACKS = "live-callbacks";

  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final TestCluster cluster;
  private final RealControllers controllers;
  private final GitServer git;
  private final SimulatorUnderTest simulator;
  private @Nullable OperatorUnderTest operator;

  /**
   * @param folder an empty folder
   */
  RealGitops(TestCluster cluster, Path folder) throws IOException {
    this.cluster = cluster;
    this.controllers = new RealControllers(cluster);
    this.git = new GitServer(Files.createDirectory(folder.resolve("git")));
    this.simulator = SimulatorUnderTest.start("--quota=1000");
    git.copy(Path.of("deploy/crds"));
    git.copy(Path.of("deploy/manifests"));
    git.commit("operator/kustomization.yaml", Optional.of("resources: [../deploy/manifests]\n"));
  }

  GitServer git() {
    return git;
  }

  SimulatorUnderTest simulator() {
    return simulator;
  }

  /** Commits a file of the callbacks. Returns the commit. */
  String commit(String name, String content) throws IOException {
    return git.commit("callbacks/" + name + ".yaml", Optional.of(content));
  }

  /** Removes a file of the callbacks in a commit. Returns the commit. */
  String remove(String name) throws IOException {
    return git.commit("callbacks/" + name + ".yaml", Optional.empty());
  }

  /** Replaces a file of the callbacks by another in one commit. Returns the commit. */
  String rename(String name, String other, String content) throws IOException {
    Files.delete(git.work().resolve("callbacks/" + name + ".yaml"));
    return commit(other, content);
  }

  /** A Secret with a key to sign callbacks with. */
  String secret(String value) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: signing-key, namespace: %s}
    stringData: {key: %s}
    """
        .formatted(cluster.namespace(), value);
  }

  /** Starts the operator as its ServiceAccount, as soon as that is there. */
  void startOperator() {
    await("the operator's account")
        .atMost(PATIENCE)
        .until(
            () ->
                cluster.client().serviceAccounts().inNamespace(NAMESPACE).withName(OPERATOR).get()
                    != null);
    operator =
        OperatorUnderTest.of(cluster.kubeconfigFor(NAMESPACE, OPERATOR), simulator)
            .in(NAMESPACE)
            .with("LOG_LEVEL", "debug")
            .start();
  }

  /** The apps of the records that were put, in their order. */
  List<String> puts() {
    return simulator.calls("UpdateCallback").stream()
        .map(call -> call.path("app").asText())
        .toList();
  }

  /** How many records were removed. */
  int removes() {
    return simulator.calls("DeleteCallback").size();
  }

  /** The key that the only record of a vhost signs with; "" if there is no record. */
  String key(String vhost) {
    List<JsonNode> records = simulator.records(vhost);
    return records.isEmpty() ? "" : records.getFirst().path("AuthKeyPrimary").asText();
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    simulator.close();
    git.close();
    controllers.close();
  }
}
