package dev.livecallback.cli.export;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The properties that all exported objects share.
 *
 * @param namespace the objects' namespace; null = the objects name none, and {@code kubectl apply}
 *     decides
 * @param account the account that the objects name; null = none, so that the operator's default
 *     account counts
 * @param observe whether all objects only observe
 */
record ExportForm(@Nullable String namespace, @Nullable AccountName account, boolean observe) {

  /** Returns the account as the objects name it; null = they name none. */
  @Nullable AccountRef accountRef() {
    if (account == null) {
      return null;
    }
    boolean own = Objects.equals(account.namespace(), namespace);
    return new AccountRef(account.name(), own ? null : account.namespace());
  }

  /** Returns {@code kubectl}, with the namespace if there is one. */
  String kubectl() {
    return namespace == null ? "kubectl" : "kubectl -n " + namespace;
  }
}
