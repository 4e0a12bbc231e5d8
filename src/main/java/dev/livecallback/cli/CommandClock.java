package dev.livecallback.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Time as a command has it: one clock to wait and to look at. */
public interface CommandClock {
  /** Now, by a clock that nobody sets. */
  Instant now();

  /** Waits. */
  void sleep(Duration pause) throws InterruptedException;

  /**
   * Waits for an answer, and no longer than that.
   *
   * @param question is interrupted once it has taken too long
   * @param <T> the answer
   * @return empty = it isn't there in time
   */
  <T> Optional<T> within(Duration limit, Supplier<T> question) throws InterruptedException;
}
