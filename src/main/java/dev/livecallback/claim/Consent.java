package dev.livecallback.claim;

import dev.livecallback.api.AccountName;
import java.util.Set;

/**
 * The consent of an object's people to other objects' deletes that may take its record along.
 *
 * @param account the account that the object names
 * @param tokens the tokens of {@code confirm-delete}, of the object and of that account
 */
public record Consent(AccountName account, Set<String> tokens) {
  /** The consent of an object for which nobody has confirmed anything. */
  public static final Consent NONE = new Consent(AccountName.NONE, Set.of());

  /** Takes a copy. */
  public Consent {
    tokens = Set.copyOf(tokens);
  }
}
