package dev.livecallback.engine.accounts;

import dev.livecallback.account.AccountDirectory;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.LatestObjects;
import dev.livecallback.engine.objects.LedgerTrust;
import dev.livecallback.engine.objects.ObjectMemory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The state that the parts of one engine share.
 *
 * @param cluster the engine's interface to Kubernetes
 * @param accounts the accounts that are there
 * @param cloudAccounts the cloud accounts that the accounts lead to
 * @param resolver finds the accounts that an object has to do with
 * @param latest the newest known versions of objects
 * @param memory the memory of objects
 * @param trust decides which ledger entries can be believed
 */
public record EngineContext(
    Cluster cluster,
    AccountDirectory accounts,
    CloudAccounts cloudAccounts,
    AccountResolver resolver,
    LatestObjects latest,
    ObjectMemory memory,
    LedgerTrust trust,
    SteadyClock clock,
    RandomGenerator random) {

  /** Creates a context that knows nothing yet. */
  public static EngineContext empty(
      AccountName defaultAccount, Cluster cluster, InstantSource clock, RandomGenerator random) {
    AccountDirectory accounts = new AccountDirectory();
    CloudAccounts cloudAccounts = new CloudAccounts(accounts);
    LedgerTrust trust = new LedgerTrust();
    return new EngineContext(
        cluster,
        accounts,
        cloudAccounts,
        new AccountResolver(defaultAccount, accounts, cloudAccounts, trust),
        new LatestObjects(),
        new ObjectMemory(),
        trust,
        SteadyClock.of(clock),
        random);
  }

  /** Returns the newest known version of an object, if the object is still there. */
  public Optional<LiveCallback> latest(ObjectId object) {
    return cluster.object(object).map(latest::latest);
  }
}
