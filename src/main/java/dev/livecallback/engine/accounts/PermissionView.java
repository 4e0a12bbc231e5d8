package dev.livecallback.engine.accounts;

import dev.livecallback.account.Permissions;
import dev.livecallback.calls.Action;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.remote.Pause;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account isn't permitted to do about one record. It holds for that account's objects only,
 * and for all of its scope: so it takes the place of what the calls for the record itself left.
 */
public record PermissionView(Permissions permissions, String account, CallbackKey key) {

  /** Why no record of the scope may be put; null = nothing is known against it. */
  public @Nullable Failure puts() {
    return denial(Action.UPDATE).map(Pause::failure).orElse(null);
  }

  /** Why none may be removed. */
  public @Nullable Failure removes() {
    return denial(Action.DELETE).map(Pause::failure).orElse(null);
  }

  /** The pause after failed reads, as far as it concerns this account. */
  public @Nullable Pause ofReads(Optional<Pause> last) {
    return mine(last, Action.DESCRIBE);
  }

  /** The pause after failed writes, as far as it concerns this account. */
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
