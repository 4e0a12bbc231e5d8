package dev.livecallback.calls;

/** The priority class of an order, the most urgent first. */
public enum Lane {
  /** A person waits: an edit, a deletion, a reconcile that was asked for. First attempts only. */
  EDIT,
  /** A record that was in sync drifted or vanished; and every retry. */
  REPAIR,
  /** An object never seen in sync. */
  FIRST_SYNC,
  /** Periodic reads. */
  SWEEP
}
