package dev.livecallback.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/**
 * A line on a terminal that says how far a command is and how long it takes on. It comes after a
 * second, and goes when the command has more to say.
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
   * @param terminal whether a person sees standard error as it comes
   */
  public ProgressLine(PrintWriter err, boolean terminal, CommandClock clock) {
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.began = clock.now();
  }

  /**
   * So far it is.
   *
   * @param what such as {@code 3 of 70 scopes read}
   * @param left about how long it takes on
   */
  public void at(String what, Duration left) {
    if (terminal && !clock.now().isBefore(began.plus(QUIET))) {
      err.print(CLEAR + what + ", about " + Durations.text(left) + " left");
      err.flush();
      shown = true;
    }
  }

  /** Takes the line away. */
  public void clear() {
    if (shown) {
      err.print(CLEAR);
      err.flush();
      shown = false;
    }
  }
}
