package dev.livecallback.engine.reconcile;

import java.time.Duration;
import java.util.Optional;

/** What is to become of an object after a round. */
public sealed interface ReconcileResult {
  /** Plan it again after this; empty = when something happens. */
  record Requeue(Optional<Duration> after) implements ReconcileResult {}

  /** Nothing of it is left remotely: its finalizer goes. */
  record Finished() implements ReconcileResult {}
}
