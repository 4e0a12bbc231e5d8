package dev.livecallback.operator.secrets;

import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.operator.kubernetes.CacheCheck;
import java.util.function.BiConsumer;

/**
 * The Opaque Secrets that objects and accounts name. Only the entries that were asked for are kept.
 * Of a value over 16 KiB, only enough is kept to show that it is longer.
 */
public interface SecretStore extends SecretLookup, AutoCloseable {

  /**
   * Starts the store, and returns once the existing Secrets are known.
   *
   * @param changed is told, by namespace and name, of each Secret that came, went, or changed its
   *     values
   */
  void start(BiConsumer<String, String> changed);

  /** Does the same for one more namespace. */
  void add(String namespace);

  /** Looks for changes that no watch reports. Call it once in every sync period. */
  void refresh();

  /** Adds the store's caches to the check that compares them with the API server. */
  void checkedBy(CacheCheck check);

  @Override
  void close();
}
