package dev.livecallback.operator;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The Opaque Secrets that objects and accounts name. Values over 4 KiB are cut short. */
interface SecretStore extends AutoCloseable {

  /** That Secret, if it is there and Opaque. */
  Optional<Secret> get(String namespace, String name);

  /**
   * Begins, and returns once what is there is known.
   *
   * @param changed told, by namespace and name, of each Secret whose values changed, that came or
   *     that went
   */
  void start(BiConsumer<String, String> changed);

  /** Looks for changes where nobody tells of them; to be called once in every sync period. */
  void refresh();

  @Override
  void close();
}
