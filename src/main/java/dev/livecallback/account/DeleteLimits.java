package dev.livecallback.account;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The limits of deletes of one account: one for each namespace, so that what one tenant deletes
 * holds up no other, and one for all. Safe for use by several threads; waits for no other lock.
 */
public final class DeleteLimits {
  @GuardedBy("this")
  private final Map<String, DeleteLimit> ofNamespace = new HashMap<>();

  private final DeleteLimit total = new DeleteLimit();

  @GuardedBy("this")
  private DeletesPerHour perHour = DeletesPerHour.UNLIMITED;

  @GuardedBy("this")
  private @Nullable Instant releasedUntil;

  /** Sets the limits. What was counted so far goes on counting. */
  public synchronized void configure(DeletesPerHour changed) {
    perHour = changed;
    total.configure(changed.total());
    ofNamespace.values().forEach(each -> each.configure(changed.ofNamespace()));
  }

  /**
   * Lets removals through for as long as an account's annotation says, by the wall clock. To be
   * called whenever that may have been set: several times a second.
   *
   * @param annotation see {@link DeleteLimit#release}
   * @param clock the clock that the limits go by
   */
  public synchronized void follow(@Nullable String annotation, SteadyClock clock) {
    releasedUntil =
        DeleteLimit.release(annotation, clock.wall().instant())
                instanceof Deadline.Until(Instant end)
            ? clock.fromWall(end)
            : null;
    total.releaseUntil(releasedUntil);
    ofNamespace.values().forEach(each -> each.releaseUntil(releasedUntil));
  }

  /**
   * Takes a removal, if the limits allow it.
   *
   * @param namespace whose object it is for
   * @param key whose record is to be removed; one that counts already is let through again
   * @param now the time
   * @return whether it may go
   */
  public synchronized boolean tryTake(String namespace, CallbackKey key, Instant now) {
    return total.heldUntil(key, now).isEmpty()
        && of(namespace, now).tryTake(key, now)
        && total.tryTake(key, now);
  }

  /** When a removal of this record may go; empty = now. */
  public synchronized Optional<Instant> heldUntil(String namespace, CallbackKey key, Instant now) {
    return Stream.of(total.heldUntil(key, now), of(namespace, now).heldUntil(key, now))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  @GuardedBy("this")
  private DeleteLimit of(String namespace, Instant now) {
    // One that counts nothing is like a new one.
    ofNamespace
        .entrySet()
        .removeIf(each -> !each.getKey().equals(namespace) && each.getValue().spent(now) == 0);
    return ofNamespace.computeIfAbsent(
        namespace,
        _ -> {
          DeleteLimit fresh = new DeleteLimit();
          fresh.configure(perHour.ofNamespace());
          fresh.releaseUntil(releasedUntil);
          return fresh;
        });
  }
}
