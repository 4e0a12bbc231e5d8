package dev.livecallback.plan;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.SecretText;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known about one object at one instant.
 *
 * @param object the object's id
 * @param account the account that its spec names
 * @param generation the spec's generation
 * @param deleting whether the object is being deleted
 * @param policies the policies for its record
 * @param requested the actions that the annotations of the object and of its account ask for
 * @param desired the record that its spec asks for, also while the object is being deleted
 * @param status the present status, above all its conditions
 * @param ledger the status's ledger
 * @param claim the object's position among the claimants of its records
 * @param accounts the object's account and the accounts of its ledger, by name; an account that
 *     isn't in the map doesn't exist
 * @param keys the facts about every key in (desired ∪ ledger)
 * @param coveredRecords for each app-less key of the ledger, the app-level records seen beside it
 * @param knownAuthKey the authentication key of the desired record that this process last had
 *     accepted or found in sync; null = none since the start
 * @param provenByRead whether these credentials have read any scope
 * @param reconcilingSince the time since which the status says that work is under way; null = it
 *     doesn't say so
 * @param generationSeen the time at which this process first saw this generation
 * @param created the time at which the object was created; {@code operatorStarted} if this process
 *     saw it before anything was written for it
 * @param operatorStarted the time at which this process started; an earlier process may have
 *     written until then
 * @param now the present time of the steady clock, by which all instants here are measured
 * @param wallAhead the time by which the wall clock is ahead of the steady clock
 */
@RecordBuilder
public record Facts(
    ObjectId object,
    AccountName account,
    long generation,
    boolean deleting,
    Policies policies,
    RequestedActions requested,
    Desired desired,
    LiveCallbackStatus status,
    Ledger ledger,
    ClaimFacts claim,
    Map<AccountName, AccountFacts> accounts,
    Map<CallbackKey, KeyFacts> keys,
    List<CoveredRecord> coveredRecords,
    @Nullable SecretText knownAuthKey,
    boolean provenByRead,
    @Nullable Instant reconcilingSince,
    Instant generationSeen,
    Instant created,
    Instant operatorStarted,
    Instant now,
    Duration wallAhead)
    implements FactsBuilder.With {

  /** Takes copies. */
  public Facts {
    accounts = Map.copyOf(accounts);
    keys = Map.copyOf(keys);
    coveredRecords = List.copyOf(coveredRecords);
  }

  /** Returns the facts about a key; {@link KeyFacts#UNKNOWN} if the key isn't among the facts. */
  public KeyFacts key(CallbackKey key) {
    return keys.getOrDefault(key, KeyFacts.UNKNOWN);
  }

  /** Returns an instant of the steady clock as the wall clock shows it. */
  Instant onTheWall(Instant then) {
    return then.plus(wallAhead);
  }

  /** Returns the present time of the wall clock. */
  Instant wallNow() {
    return onTheWall(now);
  }

  /** Returns the account of this name, or null if it doesn't exist. */
  public @Nullable AccountFacts account(AccountName name) {
    return accounts.get(name);
  }

  /** Returns whether the object is being deleted and its records stay as they are. */
  boolean leaving() {
    return deleting && policies.leaveRecords();
  }
}
