package dev.livecallback.leader;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks that a process has.
 *
 * @param monotonic the clock that nobody can set, in nanoseconds from any beginning; it continues
 *     while the process is stopped
 * @param wall the clock that people see and set
 */
record Ticks(LongSupplier monotonic, InstantSource wall) {
  static Ticks system() {
    return new Ticks(System::nanoTime, InstantSource.system());
  }

  long nanos() {
    return monotonic.getAsLong();
  }

  Instant instant() {
    return wall.instant();
  }
}
