package dev.livecallback.cli;

import dev.livecallback.account.ServiceProfile;
import dev.livecallback.volcengine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The pace of a command's calls to the cloud. It is well under the quota, which the command shares
 * with the operator and with all other tools.
 */
public final class CallPace {
  /** The pause after a throttled call, unless its answer asks for a longer one. */
  static final Duration THROTTLED = Duration.ofSeconds(10);

  private final Duration between;
  private final TimeLimit limit;
  private final CommandClock clock;
  private Instant next;

  /**
   * @param between the time from the beginning of one call to the beginning of the next
   */
  CallPace(Duration between, TimeLimit limit, CommandClock clock) {
    this.between = between;
    this.limit = limit;
    this.clock = clock;
    this.next = clock.now();
  }

  /**
   * Returns the same pace for another part of the command. That part's first call keeps the
   * distance from the last call before it.
   *
   * @param atMost the longest time that this part may take, from now
   */
  public CallPace onward(Duration atMost) {
    CallPace other = new CallPace(between, new TimeLimit(atMost, clock), clock);
    other.next = next;
    return other;
  }

  /** Returns the default time from the beginning of one call to the beginning of the next. */
  static Duration between(ServiceProfile profile) {
    return switch (profile) {
      case VOLCENGINE -> Duration.ofMillis(500);
      case BYTEPLUS -> Duration.ofSeconds(4);
    };
  }

  /**
   * Makes a call as soon as the pace allows.
   *
   * @throws CommandFailedException if the time is over before the call is answered
   */
  <T> T call(Supplier<T> call) throws CommandFailedException, InterruptedException {
    awaitTurn();
    return limit.call(call);
  }

  /**
   * Waits until the next call may be made, and counts that call as made.
   *
   * @throws CommandFailedException if the call may be made only after the time is over
   */
  public void awaitTurn() throws CommandFailedException, InterruptedException {
    Instant now = clock.now();
    Instant due = next.isAfter(now) ? next : now;
    limit.awaitUntil(due);
    next = due.plus(between);
  }

  /** Delays the next call by this time from now. */
  void pause(Duration pause) {
    next = clock.now().plus(pause);
  }

  /**
   * Delays the next call after a throttled one: by {@link #THROTTLED}, or longer if the answer asks
   * for it.
   */
  public void pauseAfter(Failure.Throttled throttled) {
    Duration asked = throttled.retryAfter();
    pause(asked == null || asked.compareTo(THROTTLED) < 0 ? THROTTLED : asked);
  }

  /** Returns about how long this number of calls takes. */
  public Duration estimate(int calls) {
    return between.multipliedBy(calls);
  }
}
