package dev.livecallback.claim;

import java.util.Set;

/**
 * The consent of an object's people to other objects' deletes that may take its record along.
 *
 * @param account the {@code namespace/name} of the account that the object names
 * @param tokens the tokens of {@code confirm-delete}, of the object and of that account
 */
public record Consent(String account, Set<String> tokens) {
  /** The consent of an object for which nobody has confirmed anything. */
  public static final Consent NONE = new Consent("", Set.of());

  /** Takes a copy. */
  public Consent {
    tokens = Set.copyOf(tokens);
  }
}
