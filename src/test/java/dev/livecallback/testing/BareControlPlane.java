package dev.livecallback.testing;

import java.nio.file.Path;

/** A second API server, without the project's CRDs and of one test alone: it takes 4 s to start. */
public final class BareControlPlane implements AutoCloseable {
  private final ControlPlane controlPlane;

  private BareControlPlane(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /** Starts it. */
  public static BareControlPlane start() {
    return new BareControlPlane(ControlPlane.startBare());
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return controlPlane.kubeconfig();
  }

  /** A namespace in it. Close it before this. */
  public TestCluster cluster(String displayName) {
    return TestCluster.create(controlPlane, displayName);
  }

  @Override
  public void close() {
    controlPlane.close();
  }
}
