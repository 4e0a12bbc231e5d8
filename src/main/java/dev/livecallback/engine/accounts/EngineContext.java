package dev.livecallback.engine.accounts;

import dev.livecallback.account.AccountDirectory;
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
 * What the parts of one engine share.
 *
 * @param cluster what the engine needs of Kubernetes
 * @param accounts the accounts that are there
 * @param cloudAccounts where they lead
 * @param resolver which accounts an object has to do with
 * @param latest the newest known versions of objects
 * @param memory what is remembered of objects
 * @param trust which entries of their ledgers can be believed
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

  /** A context that knows nothing yet. */
  public static EngineContext empty(
      String defaultAccount, Cluster cluster, InstantSource clock, RandomGenerator random) {
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

  /** The newest known version of an object, if it is still there. */
  public Optional<LiveCallback> latest(ObjectId object) {
    return cluster.object(object).map(latest::latest);
  }
}
