package dev.livecallback.cli;

import java.time.Duration;
import java.time.Instant;

/** Time as a command has it: one clock to wait and to look at. */
public interface CommandClock {
  /** Now, by a clock that nobody sets. */
  Instant now();

  /** Waits. */
  void sleep(Duration pause) throws InterruptedException;
}
