package dev.livecallback.leader;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The lease where all can see it. A write happens only if nobody has written since it was read. */
interface LeaseStore {

  /**
   * What a lease says.
   *
   * @param holder who has it; "" = nobody
   * @param duration how long it holds, as the holder says; null = it doesn't
   * @param renewed the holder's time of its last renewal: only good for telling renewals apart
   */
  record LeaseState(String holder, @Nullable Duration duration, @Nullable Instant renewed) {}

  /** What a look at it came to. */
  sealed interface LeaseRead {
    /** This is what it says. */
    record Held(LeaseState said) implements LeaseRead {}

    /** There is no lease. */
    record Absent() implements LeaseRead {}

    /** It couldn't be read. */
    record Failed(String why) implements LeaseRead {}
  }

  /** What a write came to. */
  sealed interface LeaseWrite {
    /** It is as was written. */
    record Done() implements LeaseWrite {}

    /** It isn't: it has changed since it was read. */
    record Outdated() implements LeaseWrite {}

    /** It may be so or not. */
    record Unknown(String why) implements LeaseWrite {}
  }

  /** Reads it; the next write is of what was read. */
  LeaseRead read();

  /**
   * Writes it: anew, if there was none.
   *
   * @param taken whether the holder changes
   */
  LeaseWrite write(LeaseState wanted, boolean taken);
}
