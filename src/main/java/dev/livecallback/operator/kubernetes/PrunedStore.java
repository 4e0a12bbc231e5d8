package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store that drops what the operator doesn't read. This halves the heap of an object.
 */
public final class PrunedStore<T extends HasMetadata> extends BasicItemStore<T> {
  private static final List<String> OUR_FINALIZER = List.of(WellKnown.FINALIZER);

  /**
   * The longest value that is kept of an annotation, in characters. No valid value of ours is
   * longer.
   */
  private static final int LONGEST_ANNOTATION = 1_024;

  /**
   * The longest length of all finalizers together, in characters: others may put thousands on an
   * object. The finalizers keep their order, since the SDK removes ours by its index. If the
   * finalizers before ours leave no room for it, the object isn't tended until they are gone.
   */
  static final int LONGEST_FINALIZERS = 8 * 1024;

  private final Consumer<T> arrived;
  private final Consumer<T> gone;

  private PrunedStore(Consumer<T> arrived, Consumer<T> gone) {
    super(Cache::metaNamespaceKeyFunc);
    this.arrived = arrived;
    this.gone = gone;
  }

  /**
   * Returns a store for our objects.
   *
   * @param arrived is told of each version, once it is in the store
   * @param gone is told of each object that no longer exists, for whatever reason
   */
  static <T extends HasMetadata> PrunedStore<T> ofObjects(Consumer<T> arrived, Consumer<T> gone) {
    return new PrunedStore<>(arrived, gone);
  }

  /**
   * Returns the value of an annotation. A longer value is cut, and stays as meaningless as it was.
   */
  static String annotation(String value) {
    return value.length() > LONGEST_ANNOTATION ? value.substring(0, LONGEST_ANNOTATION) : value;
  }

  /**
   * Removes from an object what the operator doesn't read. Values that many objects have are
   * shared.
   */
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
            .filter(entry -> WellKnown.ANNOTATIONS.contains(entry.getKey()))
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> annotation(entry.getValue())));
  }

  private static List<String> finalizers(@Nullable List<String> finalizers) {
    if (finalizers == null) {
      return List.of();
    }
    if (finalizers.equals(OUR_FINALIZER)) {
      return OUR_FINALIZER;
    }
    int length = 0;
    int kept = 0;
    while (kept < finalizers.size()
        && length + finalizers.get(kept).length() <= LONGEST_FINALIZERS) {
      length += finalizers.get(kept).length();
      kept++;
    }
    return List.copyOf(finalizers.subList(0, kept));
  }

  private static @Nullable String shared(@Nullable String text) {
    return text == null ? null : text.intern();
  }

  @Override
  public T put(String key, T object) {
    prune(object);
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
}
