package dev.livecallback.shadow;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The caches of one process, for objects and Secrets. Each change arrives after a pause; the
 * changes of one object arrive in their order.
 */
public final class WatchCache {

  /** A listener, which learns of the changes that arrive. */
  interface CacheListener {
    /** Receives a version that the cache has now. */
    void delivered(LiveCallback object);

    /** Receives an object that isn't in the cache any more. */
    void gone(LiveCallback object);

    /** Receives the name of an object that needs a turn. */
    void event(String object);
  }

  private final ShadowApiServer server;
  private final VirtualTime time;
  private final Pauses pauses;
  private final Map<String, LiveCallback> objects = new LinkedHashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();
  private final Map<String, Long> lastDelivery = new HashMap<>();
  private final ShadowApiServer.Watcher watcher = new ServerWatcher();
  private @Nullable CacheListener listener;
  private boolean stopped;

  /** Creates empty caches. */
  public WatchCache(ShadowApiServer server, VirtualTime time, Pauses pauses) {
    this.server = server;
    this.time = time;
    this.pauses = pauses;
  }

  /** Lists everything on the server, and watches from then on. */
  public void start() {
    server.watch(watcher);
    secrets.putAll(server.secrets());
    objects.putAll(server.objects());
  }

  /** Tells a listener of all objects in the cache, and of each change that arrives from then on. */
  void tell(CacheListener who) {
    listener = who;
    for (LiveCallback object : List.copyOf(objects.values())) {
      who.delivered(object);
      who.event(ShadowApiServer.name(object));
    }
  }

  void stop() {
    stopped = true;
    server.unwatch(watcher);
  }

  /** Returns a live view of the objects, by {@code namespace/name}. */
  public Map<String, LiveCallback> objects() {
    return Collections.unmodifiableMap(objects);
  }

  @Nullable Secret secret(String namespace, String name) {
    return secrets.get(ShadowApiServer.name(namespace, name));
  }

  private final class ServerWatcher implements ShadowApiServer.Watcher {
    @Override
    public void changed(String object, @Nullable LiveCallback now) {
      deliver(object, pauses.untilObjectCached(object), () -> delivered(object, now));
    }

    @Override
    public void secretChanged(String secret, @Nullable Secret now) {
      deliver(
          "Secret " + secret, pauses.untilSecretCached(secret), () -> deliveredSecret(secret, now));
    }
  }

  private void deliver(String what, long pause, Runnable delivery) {
    time.at(
        lastDelivery.merge(what, time.elapsed() + pause, Math::max),
        () -> {
          if (!stopped) {
            delivery.run();
          }
        });
  }

  private void delivered(String name, @Nullable LiveCallback now) {
    LiveCallback before = now == null ? objects.remove(name) : objects.put(name, now);
    CacheListener told = listener;
    if (told == null) {
      return;
    }
    if (now != null) {
      told.delivered(now);
    }
    if (before != null && (now == null || !ShadowApiServer.same(before, now))) {
      told.gone(before);
    }
    if (now != null && (before == null || isWorthPlanning(now, before))) {
      told.event(name);
    }
  }

  private void deliveredSecret(String name, @Nullable Secret now) {
    Secret before = now == null ? secrets.remove(name) : secrets.put(name, now);
    CacheListener told = listener;
    boolean same = before != null && now != null && Objects.equals(before.getData(), now.getData());
    if (told == null || same || (before == null && now == null)) {
      return;
    }
    objects.forEach(
        (object, cached) -> {
          if (names(cached, name)) {
            told.event(object);
          }
        });
  }

  private static boolean names(LiveCallback object, String secret) {
    SecretKeyRef ref = object.getSpec().authKeyPrimarySecretRef();
    return ref != null
        && ShadowApiServer.name(object.getMetadata().getNamespace(), ref.name()).equals(secret);
  }

  /** Returns whether a change needs a turn, by the same rules as the operator's own filter. */
  private static boolean isWorthPlanning(LiveCallback now, LiveCallback before) {
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
    return ShadowApiServer.annotations(meta).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(WellKnown.GROUP + "/"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
