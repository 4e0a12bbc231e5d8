package dev.livecallback.cli.export;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What exported objects have in common.
 *
 * @param namespace theirs; null = it isn't written, so that whoever applies them decides
 * @param account whom they name; null = nobody, so that the operator's default account counts
 * @param observe whether all of them only observe
 */
record ExportForm(@Nullable String namespace, @Nullable AccountName account, boolean observe) {

  /** The account as the objects name it. */
  @Nullable AccountRef accountRef() {
    if (account == null) {
      return null;
    }
    boolean own = Objects.equals(account.namespace(), namespace);
    return new AccountRef(account.name(), own ? null : account.namespace());
  }

  /** {@code kubectl}, with the namespace if there is one. */
  String kubectl() {
    return namespace == null ? "kubectl" : "kubectl -n " + namespace;
  }
}
