package dev.livecallback.bench;

import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** LiveCallbacks in one namespace, and when each was last seen Ready. */
final class Objects implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Seen> ready = new ConcurrentHashMap<>();
  private final Watch watch;

  /**
   * A sighting of an object that is Ready.
   *
   * @param generation which generation was
   * @param nanos when, by {@link System#nanoTime}
   */
  record Seen(long generation, long nanos) {}

  Objects(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    this.watch =
        client
            .resources(LiveCallback.class)
            .inNamespace(namespace)
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, LiveCallback object) {
                    note(object);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    throw new IllegalStateException("the benchmark's watch ended", cause);
                  }
                });
  }

  /** Creates an object. */
  void create(String name, String vhost, String app) {
    LiveCallback object = new LiveCallback();
    object.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    object.setSpec(spec(vhost, app, "https://hooks.example.com/" + name));
    client.resource(object).create();
  }

  /** Edits an object's URL; returns the milliseconds from the edit to Ready. */
  double edit(String name, String url) {
    long began = System.nanoTime();
    LiveCallback edited =
        client
            .resources(LiveCallback.class)
            .inNamespace(namespace)
            .withName(name)
            .edit(
                object -> {
                  LiveCallbackSpec spec = object.getSpec();
                  object.setSpec(
                      spec(String.valueOf(spec.vhost()), String.valueOf(spec.app()), url));
                  return object;
                });
    long generation = edited.getMetadata().getGeneration();
    Seen seen =
        Awaitility.await()
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(5))
            .atMost(PATIENCE)
            .until(() -> Optional.ofNullable(ready.get(name)), found -> isOf(generation, found))
            .orElseThrow();
    return (seen.nanos() - began) / 1e6;
  }

  /** Waits until so many objects are Ready. */
  void awaitReady(int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> ready.size() >= count);
  }

  @Override
  public void close() {
    watch.close();
  }

  private static boolean isOf(long generation, Optional<Seen> found) {
    return found.filter(seen -> seen.generation() >= generation).isPresent();
  }

  private void note(LiveCallback object) {
    boolean isReady =
        object
            .statusOrEmpty()
            .condition(ConditionType.READY)
            .filter(Condition::holds)
            .filter(is -> is.observedGeneration() == object.getMetadata().getGeneration())
            .isPresent();
    if (isReady) {
      ready.merge(
          object.getMetadata().getName(),
          new Seen(object.getMetadata().getGeneration(), System.nanoTime()),
          (before, now) -> before.generation() == now.generation() ? before : now);
    }
  }

  private static LiveCallbackSpec spec(String vhost, String app, String url) {
    return new LiveCallbackSpec(
        vhost,
        null,
        app,
        "push",
        List.of(new CallbackDetailSpec("http", url)),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
