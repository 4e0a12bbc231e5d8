package dev.livecallback.operator;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a status by server-side apply, with the uid and resourceVersion that it was planned from,
 * and only if it differs.
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
  private final LatestObjects latest;

  StatusWriter(KubernetesClient client, LatestObjects latest) {
    this.client = client;
    this.latest = latest;
  }

  /** What came of it. */
  enum Outcome {
    /** The status is known to be as wanted. */
    WRITTEN,
    /** The object changed since it was planned: plan again. */
    OUTDATED,
    /** It isn't known whether it was written: place no orders, come back. */
    FAILED
  }

  /** Makes the status of this version of the object be this. */
  Outcome write(LiveCallback object, LiveCallbackStatus wanted) {
    LiveCallbackStatus before = object.statusOrEmpty();
    if (wanted.equals(before)) {
      return Outcome.WRITTEN;
    }
    try {
      LiveCallback answer = apply(object, wanted);
      if (!wanted.equals(answer.getStatus())) {
        // Fields that another manager wrote survive an apply.
        answer = replace(answer, wanted);
      }
      latest.wrote(answer);
      return Outcome.WRITTEN;
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND -> Outcome.OUTDATED;
        case UNPROCESSABLE -> {
          LOG.warn("The API server refuses the status; it is planned again: {}", e.getMessage());
          yield Outcome.FAILED;
        }
        default -> {
          LOG.warn("The status couldn't be written; it is tried again: {}", e.getMessage());
          yield Outcome.FAILED;
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
