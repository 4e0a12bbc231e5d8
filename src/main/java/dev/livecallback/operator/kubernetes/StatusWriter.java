package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.engine.objects.Cluster.StatusWrite;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.metrics.Metrics;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a status by server-side apply, with the uid and resourceVersion that it was planned from.
 */
public final class StatusWriter {
  static final String FIELD_MANAGER = "live-callback-operator";

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final int UNPROCESSABLE = 422;
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Metrics metrics;

  /** A writer that counts what it writes. */
  public StatusWriter(KubernetesClient client, Metrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /** Makes the status of this version of the object be this. */
  public StatusWrite<LiveCallback> write(LiveCallback object, LiveCallbackStatus wanted) {
    return write(object, wanted, LiveCallback::new);
  }

  /** The same of an account; whether it is known to be done. */
  public boolean write(LiveAccount object, LiveAccountStatus wanted) {
    return write(object, wanted, LiveAccount::new) instanceof StatusWrite.Written;
  }

  private <P, S, T extends CustomResource<P, S>> StatusWrite<T> write(
      T object, S wanted, Supplier<T> blank) {
    StatusWrite<T> outcome = tryToWrite(object, wanted, blank);
    String word =
        switch (outcome) {
          case StatusWrite.Written<T> _ -> "written";
          case StatusWrite.Outdated<T> _ -> "outdated";
          case StatusWrite.Failed<T> _ -> "failed";
        };
    metrics.counter(Metric.STATUS_WRITES, object.getKind(), word).increment();
    return outcome;
  }

  private <P, S, T extends CustomResource<P, S>> StatusWrite<T> tryToWrite(
      T object, S wanted, Supplier<T> blank) {
    try {
      T answer = client.resource(fresh(object, wanted, blank)).subresource("status").patch(APPLY);
      if (!wanted.equals(answer.getStatus())) {
        // Fields that another manager wrote survive an apply.
        T whole = fresh(answer, wanted, blank);
        whole.setSpec(answer.getSpec());
        answer = client.resource(whole).updateStatus();
      }
      PrunedStore.prune(answer);
      return new StatusWrite.Written<>(answer);
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND ->
            new StatusWrite.Outdated<>();
        case UNPROCESSABLE -> {
          LOG.warn("The API server refuses the status; it is planned again: {}", e.getMessage());
          yield new StatusWrite.Failed<>();
        }
        default -> {
          LOG.warn("The status couldn't be written; it is tried again: {}", e.getMessage());
          yield new StatusWrite.Failed<>();
        }
      };
    }
  }

  private static <P, S, T extends CustomResource<P, S>> T fresh(
      T object, S status, Supplier<T> blank) {
    T fresh = blank.get();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(object.getMetadata().getName())
            .withNamespace(object.getMetadata().getNamespace())
            .withUid(object.getMetadata().getUid())
            .withResourceVersion(object.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
