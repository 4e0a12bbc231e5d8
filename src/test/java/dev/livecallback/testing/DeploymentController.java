package dev.livecallback.testing;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;

/**
 * Says of every Deployment, in an API server that has no controllers, that its Pods are there as it
 * asks for them. There are none: it is for commands that wait for a rollout.
 */
public final class DeploymentController implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final KubernetesClient client;
  private final Persistent rounds;

  private DeploymentController(KubernetesClient client) {
    this.client = client;
    this.rounds = Persistent.start(this::round, PAUSE);
  }

  /** Starts it for all namespaces of a cluster. */
  public static DeploymentController start(TestCluster cluster) {
    return new DeploymentController(cluster.client());
  }

  private void round() {
    try {
      for (Deployment each : client.apps().deployments().inAnyNamespace().list().getItems()) {
        DeploymentStatus status = rolledOut(each);
        if (!status.equals(each.getStatus())) {
          each.setStatus(status);
          client.resource(each).updateStatus();
        }
      }
    } catch (KubernetesClientException e) {
      // It changed or went meanwhile: the next round sees what there is.
    }
  }

  private static DeploymentStatus rolledOut(Deployment deployment) {
    int replicas = deployment.getSpec().getReplicas();
    return new DeploymentStatusBuilder()
        .withObservedGeneration(deployment.getMetadata().getGeneration())
        .withReplicas(replicas)
        .withUpdatedReplicas(replicas)
        .withReadyReplicas(replicas)
        .withAvailableReplicas(replicas)
        .build();
  }

  @Override
  public void close() {
    rounds.close();
  }
}
