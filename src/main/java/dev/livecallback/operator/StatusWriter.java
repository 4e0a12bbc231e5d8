package dev.livecallback.operator;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.engine.Cluster.StatusWrite;
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
final class StatusWriter {
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

  StatusWriter(KubernetesClient client, Metrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /** Makes the status of this version of the object be this. */
  StatusWrite write(LiveCallback object, LiveCallbackStatus wanted) {
    Outcome<LiveCallback> outcome = write(object, wanted, LiveCallback::new);
    return switch (outcome) {
      case Outcome.Written<LiveCallback> written -> new StatusWrite.Written(written.object());
      case Outcome.Outdated<LiveCallback> _ -> new StatusWrite.Outdated();
      case Outcome.Failed<LiveCallback> _ -> new StatusWrite.Failed();
    };
  }

  /** The same of an account; whether it is known to be done. */
  boolean write(LiveAccount object, LiveAccountStatus wanted) {
    return write(object, wanted, LiveAccount::new) instanceof Outcome.Written;
  }

  private sealed interface Outcome<T> {
    record Written<T>(T object) implements Outcome<T> {}

    record Outdated<T>() implements Outcome<T> {}

    record Failed<T>() implements Outcome<T> {}
  }

  private <P, S, T extends CustomResource<P, S>> Outcome<T> write(
      T object, S wanted, Supplier<T> blank) {
    Outcome<T> outcome = tryToWrite(object, wanted, blank);
    String word =
        switch (outcome) {
          case Outcome.Written<T> _ -> "written";
          case Outcome.Outdated<T> _ -> "outdated";
          case Outcome.Failed<T> _ -> "failed";
        };
    metrics.counter(Metric.STATUS_WRITES, object.getKind(), word).increment();
    return outcome;
  }

  private <P, S, T extends CustomResource<P, S>> Outcome<T> tryToWrite(
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
      return new Outcome.Written<>(answer);
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND ->
            new Outcome.Outdated<>();
        case UNPROCESSABLE -> {
          LOG.warn("The API server refuses the status; it is planned again: {}", e.getMessage());
          yield new Outcome.Failed<>();
        }
        default -> {
          LOG.warn("The status couldn't be written; it is tried again: {}", e.getMessage());
          yield new Outcome.Failed<>();
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
