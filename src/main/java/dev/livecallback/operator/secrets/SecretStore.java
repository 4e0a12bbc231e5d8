package dev.livecallback.operator.secrets;

import dev.livecallback.engine.objects.SecretLookup;
import dev.livecallback.operator.kubernetes.CacheCheck;
import java.util.function.BiConsumer;

/**
 * The Opaque Secrets that objects and accounts name. Of each only the entries that were asked for
 * are kept, and of a value over 16 KiB no more than shows that it is longer.
 */
public interface SecretStore extends SecretLookup, AutoCloseable {

  /**
   * Begins, and returns once what is there is known.
   *
   * @param changed told, by namespace and name, of each Secret whose values changed, that came or
   *     that went
   */
  void start(BiConsumer<String, String> changed);

  /** The same for one more namespace. */
  void add(String namespace);

  /** Looks for changes where nobody tells of them; to be called once in every sync period. */
  void refresh();

  /** Has the caches that it keeps compared with the API server. */
  void checkedBy(CacheCheck check);

  @Override
  void close();
}
