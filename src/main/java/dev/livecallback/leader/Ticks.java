package dev.livecallback.leader;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks that a process has.
 *
 * @param monotonic in nanoseconds from any beginning; nobody sets it, and it goes on while the
 *     process is stopped
 * @param wall what a person calls the time
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
