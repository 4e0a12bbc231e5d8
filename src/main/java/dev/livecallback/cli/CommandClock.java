package dev.livecallback.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The clock of a command, to read the time and to wait. */
public interface CommandClock {
  /** Returns the time of a steady clock, which ignores changes of the wall clock. */
  Instant now();

  /** Waits for this time. */
  void sleep(Duration pause) throws InterruptedException;

  /**
   * Waits for an answer until the time limit ends.
   *
   * @param question the question; it is interrupted when the limit ends
   * @param <T> the type of the answer
   * @return empty = there was no answer in time
   */
  <T> Optional<T> within(Duration limit, Supplier<T> question) throws InterruptedException;
}
