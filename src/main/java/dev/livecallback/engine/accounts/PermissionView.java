package dev.livecallback.engine.accounts;

import dev.livecallback.account.Permissions;
import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The actions that one account isn't permitted for one record. A denial holds for the objects of
 * that account only, and for the whole scope. It therefore replaces the pause after a denied call
 * for the record itself.
 */
public record PermissionView(Permissions permissions, AccountName account, CallbackKey key) {

  /** Returns the reason why no record of the scope may be put; null = no reason is known. */
  public @Nullable Failure puts() {
    return denial(Action.UPDATE).map(Pause::failure).orElse(null);
  }

  /** Returns the reason why no record of the scope may be removed; null = no reason is known. */
  public @Nullable Failure removes() {
    return denial(Action.DELETE).map(Pause::failure).orElse(null);
  }

  /** Returns the pause after failed reads, as far as it concerns this account. */
  public @Nullable Pause ofReads(Optional<Pause> last) {
    return mine(last, Action.DESCRIBE);
  }

  /** Returns the pause after failed writes, as far as it concerns this account. */
  public @Nullable Pause ofWrites(Optional<Pause> last, Optional<LastWrite> write) {
    boolean remove = write.filter(LastWrite::remove).isPresent();
    return mine(last, remove ? Action.DELETE : Action.UPDATE);
  }

  private @Nullable Pause mine(Optional<Pause> last, Action action) {
    return last.flatMap(
            pause ->
                pause.failure() instanceof Failure.NotPermitted
                    ? denial(action)
                    : Optional.of(pause))
        .orElse(null);
  }

  private Optional<Pause> denial(Action action) {
    return permissions.denial(account, action, key.scope());
  }
}
