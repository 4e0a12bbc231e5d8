package dev.livecallback.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The limit of the time that a command may take to read. It counts for all calls together, and ends
 * a call that is under way.
 */
public final class TimeLimit {
  private final Duration timeout;
  private final Instant end;
  private final CommandClock clock;

  /**
   * @param timeout the longest time that the command may take, from now
   */
  TimeLimit(Duration timeout, CommandClock clock) {
    this.timeout = timeout;
    this.end = clock.now().plus(timeout);
    this.clock = clock;
  }

  /**
   * Waits until an instant.
   *
   * @throws CommandFailedException if the time is over before that instant
   */
  void awaitUntil(Instant due) throws CommandFailedException, InterruptedException {
    if (due.isAfter(end)) {
      throw new CommandFailedException(
          "It isn't done within %s, and a part of it would mislead. Give it longer by --timeout, or let it make more calls by --calls-per-second."
              .formatted(Durations.text(timeout)));
    }
    Instant now = clock.now();
    if (due.isAfter(now)) {
      clock.sleep(Duration.between(now, due));
    }
  }

  /**
   * Makes a call.
   *
   * @param <T> the type of its answer
   * @throws CommandFailedException if the call isn't answered before the time is over
   */
  public <T> T call(Supplier<T> call) throws CommandFailedException, InterruptedException {
    awaitUntil(clock.now());
    return clock
        .within(Duration.between(clock.now(), end), call)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "It isn't done within %s, for the cloud doesn't answer: look at the way there, or give it longer by --timeout."
                        .formatted(Durations.text(timeout))));
  }
}
