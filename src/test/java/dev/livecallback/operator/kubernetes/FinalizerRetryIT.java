package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.SampleObjects;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The SDK's own timer, which a clock that is set holds up, is set to a day where a finalizer
 * couldn't be written: what comes sooner comes by ours.
 */
@NeedsControlPlane
class FinalizerRetryIT {
  private static final int FAILURES = 2;

  private final AtomicInteger patches = new AtomicInteger();

  @Test
  void aFinalizerThatCouldNotBeWrittenIsTriedAgain(TestCluster cluster) throws Exception {
    ReconcileTrigger<LiveCallback> wakes = new ReconcileTrigger<>();
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(cluster.client().getConfiguration())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("fails", new Failing()))
            .build()) {
      Controllers controllers = new Controllers(client, _ -> {});
      controllers.add(
          new LiveCallbackReconciler(
              cluster.namespace(),
              new Watches(),
              wakes,
              _ -> new ReconcileResult.Requeue(Optional.empty()),
              new Metrics().timer(Metric.RECONCILE_DURATION, "LiveCallback")),
          Controllers.ReconciledKind.CALLBACKS,
          cluster.namespace(),
          wakes,
          more -> more.withFinalizer(WellKnown.FINALIZER));
      controllers.startCaches();
      controllers.startReconciling();
      LiveCallback object = new LiveCallback();
      object.setMetadata(new ObjectMetaBuilder().withName("on-push").build());
      object.setSpec(SampleObjects.object().getSpec());
      cluster.client().resource(object).create();

      Awaitility.await()
          .until(
              () ->
                  cluster
                      .client()
                      .resource(object)
                      .get()
                      .getMetadata()
                      .getFinalizers()
                      .contains(WellKnown.FINALIZER));
      assertThat(patches).hasValue(FAILURES + 1);
      controllers.stop();
    }
  }

  private final class Failing implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (request.method().equals("PATCH") && patches.getAndIncrement() < FAILURES) {
        throw new IllegalStateException("the API server is slow");
      }
    }
  }
}
