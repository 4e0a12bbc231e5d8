package dev.livecallback.plan;

import dev.livecallback.api.ObjectId;
import dev.livecallback.claim.Heir;
import dev.livecallback.plan.Ledger.Entry;
import dev.livecallback.volcengine.CallbackKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The position of one object among the claimants of its records.
 *
 * @param heldBy the other object that owns the desired key; null = there is none
 * @param inheritance the ledger entry of the holder that waits to yield the desired key to this
 *     object; null = there is none
 * @param heirs the objects that take over ledger keys that this object yields, by key
 * @param probesScope whether this is the oldest object of its scope, which probes for all objects
 *     of the scope
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

  /** Returns whether an heir takes this key over and hasn't listed it in its ledger yet. */
  boolean awaitsHeir(CallbackKey key) {
    Heir heir = heirs.get(key);
    return heir != null && !heir.listed();
  }
}
