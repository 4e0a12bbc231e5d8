package dev.livecallback.engine.objects;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.Set;

/** The lookup of Secrets. */
@FunctionalInterface
public interface SecretLookup {
  /**
   * Returns this Secret, if it is there and Opaque.
   *
   * @param entries the entries of interest; the result needn't have others
   * @throws SecretUnavailableException if the API server can't tell now: ask again in seconds
   */
  Optional<Secret> secret(String namespace, String name, Set<String> entries);
}
