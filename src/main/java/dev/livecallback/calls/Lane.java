package dev.livecallback.calls;

/** The priority class of an order, the most urgent first. */
public enum Lane {
  /**
   * Orders that a person waits for: an edit, a deletion, a requested reconcile. First attempts
   * only.
   */
  EDIT,
  /** Orders for a record that was in sync and drifted or vanished; and every retry. */
  REPAIR,
  /** Orders of an object that was never seen in sync. */
  FIRST_SYNC,
  /** Periodic reads. */
  SWEEP
}
