package dev.livecallback.plan;

import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one object at one instant.
 *
 * @param object which
 * @param account its account, {@code namespace/name}
 * @param generation the spec's generation
 * @param deleting whether it is being deleted
 * @param orphan whether its record is to be left when it is deleted
 * @param desired what its spec asks for, also while it is being deleted
 * @param status the status as it stands, conditions above all
 * @param ledger the status's ledger
 * @param heldBy who else holds the claim on the desired key; null = nobody else
 * @param probesScope whether it is the oldest object of its scope, which probes for all of them
 * @param gate the account's gate, if it is shut; null = open
 * @param keys what is known of every key in (desired ∪ ledger)
 * @param neighbours for each app-less key of the ledger, the app-level records seen beside it
 * @param knownAuthKey the authentication key that this process last had accepted or found in sync;
 *     null = none since the start
 * @param provenByRead whether these credentials have read any scope
 * @param generationSeen when this generation was first seen by this process
 * @param operatorStarted when this process started: an earlier one may have written until then
 * @param now the clock
 */
public record Facts(
    ObjectId object,
    String account,
    long generation,
    boolean deleting,
    boolean orphan,
    Desired desired,
    LiveCallbackStatus status,
    Ledger ledger,
    @Nullable ObjectId heldBy,
    boolean probesScope,
    @Nullable ShutGate gate,
    Map<CallbackKey, KeyFacts> keys,
    List<Neighbour> neighbours,
    @Nullable SecretText knownAuthKey,
    boolean provenByRead,
    Instant generationSeen,
    Instant operatorStarted,
    Instant now) {

  /** Takes copies. */
  public Facts {
    keys = Map.copyOf(keys);
    neighbours = List.copyOf(neighbours);
  }

  /** What is known of that key; nothing, if it isn't among the facts. */
  public KeyFacts key(CallbackKey key) {
    return keys.getOrDefault(key, KeyFacts.UNKNOWN);
  }

  /** The same, with another ledger. */
  Facts with(Ledger changed) {
    return new Facts(
        object,
        account,
        generation,
        deleting,
        orphan,
        desired,
        status,
        changed,
        heldBy,
        probesScope,
        gate,
        keys,
        neighbours,
        knownAuthKey,
        provenByRead,
        generationSeen,
        operatorStarted,
        now);
  }
}
