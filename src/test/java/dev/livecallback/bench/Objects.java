package dev.livecallback.bench;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** LiveCallbacks in one namespace, and when each was first seen Ready. */
final class Objects implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Seen> ready = new ConcurrentHashMap<>();
  private final Watch watch;

  /**
   * What was seen of an object that is Ready.
   *
   * @param generation which generation was
   * @param at when that was seen first
   */
  record Seen(long generation, Instant at) {}

  Objects(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    this.watch = resources().inNamespace(namespace).watch(new ReadyWatcher());
  }

  String namespace() {
    return namespace;
  }

  /** Creates them as fast as the API server takes them. */
  void create(List<Callback> callbacks) {
    Parallel.each(callbacks, callback -> client.resource(object(callback, true)).create());
  }

  /** Creates one as a person does, and says when that was asked for. */
  Instant create(Callback callback) {
    LiveCallback object = object(callback, false);
    Instant asked = Instant.now();
    client.resource(object).create();
    return asked;
  }

  /**
   * An edit.
   *
   * @param asked when it was asked for
   * @param generation what the object's became
   */
  record Edit(String name, Instant asked, long generation) {}

  /** Edits an object's URL with one request. */
  Edit edit(String name, String url) {
    String patch =
        "{\"spec\": {\"callbackDetailList\": [{\"callbackType\": \"http\", \"url\": \"%s\"}]}}"
            .formatted(url);
    Instant asked = Instant.now();
    LiveCallback edited =
        resources()
            .inNamespace(namespace)
            .withName(name)
            .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    return new Edit(name, asked, edited.getMetadata().getGeneration());
  }

  /** Waits until an edit is Ready and returns how long that took, in milliseconds. */
  double awaitReady(Edit edit) {
    return millis(edit.asked(), awaitReady(edit.name(), edit.generation()));
  }

  /** Waits until an object is Ready and returns when that was seen. */
  Instant awaitReady(String name, long generation) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(PATIENCE)
        .until(() -> isReady(name, generation));
    return java.util.Objects.requireNonNull(ready.get(name)).at();
  }

  /** Waits until they all are Ready. */
  void awaitReady(List<Callback> callbacks) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> callbacks.stream().allMatch(callback -> isReady(callback.name(), 1)));
  }

  /** The resourceVersions of all that are there: whoever writes one changes it. */
  List<String> versions() {
    return resources().inNamespace(namespace).list().getItems().stream()
        .map(
            object ->
                object.getMetadata().getName() + "@" + object.getMetadata().getResourceVersion())
        .sorted()
        .toList();
  }

  static double millis(Instant from, Instant until) {
    return Duration.between(from, until).toNanos() / 1e6;
  }

  @Override
  public void close() {
    watch.close();
  }

  private MixedOperation<LiveCallback, KubernetesResourceList<LiveCallback>, Resource<LiveCallback>>
      resources() {
    return client.resources(LiveCallback.class);
  }

  private boolean isReady(String name, long generation) {
    Seen seen = ready.get(name);
    return seen != null && seen.generation() >= generation;
  }

  private LiveCallback object(Callback callback, boolean finalizer) {
    LiveCallback object = new LiveCallback();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withName(callback.name())
            .withNamespace(namespace)
            .withFinalizers(finalizer ? List.of(WellKnown.FINALIZER) : List.of())
            .build());
    object.setSpec(callback.spec());
    return object;
  }

  /** Notes what is Ready. */
  private final class ReadyWatcher implements Watcher<LiveCallback> {
    @Override
    public void eventReceived(Action action, LiveCallback object) {
      Instant now = Instant.now();
      long generation = object.getMetadata().getGeneration();
      boolean isReady =
          object
              .statusOrEmpty()
              .condition(ConditionType.READY)
              .filter(Condition::holds)
              .filter(condition -> condition.observedGeneration() == generation)
              .isPresent();
      if (isReady) {
        ready.merge(
            object.getMetadata().getName(),
            new Seen(generation, now),
            (before, after) -> before.generation() == after.generation() ? before : after);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the benchmark's watch ended", cause);
    }
  }
}
