package dev.livecallback.calls;

import java.util.EnumMap;
import java.util.Map;

/** The number of sent calls of each action, which measures how long an order is passed over. */
final class SentCalls {
  private final Map<Action, Long> sent = new EnumMap<>(Action.class);

  long of(Action action) {
    return sent.getOrDefault(action, 0L);
  }

  void count(Action action) {
    sent.merge(action, 1L, Long::sum);
  }
}
