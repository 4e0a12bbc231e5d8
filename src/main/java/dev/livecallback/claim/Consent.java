package dev.livecallback.claim;

import java.util.Set;

/**
 * What may be done to an object's record by the deletes of others, because its people say so.
 *
 * @param account the {@code namespace/name} of the account that the object names
 * @param tokens those of {@code confirm-delete}, of the object and of that account
 */
public record Consent(String account, Set<String> tokens) {
  /** Of an object of which nobody said anything. */
  public static final Consent NONE = new Consent("", Set.of());

  /** Takes a copy. */
  public Consent {
    tokens = Set.copyOf(tokens);
  }
}
