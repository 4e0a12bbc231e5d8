package dev.livecallback.operator;

import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An informer's memory without what nobody here reads: it halves the heap that an object takes. */
final class PrunedStore<T extends HasMetadata> extends BasicItemStore<T> {
  private static final List<String> OUR_FINALIZER = List.of(WellKnown.FINALIZER);

  /** In Base64: a little more than 4 KiB of value. */
  private static final int LONGEST_VALUE = 4 * 1024 * 4 / 3 + 4;

  /** In Base64: 300 characters, more than any key has. */
  private static final int KEPT = 400;

  private final Consumer<T> shorten;
  private final Consumer<T> arrived;
  private final Consumer<T> gone;

  private PrunedStore(Consumer<T> shorten, Consumer<T> arrived, Consumer<T> gone) {
    super(Cache::metaNamespaceKeyFunc);
    this.shorten = shorten;
    this.arrived = arrived;
    this.gone = gone;
  }

  /**
   * For our objects.
   *
   * @param arrived told of each version, once it is in the store
   * @param gone told of each object that isn't there any more, however it went
   */
  static <T extends HasMetadata> PrunedStore<T> ofObjects(Consumer<T> arrived, Consumer<T> gone) {
    return new PrunedStore<>(_ -> {}, arrived, gone);
  }

  /** Values over 4 KiB can't be callback keys: no more is kept of them than shows that. */
  static PrunedStore<Secret> ofSecrets() {
    return new PrunedStore<>(PrunedStore::shorten, _ -> {}, _ -> {});
  }

  /** Keeps no more of values over 4 KiB than shows that they are too long. */
  static void shorten(Secret secret) {
    Map<String, String> data = secret.getData();
    if (data != null && data.values().stream().anyMatch(PrunedStore::tooLong)) {
      Map<String, String> kept = new HashMap<>(data);
      kept.replaceAll((_, value) -> tooLong(value) ? value.substring(0, KEPT) : value);
      secret.setData(kept);
    }
  }

  /** Takes out of an object what nobody here reads; what many have is in memory once. */
  static void prune(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    metadata.setManagedFields(List.of());
    metadata.setOwnerReferences(List.of());
    metadata.setLabels(Map.of());
    metadata.setAnnotations(ours(metadata.getAnnotations()));
    metadata.setAdditionalProperties(Map.of());
    metadata.setFinalizers(finalizers(metadata.getFinalizers()));
    metadata.setNamespace(shared(metadata.getNamespace()));
    metadata.setCreationTimestamp(shared(metadata.getCreationTimestamp()));
  }

  private static Map<String, String> ours(@Nullable Map<String, String> annotations) {
    return annotations == null
        ? Map.of()
        : annotations.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(WellKnown.GROUP + "/"))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<String> finalizers(@Nullable List<String> finalizers) {
    if (finalizers == null) {
      return List.of();
    }
    return finalizers.equals(OUR_FINALIZER) ? OUR_FINALIZER : List.copyOf(finalizers);
  }

  private static @Nullable String shared(@Nullable String text) {
    return text == null ? null : text.intern();
  }

  @Override
  public T put(String key, T object) {
    prune(object);
    shorten.accept(object);
    T before = super.put(key, object);
    arrived.accept(object);
    if (before != null && !before.getMetadata().getUid().equals(object.getMetadata().getUid())) {
      gone.accept(before);
    }
    return before;
  }

  @Override
  public T remove(String key) {
    T before = super.remove(key);
    if (before != null) {
      gone.accept(before);
    }
    return before;
  }

  private static boolean tooLong(String value) {
    return value.length() > LONGEST_VALUE;
  }
}
