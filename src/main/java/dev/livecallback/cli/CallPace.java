package dev.livecallback.cli;

import dev.livecallback.account.ServiceProfile;
import java.time.Duration;
import java.time.Instant;

/**
 * When a command may make its next call of the cloud. It has a pace of its own, well under the
 * quota, which it shares with the operator and with all other tools.
 */
public final class CallPace {
  /** How long no call is made after one that was throttled. */
  static final Duration THROTTLED = Duration.ofSeconds(10);

  private final Duration between;
  private final Duration timeout;
  private final Instant deadline;
  private final CommandClock clock;
  private Instant next;

  /**
   * @param between from the beginning of one call to that of the next
   * @param timeout how long all calls together may take, from now
   */
  CallPace(Duration between, Duration timeout, CommandClock clock) {
    this.between = between;
    this.timeout = timeout;
    this.clock = clock;
    this.next = clock.now();
    this.deadline = next.plus(timeout);
  }

  /** From the beginning of one call to that of the next where nobody asks for another pace. */
  static Duration between(ServiceProfile profile) {
    return switch (profile) {
      case VOLCENGINE -> Duration.ofMillis(500);
      case BYTEPLUS -> Duration.ofSeconds(4);
    };
  }

  /**
   * Waits until the next call may be made.
   *
   * @throws CommandFailedException if that is only after the time is over
   */
  public void await() throws CommandFailedException, InterruptedException {
    Instant now = clock.now();
    Instant due = next.isAfter(now) ? next : now;
    if (due.isAfter(deadline)) {
      throw new CommandFailedException(
          "It isn't done within %s, and a part of it would mislead. Give it longer by --timeout, or let it make more calls by --calls-per-second."
              .formatted(Durations.text(timeout)));
    }
    if (due.isAfter(now)) {
      clock.sleep(Duration.between(now, due));
    }
    next = due.plus(between);
  }

  /** Makes no call for a while. */
  void pause(Duration pause) {
    next = clock.now().plus(pause);
  }

  /** Makes no call for as long as one has to wait after one that was throttled. */
  public void pauseThrottled() {
    pause(THROTTLED);
  }

  /** About how long that many calls take. */
  Duration estimate(int calls) {
    return between.multipliedBy(calls);
  }
}
