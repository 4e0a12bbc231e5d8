package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.engine.objects.Cluster.StatusWrite;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.metrics.Metrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a status by server-side apply, with the uid and resourceVersion that it was planned from.
 */
public final class StatusWriter {
  /** By what name the API server knows who writes. */
  public static final String FIELD_MANAGER = "live-callback-operator";

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final int UNPROCESSABLE = 422;
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  /** Of an API server's answer, which may quote all that it refuses, in characters. */
  private static final int LONGEST_ANSWER = 300;

  private static final int MOST_FAILING = 10_000;

  private final KubernetesClient client;
  private final Metrics metrics;

  /** The objects whose status couldn't be written the last time. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

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
    return write(object, wanted, LiveAccount::new) instanceof StatusWrite.Stored;
  }

  private <P, S, T extends CustomResource<P, S>> StatusWrite<T> write(
      T object, S wanted, Supplier<T> blank) {
    StatusWrite<T> outcome = tryToWrite(object, wanted, blank);
    String word =
        switch (outcome) {
          case StatusWrite.Stored<T> _ -> "written";
          case StatusWrite.Outdated<T> _ -> "outdated";
          case StatusWrite.Failed<T> _ -> "failed";
        };
    String uid = object.getMetadata().getUid();
    if (outcome instanceof StatusWrite.Stored<T> && failing.remove(uid)) {
      LOG.info("The status could be written again.");
    } else if (outcome instanceof StatusWrite.Outdated<T>) {
      failing.remove(uid);
    }
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
      return new StatusWrite.Stored<>(answer);
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND ->
            new StatusWrite.Outdated<>();
        default -> failed(object, e);
      };
    }
  }

  /** Tells of the first failure in a row: it is tried again and again. */
  private <T extends HasMetadata> StatusWrite<T> failed(T object, KubernetesClientException e) {
    String answer = String.valueOf(e.getMessage());
    String told =
        answer.length() <= LONGEST_ANSWER ? answer : answer.substring(0, LONGEST_ANSWER) + "…";
    String what =
        e.getCode() == UNPROCESSABLE
            ? "The API server refuses the status"
            : "The status couldn't be written";
    if (failing.size() >= MOST_FAILING) {
      // Objects that went meanwhile among them; the others are told of once more.
      failing.clear();
    }
    if (failing.add(object.getMetadata().getUid())) {
      LOG.warn("{}; it is tried again, at ever longer intervals: {}", what, told);
    } else {
      LOG.debug("{} again: {}", what, told);
    }
    return new StatusWrite.Failed<>();
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
