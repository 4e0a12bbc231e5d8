package dev.livecallback.engine.objects;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.Set;

/** Where Secrets are looked up. */
@FunctionalInterface
public interface SecretLookup {
  /**
   * That Secret, if it is there and Opaque.
   *
   * @param entries which of its entries are of interest: no others need be in it
   * @throws SecretUnavailableException if that can't be found out now: ask again in seconds
   */
  Optional<Secret> secret(String namespace, String name, Set<String> entries);
}
