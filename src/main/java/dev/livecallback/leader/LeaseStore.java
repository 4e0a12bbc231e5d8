package dev.livecallback.leader;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The place where all processes see the lease. A write happens only if nobody has written since the
 * lease was read.
 */
interface LeaseStore {

  /**
   * The content of a lease.
   *
   * @param holder the process that has the lease; "" = nobody
   * @param duration the time for which the lease holds, as the holder says; null = the holder
   *     doesn't say
   * @param renewed the last renewal by the holder's clock: only good for telling renewals apart
   */
  record LeaseState(String holder, @Nullable Duration duration, @Nullable Instant renewed) {}

  /** The result of a read. */
  sealed interface LeaseRead {
    /** The lease says this. */
    record Held(LeaseState said) implements LeaseRead {}

    /** There is no lease. */
    record Absent() implements LeaseRead {}

    /** The lease couldn't be read. */
    record Failed(String why) implements LeaseRead {}
  }

  /** The result of a write. */
  sealed interface LeaseWrite {
    /** The lease is as it was written. */
    record Done() implements LeaseWrite {}

    /** The lease wasn't written: it has changed since it was read. */
    record Outdated() implements LeaseWrite {}

    /** The lease may have been written or not. */
    record Unknown(String why) implements LeaseWrite {}
  }

  /** Reads the lease. The next write replaces the version that was read. */
  LeaseRead read();

  /**
   * Writes the lease, and creates it if there was none.
   *
   * @param taken true if a new holder takes the lease
   */
  LeaseWrite write(LeaseState wanted, boolean taken);
}
