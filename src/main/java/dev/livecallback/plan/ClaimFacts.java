package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;
import dev.livecallback.claim.Heir;
import dev.livecallback.plan.Ledger.Entry;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an object stands among those that have to do with the same records.
 *
 * @param heldBy who else owns the desired key; null = nobody else
 * @param inheritance the entry of the holder that waits to yield the desired key to this object;
 *     null = there is none
 * @param heirs for keys of the ledger that this object yields: who takes them
 * @param probesScope whether it is the oldest object of its scope, which probes for all of them
 */
public record ClaimFacts(
    @Nullable ObjectId heldBy,
    @Nullable Entry inheritance,
    Map<CallbackKey, Heir> heirs,
    boolean probesScope) {

  /** Takes a copy. */
  public ClaimFacts {
    heirs = Map.copyOf(heirs);
  }

  /** Whether somebody will take that key over, and hasn't written it down yet. */
  boolean awaitsHeir(CallbackKey key) {
    Heir heir = heirs.get(key);
    return heir != null && !heir.listed();
  }
}
