package dev.livecallback.calls;

import java.util.EnumMap;
import java.util.Map;

/** How many calls of each action were sent: the clock by which an order is passed over. */
final class SentCalls {
  private final Map<Action, Long> sent = new EnumMap<>(Action.class);

  long of(Action action) {
    return sent.getOrDefault(action, 0L);
  }

  void count(Action action) {
    sent.merge(action, 1L, Long::sum);
  }
}
