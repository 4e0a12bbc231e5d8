package dev.livecallback.deploy;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.TestCluster;
import java.nio.file.Path;

/** The manifests of this project, applied as {@code docs/install.md} says. */
public final class InstalledManifests {
  static final String NAMESPACE = "live-callback-operator";
  static final String SERVICE_ACCOUNT = "live-callback-operator";

  private InstalledManifests() {}

  /** One at a time: two who create the same object would meet. */
  public static synchronized CommandResult apply(TestCluster cluster) {
    return cluster.kubectl("apply", "--validate=strict", "-k", "deploy/manifests");
  }

  /** A kubeconfig of the operator's ServiceAccount, with the roles of the manifests. */
  static Path operatorKubeconfig(TestCluster cluster) {
    apply(cluster).succeeded();
    return cluster.kubeconfigFor(NAMESPACE, SERVICE_ACCOUNT);
  }

  /** One of a ServiceAccount that has those roles in the test's own namespace alone. */
  static Path namespacedKubeconfig(TestCluster cluster) {
    apply(cluster).succeeded();
    cluster.createServiceAccount("operator");
    cluster
        .kubectl(
            "create",
            "rolebinding",
            "operator",
            "--clusterrole=live-callback-operator",
            "--serviceaccount=" + cluster.namespace() + ":operator")
        .succeeded();
    return cluster.kubeconfigFor(cluster.namespace(), "operator");
  }
}
