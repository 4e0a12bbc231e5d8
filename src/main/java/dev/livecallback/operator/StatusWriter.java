package dev.livecallback.operator;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.engine.Cluster.StatusWrite;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
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

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Makes the status of this version of the object be this. */
  StatusWrite write(LiveCallback object, LiveCallbackStatus wanted) {
    try {
      LiveCallback answer = apply(object, wanted);
      if (!wanted.equals(answer.getStatus())) {
        // Fields that another manager wrote survive an apply.
        answer = replace(answer, wanted);
      }
      PrunedStore.prune(answer);
      return new StatusWrite.Written(answer);
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND ->
            new StatusWrite.Outdated();
        case UNPROCESSABLE -> {
          LOG.warn("The API server refuses the status; it is planned again: {}", e.getMessage());
          yield new StatusWrite.Failed();
        }
        default -> {
          LOG.warn("The status couldn't be written; it is tried again: {}", e.getMessage());
          yield new StatusWrite.Failed();
        }
      };
    }
  }

  private LiveCallback apply(LiveCallback object, LiveCallbackStatus status) {
    return client.resource(fresh(object, status)).subresource("status").patch(APPLY);
  }

  private LiveCallback replace(LiveCallback answer, LiveCallbackStatus status) {
    LiveCallback whole = fresh(answer, status);
    whole.setSpec(answer.getSpec());
    return client.resource(whole).updateStatus();
  }

  private static LiveCallback fresh(LiveCallback object, LiveCallbackStatus status) {
    LiveCallback fresh = new LiveCallback();
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
