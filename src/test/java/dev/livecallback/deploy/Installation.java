package dev.livecallback.deploy;

import dev.livecallback.testing.BareControlPlane;
import dev.livecallback.testing.DeploymentController;
import dev.livecallback.testing.NamespaceController;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;

/**
 * The manifests of this project, in an API server of one test class alone. There a namespace that
 * is deleted goes, and a Deployment is rolled out as soon as it is there.
 */
final class Installation implements AutoCloseable {
  private final BareControlPlane bare;
  private final TestCluster cluster;
  private final NamespaceController namespaces;
  private final DeploymentController deployments;

  private Installation(String displayName) {
    bare = BareControlPlane.start();
    cluster = bare.cluster(displayName);
    namespaces = NamespaceController.start(cluster);
    deployments = DeploymentController.start(cluster);
  }

  /** An API server that knows nothing of the project yet. */
  static Installation none(String displayName) {
    return new Installation(displayName);
  }

  /** One that has the CRDs and the manifests. */
  static Installation start(String displayName) {
    Installation installation = none(displayName);
    TestCluster cluster = installation.cluster;
    cluster.applyCrds("deploy/crds");
    InstalledManifests.apply(cluster).succeeded();
    return installation;
  }

  /** With a namespace of the test's own as its default. */
  TestCluster cluster() {
    return cluster;
  }

  /** An operator as the manifests start it, beside it: its ServiceAccount, in its namespace. */
  OperatorUnderTest.Builder operator(SimulatorUnderTest simulator) {
    return OperatorUnderTest.of(
            cluster.kubeconfigFor(InstalledManifests.NAMESPACE, InstalledManifests.SERVICE_ACCOUNT),
            simulator)
        .in(InstalledManifests.NAMESPACE);
  }

  @Override
  public void close() {
    namespaces.close();
    deployments.close();
    cluster.close();
    bare.close();
  }
}
