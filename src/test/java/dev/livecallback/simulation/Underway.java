package dev.livecallback.simulation;

import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.shadow.VirtualTime;
import java.util.IdentityHashMap;

/**
 * The writes that are on their way, whoever sent them. Who takes over from another process can't
 * know of them, and has to wait until there are none.
 */
final class Underway {
  private final VirtualTime time;
  private final IdentityHashMap<Call, SimulatedProcess> writes = new IdentityHashMap<>();

  Underway(VirtualTime time) {
    this.time = time;
  }

  void sends(SimulatedProcess process, Call call) {
    if (call.order() instanceof Order.Read) {
      return;
    }
    if (process.tookOver() && writes.values().stream().anyMatch(other -> other != process)) {
      throw time.fail(
          new Violation(
              "a write is sent while one of the process before is on its way",
              call.order() + " for " + call.objects()));
    }
    writes.put(call, process);
  }

  /** An answer came, or the client gave up. */
  void ended(Call call) {
    writes.remove(call);
  }
}
