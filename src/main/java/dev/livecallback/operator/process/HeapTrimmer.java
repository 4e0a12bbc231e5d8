package dev.livecallback.operator.process;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Gives the memory back that a burst of work took, such as a start beside large objects of others.
 * The serial collector shrinks the heap only in a full collection, and may do none for hours.
 */
final class HeapTrimmer {
  /** The growth of the heap that is worth a full collection, in bytes. */
  static final long WORTH = 16L << 20;

  private final LongSupplier committed;
  private final Runnable collect;

  /** What the heap had after the last collection. The first look collects what the start left. */
  private long trimmed;

  /**
   * @param committed the bytes that the heap has from the system
   * @param collect does a full collection
   */
  HeapTrimmer(LongSupplier committed, Runnable collect) {
    this.committed = committed;
    this.collect = collect;
  }

  /** Creates the trimmer of this process. A full collection takes about a tenth of a second. */
  static HeapTrimmer ofThisProcess() {
    return new HeapTrimmer(
        () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted(), System::gc);
  }

  /** Collects if the heap has grown by {@link #WORTH} or more since the last time. */
  void trim() {
    if (committed.getAsLong() - trimmed >= WORTH) {
      collect.run();
      trimmed = committed.getAsLong();
    }
    trimmed = Math.min(trimmed, committed.getAsLong());
  }
}
