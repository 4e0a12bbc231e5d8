package dev.livecallback.plan;

import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one object at one instant.
 *
 * @param object which
 * @param account the account that its spec names, {@code namespace/name}
 * @param generation the spec's generation
 * @param deleting whether it is being deleted
 * @param policies how its record is to be treated
 * @param requested what its annotations, and its account's, ask for
 * @param desired what its spec asks for, also while it is being deleted
 * @param status the status as it stands, conditions above all
 * @param ledger the status's ledger
 * @param claim where it stands among the objects that have to do with the same records
 * @param accounts its account and those of its ledger, by name; one that isn't in it is absent
 * @param keys what is known of every key in (desired ∪ ledger)
 * @param coveredRecords for each app-less key of the ledger, the app-level records seen beside it
 * @param knownAuthKey the authentication key of the desired record that this process last had
 *     accepted or found in sync; null = none since the start
 * @param provenByRead whether these credentials have read any scope
 * @param reconcilingSince since when the status says that work is under way; null = it doesn't
 * @param generationSeen when this generation was first seen by this process
 * @param created when the object was created; {@code operatorStarted} if this process saw it before
 *     anything was written for it
 * @param operatorStarted when this process started: an earlier one may have written until then
 * @param now the clock that nobody sets, which all instants here go by
 * @param wallAhead how far the clock that people see is ahead of it
 */
public record Facts(
    ObjectId object,
    String account,
    long generation,
    boolean deleting,
    Policies policies,
    RequestedActions requested,
    Desired desired,
    LiveCallbackStatus status,
    Ledger ledger,
    ClaimFacts claim,
    Map<String, AccountFacts> accounts,
    Map<CallbackKey, KeyFacts> keys,
    List<CoveredRecord> coveredRecords,
    @Nullable SecretText knownAuthKey,
    boolean provenByRead,
    @Nullable Instant reconcilingSince,
    Instant generationSeen,
    Instant created,
    Instant operatorStarted,
    Instant now,
    Duration wallAhead) {

  /** Takes copies. */
  public Facts {
    accounts = Map.copyOf(accounts);
    keys = Map.copyOf(keys);
    coveredRecords = List.copyOf(coveredRecords);
  }

  /** What is known of that key; nothing, if it isn't among the facts. */
  public KeyFacts key(CallbackKey key) {
    return keys.getOrDefault(key, KeyFacts.UNKNOWN);
  }

  /** What people call that instant. */
  Instant onTheWall(Instant then) {
    return then.plus(wallAhead);
  }

  /** Now, as people call it. */
  Instant wallNow() {
    return onTheWall(now);
  }

  /** That account, or null if it is absent. */
  public @Nullable AccountFacts account(String name) {
    return accounts.get(name);
  }

  /** Whether it is being deleted and its records are to be left as they are. */
  boolean leaving() {
    return deleting && policies.leaveRecords();
  }

  /** Returns the same with another ledger. */
  Facts with(Ledger changed) {
    return new Facts(
        object,
        account,
        generation,
        deleting,
        policies,
        requested,
        desired,
        status,
        changed,
        claim,
        accounts,
        keys,
        coveredRecords,
        knownAuthKey,
        provenByRead,
        reconcilingSince,
        generationSeen,
        created,
        operatorStarted,
        now,
        wallAhead);
  }

  /** Returns the same with another status. */
  Facts withStatus(LiveCallbackStatus status) {
    return new Facts(
        object,
        account,
        generation,
        deleting,
        policies,
        requested,
        desired,
        status,
        ledger,
        claim,
        accounts,
        keys,
        coveredRecords,
        knownAuthKey,
        provenByRead,
        reconcilingSince,
        generationSeen,
        created,
        operatorStarted,
        now,
        wallAhead);
  }

  /** Returns the same with another claim. */
  Facts withClaim(ClaimFacts claim) {
    return new Facts(
        object,
        account,
        generation,
        deleting,
        policies,
        requested,
        desired,
        status,
        ledger,
        claim,
        accounts,
        keys,
        coveredRecords,
        knownAuthKey,
        provenByRead,
        reconcilingSince,
        generationSeen,
        created,
        operatorStarted,
        now,
        wallAhead);
  }

  /** Returns the same with other knowledge of its keys. */
  Facts withKeys(Map<CallbackKey, KeyFacts> keys) {
    return new Facts(
        object,
        account,
        generation,
        deleting,
        policies,
        requested,
        desired,
        status,
        ledger,
        claim,
        accounts,
        keys,
        coveredRecords,
        knownAuthKey,
        provenByRead,
        reconcilingSince,
        generationSeen,
        created,
        operatorStarted,
        now,
        wallAhead);
  }
}
