package dev.livecallback.simulation;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Reason;
import dev.livecallback.simulation.WorldAct.CloudFault;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.HashSet;
import java.util.Set;

/**
 * How many calls a world at rest may make in 25 minutes: a sweep of each scope each sync period;
 * and where somebody has to act, a read of the scope each five minutes and now and then a try.
 */
record Rest(int reads, int puts, int statuses) {
  private static final int SWEEPS = 3;
  private static final int SLOW_READS = 7;
  private static final int TRIES = 3;

  static Rest of(SimulatedWorld world) {
    Set<Object> swept = new HashSet<>();
    int waiting = 0;
    int puts = 0;
    for (LiveCallback object : Forgers.without(world.server.objects().values())) {
      Set<CallbackKey> keys = ObjectReading.keys(world.names, object);
      keys.forEach(key -> swept.add(Site.of(key)));
      // For an hour a scope that was too large is read by its parts.
      keys.stream().filter(key -> wasTooLarge(world, key.scope())).forEach(swept::add);
      Reason reason = AtRest.reason(object).orElse(Reason.QUEUED);
      boolean waits =
          switch (reason) {
            case ALREADY_EXISTS, AMBIGUOUS, SCOPE_NOT_FOUND, DELETE_BLOCKED -> true;
            default -> false;
          };
      waiting += waits ? keys.size() : 0;
      boolean tries = reason == Reason.REJECTED_BY_API || reason == Reason.SCOPE_NOT_FOUND;
      puts += tries ? TRIES : 0;
    }
    // A refused first Put leaves no ledger: each try looks first, writes it, and takes it back.
    return new Rest(swept.size() * SWEEPS + waiting * SLOW_READS + puts, puts, 2 * puts);
  }

  private static boolean wasTooLarge(SimulatedWorld world, Scope scope) {
    return world.history.steps().stream()
        .map(History.TimedAct::act)
        .anyMatch(
            act ->
                act instanceof WorldAct.CloudFault(CloudFault.FaultKind kind, Scope of, _, _)
                    && kind == CloudFault.FaultKind.TOO_LARGE
                    && (of == null || of.equals(scope)));
  }
}
