package dev.livecallback.flow;

import dev.livecallback.testing.ChildProcess;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real kube-controller-manager: it collects garbage, ends namespaces and makes the Pods of
 * Deployments. Nobody schedules or runs these; they are said to be ready as soon as they are there.
 */
final class RealControllers implements AutoCloseable {
  private static final String CONTROLLERS =
      "garbage-collector-controller,namespace-controller,serviceaccount-controller,"
          + "deployment-controller,replicaset-controller,disruption-controller,"
          + "clusterrole-aggregation-controller";

  private final ChildProcess process;
  private final SharedIndexInformer<Pod> pods;

  RealControllers(TestCluster cluster) {
    this.process =
        ChildProcess.start(
            List.of(
                System.getenv("KUBE_CONTROLLER_MANAGER"),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--leader-elect=false",
                // Two in one network namespace would want the same port.
                "--secure-port=0",
                "--use-service-account-credentials=false",
                "--controllers=" + CONTROLLERS),
            Map.of());
    this.pods =
        cluster
            .client()
            .pods()
            .inAnyNamespace()
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    sayReady(cluster, pod);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {}

                  @Override
                  public void onDelete(Pod pod, boolean stateUnknown) {}
                });
  }

  private static void sayReady(TestCluster cluster, Pod pod) {
    List<PodCondition> conditions =
        Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
            .map(type -> new PodConditionBuilder().withType(type).withStatus("True").build())
            .toList();
    try {
      cluster
          .client()
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .editStatus(
              there ->
                  new PodBuilder(there)
                      .editOrNewStatus()
                      .withPhase("Running")
                      .withConditions(conditions)
                      .endStatus()
                      .build());
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    pods.close();
    process.terminate(Duration.ofMinutes(1));
  }
}
