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
  /** The field manager: the name by which the API server knows the writer. */
  public static final String FIELD_MANAGER = "live-callback-operator";

  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final int UNPROCESSABLE = 422;
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  /**
   * The longest part of an API server's answer that is logged, in characters. The answer may quote
   * everything that it refuses.
   */
  private static final int LONGEST_ANSWER = 300;

  private static final int MOST_FAILING = 10_000;

  private final KubernetesClient client;
  private final Metrics metrics;

  /** The UIDs of the objects whose status couldn't be written the last time. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  /** Creates a writer that counts what it writes. */
  public StatusWriter(KubernetesClient client, Metrics metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /** Writes this status to this version of the object. */
  public StatusWrite<LiveCallback> write(LiveCallback object, LiveCallbackStatus wanted) {
    return write(object, wanted, LiveCallback::new);
  }

  /** Does the same for an account, and returns whether the status is stored. */
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

  /** Logs the first failure in a row as a warning. The write is tried again and again. */
  private <T extends HasMetadata> StatusWrite<T> failed(T object, KubernetesClientException e) {
    String answer = String.valueOf(e.getMessage());
    String told =
        answer.length() <= LONGEST_ANSWER ? answer : answer.substring(0, LONGEST_ANSWER) + "…";
    String what =
        e.getCode() == UNPROCESSABLE
            ? "The API server refuses the status"
            : "The status couldn't be written";
    if (failing.size() >= MOST_FAILING) {
      // Objects that no longer exist may be among these; the others are logged once more.
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
