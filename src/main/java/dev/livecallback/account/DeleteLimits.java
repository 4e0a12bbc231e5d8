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
 * The limits of deletes of one account: one for each namespace, so that one tenant's deletes hold
 * up no other tenant's, and one for all. Safe for use by several threads; waits for no other lock.
 */
public final class DeleteLimits {
  @GuardedBy("this")
  private final Map<String, DeleteLimit> ofNamespace = new HashMap<>();

  private final DeleteLimit total = new DeleteLimit();

  @GuardedBy("this")
  private DeletesPerHour perHour = DeletesPerHour.UNLIMITED;

  @GuardedBy("this")
  private @Nullable Instant releasedUntil;

  /** Sets the limits. Removals that were counted so far go on counting. */
  public synchronized void configure(DeletesPerHour changed) {
    perHour = changed;
    total.configure(changed.total());
    ofNamespace.values().forEach(each -> each.configure(changed.ofNamespace()));
  }

  /**
   * Lets removals through until the instant of an account's annotation, by the wall clock. To be
   * called several times a second, because the annotation and the wall clock may be set at any
   * time.
   *
   * @param annotation the annotation's value, see {@link DeleteLimit#release}
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
   * @param namespace the namespace of the object that the removal is for
   * @param key the key whose record is to be removed; a key that counts already is let through
   *     again
   * @param now the time
   * @return true if the removal may go
   */
  public synchronized boolean tryTake(String namespace, CallbackKey key, Instant now) {
    return total.heldUntil(key, now).isEmpty()
        && of(namespace, now).tryTake(key, now)
        && total.tryTake(key, now);
  }

  /** Returns when a removal of this record may go; empty = now. */
  public synchronized Optional<Instant> heldUntil(String namespace, CallbackKey key, Instant now) {
    return Stream.of(total.heldUntil(key, now), of(namespace, now).heldUntil(key, now))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  @GuardedBy("this")
  private DeleteLimit of(String namespace, Instant now) {
    // A limit that counts nothing is like a new one.
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
