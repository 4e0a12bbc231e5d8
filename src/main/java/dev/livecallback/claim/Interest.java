package dev.livecallback.claim;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one object has to do with callback keys.
 *
 * @param object which
 * @param created when it was created: the older one claims
 * @param wants the key that it makes a claim on; null if it makes none (it is being deleted)
 * @param holds the keys in its ledger: it keeps those
 * @param going whether it is being deleted, and its records with it
 */
public record Interest(
    ObjectId object,
    Instant created,
    @Nullable CallbackKey wants,
    Set<CallbackKey> holds,
    boolean going) {

  /** Takes a copy. */
  public Interest {
    holds = Set.copyOf(holds);
  }

  Set<CallbackKey> keys() {
    Set<CallbackKey> keys = new HashSet<>(holds);
    if (wants != null) {
      keys.add(wants);
    }
    return keys;
  }
}
