package dev.livecallback.cli;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * When a command may make its next call of the cloud. It has a pace of its own, well under the
 * quota, which it shares with the operator and with all other tools.
 */
public final class CallPace {
  /** How long no call is made after one that was throttled. */
  static final Duration THROTTLED = Duration.ofSeconds(10);

  private final Duration between;
  private final TimeLimit limit;
  private final CommandClock clock;
  private Instant next;

  /**
   * @param between from the beginning of one call to that of the next
   */
  CallPace(Duration between, TimeLimit limit, CommandClock clock) {
    this.between = between;
    this.limit = limit;
    this.clock = clock;
    this.next = clock.now();
  }

  /**
   * The same pace for another part of what the command does: its first call keeps its distance.
   *
   * @param atMost how long that may take, from now
   */
  public CallPace onward(Duration atMost) {
    CallPace other = new CallPace(between, new TimeLimit(atMost, clock), clock);
    other.next = next;
    return other;
  }

  /** From the beginning of one call to that of the next where nobody asks for another pace. */
  static Duration between(ServiceProfile profile) {
    return switch (profile) {
      case VOLCENGINE -> Duration.ofMillis(500);
      case BYTEPLUS -> Duration.ofSeconds(4);
    };
  }

  /**
   * Makes a call as soon as the next one may be made.
   *
   * @throws CommandFailedException if the time is over before it is answered
   */
  <T> T call(Supplier<T> call) throws CommandFailedException, InterruptedException {
    awaitTurn();
    return limit.call(call);
  }

  /**
   * Waits until the next call may be made, which is made then.
   *
   * @throws CommandFailedException if that is only after the time is over
   */
  public void awaitTurn() throws CommandFailedException, InterruptedException {
    Instant now = clock.now();
    Instant due = next.isAfter(now) ? next : now;
    limit.awaitUntil(due);
    next = due.plus(between);
  }

  /** Makes no call for a while. */
  void pause(Duration pause) {
    next = clock.now().plus(pause);
  }

  /** Makes no call for as long as one has to wait after one that was throttled. */
  public void pauseAfter(Failure.Throttled throttled) {
    Duration asked = throttled.retryAfter();
    pause(asked == null || asked.compareTo(THROTTLED) < 0 ? THROTTLED : asked);
  }

  /** About how long that many calls take. */
  public Duration estimate(int calls) {
    return between.multipliedBy(calls);
  }
}
