package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The watches of our objects, and the caches that they fill. */
public final class Watches {
  private static final String BY_SECRET = "auth-key-secret";

  /** The name that stands for all namespaces. */
  public static final String EVERYWHERE = "";

  private final Map<String, IndexerResourceCache<LiveCallback>> caches = new ConcurrentHashMap<>();

  /** Adds the cache of a namespace, or of {@link #EVERYWHERE}, before anything is reconciled. */
  void add(String namespace, IndexerResourceCache<LiveCallback> cache) {
    cache.addIndexers(
        Map.of(
            BY_SECRET,
            object ->
                Optional.ofNullable(object.getSpec().authKeyPrimarySecretRef())
                    .map(ref -> List.of(index(object.getMetadata().getNamespace(), ref.name())))
                    .orElse(List.of())));
    caches.put(namespace, cache);
  }

  /** Returns the objects that name a Secret. */
  public List<ObjectId> users(String namespace, String secret) {
    return cache(namespace).stream()
        .flatMap(cache -> cache.byIndex(BY_SECRET, index(namespace, secret)).stream())
        .map(LiveCallback::id)
        .toList();
  }

  /** Returns every object. */
  Stream<LiveCallback> objects() {
    return caches.values().stream().flatMap(IndexerResourceCache::list);
  }

  private Optional<IndexerResourceCache<LiveCallback>> cache(String namespace) {
    return Optional.ofNullable(caches.get(namespace))
        .or(() -> Optional.ofNullable(caches.get(EVERYWHERE)));
  }

  /** Returns the object with this name and UID, if it still exists. */
  Optional<LiveCallback> object(ObjectId object) {
    return cache(object.namespace())
        .flatMap(cache -> cache.get(new ResourceID(object.name(), object.namespace())))
        .filter(found -> found.getMetadata().getUid().equals(object.uid()));
  }

  /**
   * Returns whether an update has the object planned again. The operator's own status writes don't,
   * but every change by which a person or another program may have meant something does.
   */
  public static boolean worthPlanning(LiveCallback now, LiveCallback before) {
    ObjectMeta fresh = now.getMetadata();
    ObjectMeta old = before.getMetadata();
    return !fresh.getUid().equals(old.getUid())
        || !now.hasFinalizer(WellKnown.FINALIZER)
        || !before.hasFinalizer(WellKnown.FINALIZER)
        || !Objects.equals(fresh.getGeneration(), old.getGeneration())
        || (fresh.getDeletionTimestamp() != null && old.getDeletionTimestamp() == null)
        || !ourAnnotations(now).equals(ourAnnotations(before))
        || (now.statusOrEmpty().neverWritten() && !before.statusOrEmpty().neverWritten());
  }

  private static Map<String, String> ourAnnotations(LiveCallback object) {
    Map<String, String> all = object.getMetadata().getAnnotations();
    return all == null
        ? Map.of()
        : all.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(WellKnown.GROUP + "/"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String index(String namespace, String secret) {
    return namespace + "/" + secret;
  }
}
