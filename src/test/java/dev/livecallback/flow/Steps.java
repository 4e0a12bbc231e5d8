package dev.livecallback.flow;

import java.time.Duration;

/**
 * How often something may be tried within a time, if each pause is twice the last one. A busy
 * machine takes longer, so it may try more often; it may never try faster.
 *
 * @param first the pause after the first try, before it is shortened by a fifth at most
 * @param last what no pause is longer than
 */
record Steps(Duration first, Duration last) {
  /** An account's gate: {@code Gate}. */
  static final Steps GATE = new Steps(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** A scope that isn't there: {@code BackoffPolicy}. */
  static final Steps SCOPE_MISSING = new Steps(Duration.ofSeconds(30), Duration.ofMinutes(15));

  /** How many tries there may be at most. */
  int most(Duration within) {
    int tries = 1;
    Duration pause = first;
    for (Duration left = within.minus(shortest(pause)); !left.isNegative(); tries++) {
      pause = pause.multipliedBy(2).compareTo(last) > 0 ? last : pause.multipliedBy(2);
      left = left.minus(shortest(pause));
    }
    return tries;
  }

  private static Duration shortest(Duration pause) {
    return pause.multipliedBy(4).dividedBy(5);
  }
}
