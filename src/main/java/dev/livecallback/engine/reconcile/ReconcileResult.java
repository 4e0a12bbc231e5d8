package dev.livecallback.engine.reconcile;

import java.time.Duration;
import java.util.Optional;

/** The next step for an object after a round. */
public sealed interface ReconcileResult {
  /** The object is planned again after this time; empty = at the next event. */
  record Requeue(Optional<Duration> after) implements ReconcileResult {}

  /** The object holds no remote record any more, so its finalizer is removed. */
  record Finished() implements ReconcileResult {}
}
