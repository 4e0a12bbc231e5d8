package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountDirectory;
import dev.livecallback.account.Gate.GateChange;
import dev.livecallback.account.Permit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts, cloud accounts and objects, put together: from an object's round to its orders, and
 * from an answer back to the objects that it concerns. Whoever drives it has rounds run, tells of
 * accounts, sends what each {@link CloudAccount#queue} gives out, and tells its {@link
 * CloudAccount#results} what became of it.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** With what, and at whose request, an account's calls were made last. */
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
  private final Map<String, Asking> askings = new ConcurrentHashMap<>();

  /**
   * An engine that knows nothing yet.
   *
   * @param defaultAccount the {@code namespace/name} of the account of objects that name none
   * @param opened told of each cloud account that an account leads to first, before anything is
   *     ordered of it
   */
  public Engine(
      String defaultAccount,
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

  /** A cloud account that an account is the first to lead to. */
  private CloudAccount open(String name, Duration syncPeriod) {
    CloudAccount fresh =
        new CloudAccount(context, name, syncPeriod, selector, options.queues(), this::turned);
    Duration passed = Duration.between(started, clock.instant());
    fresh.holdWrites(clock.instant(), options.takeover().writesWait().minus(passed));
    opened.accept(fresh);
    return fresh;
  }

  /** Whether it stands for a scope's periodic reads, among those whom a call serves: no object. */
  public static boolean isSweep(ObjectId id) {
    return Sweeper.isSweep(id);
  }

  /** One round of an object; never throws. One at a time for each object. */
  public ReconcileResult reconcile(LiveCallback cached) {
    return reconciler.reconcile(cached);
  }

  /** The cache has this version of an object now. */
  public void delivered(LiveCallback cached) {
    latest.delivered(cached);
    objectCounts.delivered(cached);
    // After another process the cache may be behind what that did.
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

  /** An object isn't there any more, however it went. */
  public void forget(LiveCallback object) {
    objectCounts.gone(object.getMetadata().getUid());
    reconciler.forget(object);
  }

  /** The accounts that are there. */
  public AccountDirectory accounts() {
    return accounts;
  }

  /** Where an account leads, if it is there. */
  public Optional<CloudAccount> cloudAccount(String account) {
    return cloudAccounts.of(account);
  }

  /**
   * Leave to send a call now that was ordered for a cloud account: what the account may use at this
   * moment. Empty if that was never verified, or for another one: then the call isn't sent.
   *
   * @param cloudAccount the name of {@link CloudAccount}
   */
  public Optional<Permit> permit(Account account, String cloudAccount) {
    return account
        .permit()
        .filter(permit -> cloudAccounts.isAt(permit.cloudAccount(), cloudAccount));
  }

  /** Those that accounts lead to. */
  public Collection<CloudAccount> cloudAccounts() {
    return cloudAccounts.all();
  }

  /**
   * An account is there, or something about it changed: its settings, its credentials, where it
   * leads. Its objects are planned again.
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

  /** What was denied stays denied, unless somebody else asks, or a person wants it asked again. */
  private boolean asksAnew(Account account) {
    Asking asking = new Asking(account.epoch(), account.requestedAt());
    return !asking.equals(askings.put(account.name(), asking));
  }

  /** An account isn't there any more. */
  public void gone(String account) {
    accounts.remove(account);
    askings.remove(account);
    cloudAccounts.remove(account, clock.instant());
    wakeAllOf(account, true);
  }

  /**
   * Whether nobody but operators may write statuses, as far as is known; true until it is told.
   * Where others may, an entry of a ledger that this process didn't write itself counts for nothing
   * with an account that refuses the object.
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

  private void wakeAllOf(String account, boolean elsewhere) {
    List<LiveCallback> theirs =
        cluster
            .objects()
            .filter(object -> resolver.accountsOf(object).anyMatch(account::equals))
            .toList();
    if (elsewhere) {
      // Whoever is planned first has to reckon with all the others.
      theirs.forEach(object -> reconciler.meet(latest.latest(object)));
    }
    cluster.wake(theirs.stream().map(LiveCallback::id).toList());
  }

  /** The {@code namespace/name} of the account that an object names. */
  public String accountOf(LiveCallback object) {
    return resolver.accountOf(object);
  }

  /** How all objects stand, as the cache has them. */
  public ObjectCounts objectCounts() {
    return objectCounts.objectCounts();
  }

  /** What an account's objects are and have, for its status. */
  public AccountUse use(String account) {
    return AccountUse.of(account, cluster.objects().map(latest::latest), resolver::accountOf);
  }

  /**
   * Whether every scope was read by a read that began since then of which anything is read for an
   * account's objects.
   */
  public boolean isReadSince(String account, Instant since) {
    return cloudAccounts
        .of(account)
        .filter(
            there ->
                cluster
                    .objects()
                    .filter(object -> resolver.accountOf(object).equals(account))
                    .filter(object -> there.claims().reads(object.id()))
                    .flatMap(object -> readsOf(object, there).stream())
                    .distinct()
                    .noneMatch(scope -> there.remote().readBegan(scope).isBefore(since)))
        .isPresent();
  }

  /**
   * The scope of a cloud account in which an object's record is looked at: that which it wants, or,
   * as it is being deleted, that of its records which was looked at last: it removes one by one.
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
   * Orders the periodic reads that are due. To be called often, several times a second.
   *
   * @throws RuntimeException if a bug kept one cloud account from it; the others had their turn
   */
  public void sweep() {
    Instant now = clock.instant();
    List<Runnable> tasks = new ArrayList<>();
    cloudAccounts.arriving(now).forEach(account -> tasks.add(() -> changed(account)));
    cloudAccounts.all().forEach(there -> tasks.add(() -> there.sweep(now)));
    RuntimeException failed = null;
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException e) {
        // The other cloud accounts come first.
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
   * The scope that a probe of an account may read: one that an object uses by this very account,
   * the namespaces in turn, and of each its scopes in turn.
   *
   * @param turn counts up with each probe, from 0
   */
  public Optional<Scope> scopeInTurn(String account, int turn) {
    return cloudAccounts
        .of(account)
        .flatMap(there -> ScopesInUse.of(context, there.claims(), account).inTurn(turn));
  }

  /**
   * In whose budget a probe of an account is counted; empty while it may make none, because it is
   * about to join the cloud account that it turned out to lead to.
   */
  public Optional<CallQueue> probes(String account) {
    return cloudAccounts
        .of(account)
        .filter(_ -> !cloudAccounts.isJoining(account))
        .map(CloudAccount::queue);
  }

  /** An account's gate turned: whoever waited for it is planned again. */
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
