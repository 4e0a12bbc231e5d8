package dev.livecallback.engine;

import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import java.util.IdentityHashMap;

/**
 * The writes that are on their way, whoever sent them. Who takes over from another process can't
 * know of them, and has to wait until there are none.
 */
final class Underway {
  private final Timeline timeline;
  private final IdentityHashMap<Call, Life> writes = new IdentityHashMap<>();

  Underway(Timeline timeline) {
    this.timeline = timeline;
  }

  void sends(Life life, Call call) {
    if (call.order() instanceof Order.Read) {
      return;
    }
    if (life.tookOver() && writes.values().stream().anyMatch(other -> other != life)) {
      throw timeline.fail(
          "a write is sent while one of the process before is on its way",
          call.order() + " for " + call.objects());
    }
    writes.put(call, life);
  }

  /** An answer came, or the client gave up. */
  void ended(Call call) {
    writes.remove(call);
  }
}
