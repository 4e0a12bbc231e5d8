package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountDirectory;
import dev.livecallback.account.Gate.GateChange;
import dev.livecallback.account.Permit;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.engine.accounts.AccountResolver;
import dev.livecallback.engine.accounts.AccountUse;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.accounts.CloudAccounts;
import dev.livecallback.engine.accounts.CredentialSelector;
import dev.livecallback.engine.accounts.EngineContext;
import dev.livecallback.engine.accounts.ScopesInUse;
import dev.livecallback.engine.accounts.Sweeper;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.LatestObjects;
import dev.livecallback.engine.objects.ObjectCounter;
import dev.livecallback.engine.objects.ObjectCounts;
import dev.livecallback.engine.reconcile.ObjectReconciler;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of accounts, cloud accounts and objects. A round of an object leads to its orders,
 * and an answer leads back to the objects that it concerns. The caller runs the rounds, reports
 * changes of accounts, sends the calls of each {@link CloudAccount#queue}, and reports their
 * results to {@link CloudAccount#results}.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** The epoch and the requested read of an account for which its denials hold. */
  private record Asking(int epoch, Instant requestedAt) {}

  private final EngineContext context;
  private final EngineOptions options;
  private final Consumer<CloudAccount> opened;
  private final CredentialSelector selector;
  private final ObjectReconciler reconciler;
  private final ObjectCounter objectCounts;
  private final Cluster cluster;
  private final AccountDirectory accounts;
  private final CloudAccounts cloudAccounts;
  private final AccountResolver resolver;
  private final LatestObjects latest;
  private final InstantSource clock;
  private final Instant started;
  private final Map<AccountName, Asking> askings = new ConcurrentHashMap<>();

  /**
   * Creates an engine that knows no accounts and no objects yet.
   *
   * @param defaultAccount the account for objects that name none
   * @param opened receives each cloud account when the first account leads to it, before any order
   *     for it is placed
   */
  public Engine(
      AccountName defaultAccount,
      Cluster cluster,
      Consumer<CloudAccount> opened,
      InstantSource clock,
      RandomGenerator random,
      EngineOptions options) {
    this.context = EngineContext.empty(defaultAccount, cluster, clock, random);
    this.options = options;
    this.opened = opened;
    this.selector = new CredentialSelector(context);
    this.reconciler =
        new ObjectReconciler(
            context, selector, options.planner(), options.planned(), options.bugs());
    this.objectCounts = new ObjectCounter(context.resolver()::accountOf);
    this.cluster = cluster;
    this.accounts = context.accounts();
    this.cloudAccounts = context.cloudAccounts();
    this.resolver = context.resolver();
    this.latest = context.latest();
    this.clock = clock;
    this.started = clock.instant();
    if (options.takeover().afterAnother()) {
      cloudAccounts.calledByAnother(started);
    }
  }

  /** Opens a cloud account for the first account that leads to it. */
  private CloudAccount open(String name, Duration syncPeriod) {
    CloudAccount fresh =
        new CloudAccount(context, name, syncPeriod, selector, options.queues(), this::turned);
    Duration passed = Duration.between(started, clock.instant());
    fresh.holdWrites(clock.instant(), options.takeover().writesWait().minus(passed));
    opened.accept(fresh);
    return fresh;
  }

  /**
   * Returns whether an id among those that a call serves stands for periodic reads, not an object.
   */
  public static boolean isSweep(ObjectId id) {
    return Sweeper.isSweep(id);
  }

  /** Runs one round of an object, and never throws. Rounds of the same object must not overlap. */
  public ReconcileResult reconcile(LiveCallback cached) {
    return reconciler.reconcile(cached);
  }

  /** Records that the cache has this version of an object now. */
  public void delivered(LiveCallback cached) {
    latest.delivered(cached);
    objectCounts.delivered(cached);
    // After another process, the cache may lag behind the writes of that process.
    boolean untouched =
        !options.takeover().afterAnother()
            && !cached.hasFinalizer(WellKnown.FINALIZER)
            && cached.statusOrEmpty().neverWritten()
            && cached.statusOrEmpty().records().isEmpty();
    if (untouched && clock.instant().isBefore(started.plus(LastWrite.SETTLING))) {
      context.memory().newborn(cached.getMetadata().getUid());
    }
    // An event may tell of a version from before our own last write.
    reconciler.meet(latest.latest(cached));
  }

  /** Forgets an object that isn't there any more, however it was removed. */
  public void forget(LiveCallback object) {
    objectCounts.gone(object.id());
    reconciler.forget(object);
  }

  /** Returns the accounts that are there. */
  public AccountDirectory accounts() {
    return accounts;
  }

  /** Returns the cloud account that an account leads to; empty if the account isn't there. */
  public Optional<CloudAccount> cloudAccount(AccountName account) {
    return cloudAccounts.of(account);
  }

  /**
   * Returns the permit to send a call now that was ordered for a cloud account: what the account
   * may use at this moment. Empty if the account can't be used now, or if its credentials were
   * verified for another cloud account; then the call isn't sent.
   *
   * @param cloudAccount the name of {@link CloudAccount}
   */
  public Optional<Permit> permit(Account account, String cloudAccount) {
    return account
        .permit()
        .filter(permit -> cloudAccounts.isAt(permit.cloudAccount(), cloudAccount));
  }

  /** Returns the cloud accounts that accounts lead to. */
  public Collection<CloudAccount> cloudAccounts() {
    return cloudAccounts.all();
  }

  /**
   * Records that an account is there, or that its settings, its credentials or its cloud account
   * changed. Its objects are planned again.
   */
  public void changed(Account account) {
    accounts.put(account);
    boolean elsewhere = cloudAccounts.update(account, clock.instant(), this::open);
    cloudAccounts
        .of(account.name())
        .ifPresent(
            there -> {
              if (asksAnew(account)) {
                there.permissions().forget(account.name());
                there.remote().forgiveCredentials();
              }
              there.queue().reconsider(clock.instant());
            });
    wakeAllOf(account.name(), elsewhere);
  }

  /**
   * Returns whether the account's denied calls may be tried again: its epoch is another one, or a
   * person has requested a read since.
   */
  private boolean asksAnew(Account account) {
    Asking asking = new Asking(account.epoch(), account.requestedAt());
    return !asking.equals(askings.put(account.name(), asking));
  }

  /** Records that an account isn't there any more. Its objects are planned again. */
  public void gone(AccountName account) {
    accounts.remove(account);
    askings.remove(account);
    cloudAccounts.remove(account, clock.instant());
    wakeAllOf(account, true);
  }

  /**
   * Sets whether only operators may write statuses, as far as is known; true until the first call.
   * If others may write them, a ledger entry that this process didn't write itself doesn't count
   * for an account that refuses the object.
   */
  public void statusesProtected(boolean now) {
    if (context.trust().statusesProtected(now)) {
      cluster.wake(
          cluster
              .objects()
              .filter(each -> !each.statusOrEmpty().records().isEmpty())
              .map(LiveCallback::id)
              .toList());
    }
  }

  private void wakeAllOf(AccountName account, boolean elsewhere) {
    // At the start, accounts are told of before the objects: only the cache knows these then.
    Stream<LiveCallback> candidates =
        elsewhere ? cluster.objects() : present(objectCounts.of(account).stream());
    List<LiveCallback> theirs =
        candidates.filter(object -> resolver.concerns(object, account)).toList();
    if (elsewhere) {
      // The object that is planned first has to take all the others into account.
      theirs.forEach(object -> reconciler.meet(latest.latest(object)));
    }
    cluster.wake(theirs.stream().map(LiveCallback::id).toList());
  }

  /** Returns the account that an object names, or the default account. */
  public AccountName accountOf(LiveCallback object) {
    return resolver.accountOf(object);
  }

  /** Returns the counts of all objects, as the cache has them. */
  public ObjectCounts objectCounts() {
    return objectCounts.objectCounts();
  }

  /** Returns the use of an account by its objects, for the account's status. */
  public AccountUse use(AccountName account) {
    // A status that was just written may name the account before the cache has it.
    Stream<ObjectId> concerned =
        Stream.concat(objectCounts.of(account).stream(), latest.remembered()).distinct();
    return AccountUse.of(account, present(concerned).map(latest::latest), resolver::accountOf);
  }

  /** Returns the objects of these that are still there. */
  private Stream<LiveCallback> present(Stream<ObjectId> objects) {
    return objects.flatMap(id -> cluster.object(id).stream());
  }

  /**
   * Returns whether each scope that is read for an account's objects has a read that began at this
   * instant or later. False if the account isn't there.
   */
  public boolean isReadSince(AccountName account, Instant since) {
    return cloudAccounts
        .of(account)
        .filter(
            there ->
                present(objectCounts.of(account).stream())
                    .filter(object -> resolver.accountOf(object).equals(account))
                    .filter(object -> there.claims().reads(object.id()))
                    .flatMap(object -> readsOf(object, there).stream())
                    .distinct()
                    .noneMatch(scope -> there.remote().readBegan(scope).isBefore(since)))
        .isPresent();
  }

  /**
   * Returns the scope of a cloud account in which an object's record is looked up: the scope of the
   * record that the object wants. An object that is being deleted removes its records one by one,
   * so the scope of the record that was read last counts.
   */
  private Optional<Scope> readsOf(LiveCallback object, CloudAccount there) {
    return there
        .claims()
        .wanted(object.id())
        .filter(key -> key.cloudAccount().equals(there.name()))
        .or(() -> lastRead(there, resolver.ledger(latest.latest(object).statusOrEmpty()).keys()))
        .map(CallbackKey::scope);
  }

  private static Optional<CallbackKey> lastRead(CloudAccount there, Collection<CallbackKey> keys) {
    return keys.stream()
        .filter(key -> key.cloudAccount().equals(there.name()))
        .max(Comparator.comparing(key -> there.remote().readBegan(key.scope())));
  }

  /**
   * Orders the periodic reads that are due. The caller calls it several times a second.
   *
   * @throws RuntimeException if a bug stopped the sweep of a cloud account; the others had their
   *     turn
   */
  public void sweep() {
    Instant now = clock.instant();
    List<Runnable> tasks = new ArrayList<>();
    cloudAccounts.arriving(now).forEach(account -> tasks.add(() -> changed(account)));
    cloudAccounts.inUse().forEach(there -> tasks.add(() -> there.sweep(now)));
    RuntimeException failed = null;
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException e) {
        // First let the other cloud accounts have their turn.
        if (failed == null) {
          failed = e;
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  /**
   * Returns the scope that a probe of an account may read, if there is one. An object uses that
   * scope through this very account. The namespaces take turns, and the scopes of each namespace
   * take turns.
   *
   * @param turn the number of the probe, counted from 0
   */
  public Optional<Scope> scopeInTurn(AccountName account, int turn) {
    return cloudAccounts
        .of(account)
        .flatMap(there -> ScopesInUse.of(context, there.claims(), account).inTurn(turn));
  }

  /**
   * Returns the queue in whose budget a probe of an account counts. Empty if the account isn't
   * there, or may make no probe because it is about to join the cloud account that it turned out to
   * lead to.
   */
  public Optional<CallQueue> probes(AccountName account) {
    return cloudAccounts
        .of(account)
        .filter(_ -> !cloudAccounts.isJoining(account))
        .map(CloudAccount::queue);
  }

  /**
   * Handles a change of an account's gate. The objects that waited for the gate are planned again.
   */
  public void turned(Account account, GateChange change) {
    switch (change) {
      case STAYED -> {
        return;
      }
      case SHUT ->
          LOG.warn(
              "Account {} can't be used; its objects wait without calls: {}",
              account.name(),
              account.gate().shut().map(shut -> shut.failure().detail().message()).orElse(""));
      case OPENED -> {
        LOG.info("Account {} can be used again.", account.name());
        cloudAccounts
            .of(account.name())
            .ifPresent(there -> there.remote().endFirstWaitsForCredentials());
      }
    }
    cloudAccounts.reconfigure(account.name());
    cloudAccounts.of(account.name()).ifPresent(there -> there.queue().reconsider(clock.instant()));
    wakeAllOf(account.name(), false);
  }
}
