package dev.livecallback.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/**
 * A line on a terminal that says how far a command has got, and about how long the rest takes. It
 * appears after the first second, and is removed before the command prints anything else.
 */
public final class ProgressLine {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final CommandClock clock;
  private final Instant began;
  private boolean shown;

  /**
   * @param terminal whether standard error is a terminal
   */
  public ProgressLine(PrintWriter err, boolean terminal, CommandClock clock) {
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.began = clock.now();
  }

  /**
   * Shows how far the command has got, but not in the first second, nor without a terminal.
   *
   * @param what the progress, such as {@code 3 of 70 scopes read}
   * @param left the estimated time for the rest
   */
  public void at(String what, Duration left) {
    if (terminal && !clock.now().isBefore(began.plus(QUIET))) {
      err.print(CLEAR + what + ", about " + Durations.text(left) + " left");
      err.flush();
      shown = true;
    }
  }

  /** Removes the line. */
  public void clear() {
    if (shown) {
      err.print(CLEAR);
      err.flush();
      shown = false;
    }
  }
}
