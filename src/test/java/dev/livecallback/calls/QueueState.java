package dev.livecallback.calls;

import java.time.Instant;
import java.util.Objects;

/** What waits in a queue, and what is in flight. */
public final class QueueState {
  private QueueState() {}

  /** How many unsent orders a lane has, due or not. */
  public static int depth(CallQueue queue, Lane lane) {
    return Objects.requireNonNull(queue.loads(Instant.EPOCH).get(lane)).depth();
  }

  /** Nothing unsent, due or not, and nothing in flight. */
  public static boolean isIdle(CallQueue queue) {
    // What is looked at first may become what was looked at second, and the other way round.
    return isEmpty(queue) && queue.inFlight() == 0 && isEmpty(queue);
  }

  private static boolean isEmpty(CallQueue queue) {
    return queue.loads(Instant.EPOCH).values().stream().allMatch(load -> load.depth() == 0);
  }
}
