package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One process's caches of objects and Secrets: each change arrives late, those of one object in
 * their order. What happened in between may be skipped, as after a lost connection.
 */
final class Informer implements ApiServerModel.Watch {
  /** Who learns of what arrives. */
  interface Listener {
    /** The cache has this version now. */
    void delivered(LiveCallback object);

    /** The object isn't in the cache any more. */
    void gone(LiveCallback object);

    /** It is worth a round. */
    void event(String name);
  }

  private final ApiServerModel server;
  private final Timeline timeline;
  private final Chance chance;
  private final int lag;
  private final String lagName;
  private final Map<String, LiveCallback> objects = new LinkedHashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();
  private final Map<String, Long> lastDelivery = new HashMap<>();
  private @Nullable Listener listener;
  private boolean stopped;

  /**
   * Empty caches.
   *
   * @param lag how many milliseconds a change takes at most
   * @param lagName of the stream that says how long it takes
   */
  Informer(ApiServerModel server, Timeline timeline, Chance chance, int lag, String lagName) {
    this.server = server;
    this.timeline = timeline;
    this.chance = chance;
    this.lag = lag;
    this.lagName = lagName;
  }

  /** Lists all there is, and watches from then on. */
  void start() {
    server.watch(this);
    secrets.putAll(server.secrets());
    objects.putAll(server.objects());
  }

  /** Tells of all that is in the caches, and of what arrives from then on. */
  void tell(Listener who) {
    listener = who;
    for (LiveCallback object : List.copyOf(objects.values())) {
      who.delivered(object);
      who.event(object.getMetadata().getName());
    }
  }

  void stop() {
    stopped = true;
    server.unwatch(this);
  }

  Map<String, LiveCallback> objects() {
    return objects;
  }

  @Nullable Secret secret(String name) {
    return secrets.get(name);
  }

  @Override
  public void changed(String name, @Nullable LiveCallback now) {
    timeline.at(
        arrival(name),
        () -> {
          if (!stopped) {
            deliver(name, now);
          }
        });
  }

  @Override
  public void secretChanged(String name, @Nullable Secret now) {
    timeline.at(
        arrival("secret " + name),
        () -> {
          if (!stopped) {
            deliverSecret(name, now);
          }
        });
  }

  private long arrival(String name) {
    long at = timeline.elapsed() + Chance.between(chance.stream(lagName + name), 1, lag);
    return lastDelivery.merge(name, at, Math::max);
  }

  private void deliver(String name, @Nullable LiveCallback now) {
    LiveCallback before = now == null ? objects.remove(name) : objects.put(name, now);
    Listener told = listener;
    if (told == null) {
      return;
    }
    if (now != null) {
      told.delivered(now);
    }
    if (before != null && (now == null || !ApiServerModel.same(before, now))) {
      told.gone(before);
    }
    if (now != null && (before == null || worthPlanning(now, before))) {
      told.event(name);
    }
  }

  private void deliverSecret(String name, @Nullable Secret now) {
    Secret before = now == null ? secrets.remove(name) : secrets.put(name, now);
    Listener told = listener;
    boolean same = before != null && now != null && Objects.equals(before.getData(), now.getData());
    if (told == null || same || (before == null && now == null)) {
      return;
    }
    objects.forEach(
        (object, cached) -> {
          SecretKeyRef ref = cached.getSpec().authKeyPrimarySecretRef();
          if (ref != null && ref.name().equals(name)) {
            told.event(object);
          }
        });
  }

  /** As the operator's own filter has it. */
  private static boolean worthPlanning(LiveCallback now, LiveCallback before) {
    ObjectMeta fresh = now.getMetadata();
    ObjectMeta old = before.getMetadata();
    return !fresh.getUid().equals(old.getUid())
        || !now.hasFinalizer(WellKnown.FINALIZER)
        || !before.hasFinalizer(WellKnown.FINALIZER)
        || !Objects.equals(fresh.getGeneration(), old.getGeneration())
        || (fresh.getDeletionTimestamp() != null && old.getDeletionTimestamp() == null)
        || !ourAnnotations(fresh).equals(ourAnnotations(old))
        || (now.statusOrEmpty().neverWritten() && !before.statusOrEmpty().neverWritten());
  }

  private static Map<String, String> ourAnnotations(ObjectMeta meta) {
    return ApiServerModel.annotations(meta).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(WellKnown.GROUP + "/"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
