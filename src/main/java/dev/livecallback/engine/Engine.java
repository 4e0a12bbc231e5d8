package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.account.Accounts;
import dev.livecallback.account.Gate;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.api.WellKnown;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import dev.livecallback.remote.LastWrite;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts, cloud accounts and objects, put together: from an object's round to its orders, and
 * from an answer back to the objects that it concerns. Whoever drives it has rounds run, tells of
 * accounts, sends what each {@link CloudAccount#queue} gives out, and tells its {@link
 * CloudAccount#answers} what became of it.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Accounts accounts = new Accounts();
  private final CloudAccounts cloudAccounts;

  /** With what, and at whose request, an account's calls were made last. */
  private record Asking(int epoch, Instant requestedAt) {}

  private final Map<String, Asking> askings = new ConcurrentHashMap<>();

  private final AccountBook book;
  private final Cluster cluster;
  private final InstantSource clock;
  private final LatestObjects latest = new LatestObjects();
  private final ObjectCounter objectCounts = new ObjectCounter(this::accountOf);
  private final ObjectMemory memory = new ObjectMemory();
  private final Instant started;
  private final Takeover takeover;
  private final FactsReader factsReader;
  private final Round round;

  /** An engine beside which there is no other process. */
  public Engine(
      String defaultAccount,
      Cluster cluster,
      Consumer<CloudAccount> opened,
      InstantSource clock,
      RandomGenerator random) {
    this(defaultAccount, cluster, opened, _ -> {}, clock, random, Takeover.NONE);
  }

  /**
   * An engine that knows nothing yet.
   *
   * @param defaultAccount the {@code namespace/name} of the account of objects that name none
   * @param opened told of each cloud account that an account leads to first, before anything is
   *     ordered of it
   * @param planned told how long each plan took, facts included
   * @param takeover what another process may have done until now
   */
  public Engine(
      String defaultAccount,
      Cluster cluster,
      Consumer<CloudAccount> opened,
      Consumer<Duration> planned,
      InstantSource clock,
      RandomGenerator random,
      Takeover takeover) {
    this(
        defaultAccount,
        cluster,
        opened,
        planned,
        clock,
        random,
        takeover,
        new Planner()::plan,
        UnaryOperator.identity());
  }

  /** With another planner, and another guard around its own. */
  Engine(
      String defaultAccount,
      Cluster cluster,
      Consumer<CloudAccount> opened,
      InstantSource clock,
      RandomGenerator random,
      Function<Facts, Plan> planner,
      UnaryOperator<SendGuard> guarding) {
    this(defaultAccount, cluster, opened, _ -> {}, clock, random, Takeover.NONE, planner, guarding);
  }

  /** The same after another process, and with somebody to tell how long plans take. */
  Engine(
      String defaultAccount,
      Cluster cluster,
      Consumer<CloudAccount> opened,
      Consumer<Duration> planned,
      InstantSource clock,
      RandomGenerator random,
      Takeover takeover,
      Function<Facts, Plan> planner,
      UnaryOperator<SendGuard> guarding) {
    this.cluster = cluster;
    this.clock = clock;
    this.takeover = takeover;
    this.started = clock.instant();
    BiFunction<LiveCallback, Scope, Stream<String>> accountsIn = this::accountsIn;
    Routes routes = new Routes(accounts, this::latest, accountsIn, this::nameOf);
    CloudAccount.Surroundings around =
        new CloudAccount.Surroundings(
            accounts,
            this::isJoining,
            memory,
            routes,
            cluster::wake,
            this::turned,
            guarding,
            clock,
            random);
    this.cloudAccounts =
        new CloudAccounts(
            accounts,
            (name, syncPeriod) -> {
              CloudAccount fresh = new CloudAccount(name, syncPeriod, around);
              Duration passed = Duration.between(started, clock.instant());
              fresh.holdWrites(clock.instant(), takeover.writesWait().minus(passed));
              opened.accept(fresh);
              return fresh;
            });
    if (takeover.afterAnother()) {
      cloudAccounts.calledByAnother(started);
    }
    this.book = new AccountBook(defaultAccount, accounts, cloudAccounts);
    this.factsReader = new FactsReader(book, cloudAccounts, cluster, latest, memory, clock);
    this.round =
        new Round(
            cluster, latest, factsReader, planner, planned, cloudAccounts, routes, memory, clock);
  }

  private boolean isJoining(String account) {
    return cloudAccounts.isJoining(account);
  }

  private Stream<String> accountsOf(LiveCallback object) {
    return book.accountsOf(object);
  }

  private Stream<String> accountsIn(LiveCallback object, Scope scope) {
    return book.accountsIn(object, scope);
  }

  private Optional<LiveCallback> latest(ObjectId object) {
    return cluster.object(object).map(latest::latest);
  }

  private String nameOf(String account) {
    return cloudAccounts.nameOf(account);
  }

  /** One round of an object; never throws. One at a time for each object. */
  public Next round(LiveCallback cached) {
    return round.of(cached);
  }

  /** The cache has this version of an object now. */
  public void delivered(LiveCallback cached) {
    latest.delivered(cached);
    objectCounts.delivered(cached);
    // After another process the cache may be behind what that did.
    boolean untouched =
        !takeover.afterAnother()
            && !cached.hasFinalizer(WellKnown.FINALIZER)
            && cached.statusOrEmpty().neverWritten()
            && cached.statusOrEmpty().records().isEmpty();
    if (untouched && clock.instant().isBefore(started.plus(LastWrite.SETTLING))) {
      memory.newborn(cached.getMetadata().getUid());
    }
    // An event may tell of a version from before our own last write.
    round.meet(latest.latest(cached));
  }

  /** An object isn't there any more, however it went. */
  public void forget(LiveCallback object) {
    objectCounts.gone(object.getMetadata().getUid());
    round.forget(object);
  }

  /** The accounts that are there. */
  public Accounts accounts() {
    return accounts;
  }

  /** Where an account leads, if it is there. */
  public Optional<CloudAccount> cloudAccount(String account) {
    return cloudAccounts.of(account);
  }

  /** Those that accounts lead to. */
  public Collection<CloudAccount> cloudAccounts() {
    return cloudAccounts.all();
  }

  /**
   * An account is there, or something about it changed: its terms, its credentials, where it leads.
   * Its objects are planned again.
   */
  public void changed(Account account) {
    accounts.put(account);
    boolean elsewhere = cloudAccounts.update(account, clock.instant());
    cloudAccounts
        .of(account.name())
        .ifPresent(
            there -> {
              if (asksAnew(account)) {
                there.permissions().forget(account.name());
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

  private void wakeAllOf(String account, boolean elsewhere) {
    List<LiveCallback> theirs =
        cluster.objects().filter(object -> accountsOf(object).anyMatch(account::equals)).toList();
    if (elsewhere) {
      // Whoever is planned first has to reckon with all the others.
      theirs.forEach(object -> round.meet(latest.latest(object)));
    }
    cluster.wake(theirs.stream().map(LiveCallback::id).toList());
  }

  /** The {@code namespace/name} of the account that an object names. */
  public String accountOf(LiveCallback object) {
    return book.accountOf(object);
  }

  /** How all objects stand, as the cache has them. */
  public ObjectCounts objectCounts() {
    return objectCounts.objectCounts();
  }

  /** What an account's objects are and have, for its status. */
  public AccountUse use(String account) {
    return AccountUse.of(account, cluster.objects().map(latest::latest), book::accountOf);
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
                    .filter(object -> book.accountOf(object).equals(account))
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
        .or(() -> lastRead(there, book.ledger(latest.latest(object).statusOrEmpty()).keys()))
        .map(CallbackKey::scope);
  }

  private static Optional<CallbackKey> lastRead(CloudAccount there, Collection<CallbackKey> keys) {
    return keys.stream()
        .filter(key -> key.cloudAccount().equals(there.name()))
        .max(Comparator.comparing(key -> there.remote().readBegan(key.scope())));
  }

  /** Orders the periodic reads that are due. To be called often, several times a second. */
  public void sweep() {
    Instant now = clock.instant();
    cloudAccounts.arriving(now).forEach(this::changed);
    cloudAccounts.all().forEach(there -> there.sweep(now));
  }

  /** A scope that a probe of an account may read: one that an object uses by this very account. */
  public Optional<Scope> anyScope(String account) {
    return cloudAccounts
        .of(account)
        .flatMap(
            there ->
                there
                    .claims()
                    .anyScope(
                        (object, scope) ->
                            latest(object)
                                .filter(each -> accountsIn(each, scope).anyMatch(account::equals))
                                .isPresent()));
  }

  /**
   * In whose budget a probe of an account is counted; empty while it may make none, because it is
   * about to join the cloud account that it turned out to lead to.
   */
  public Optional<CallQueue> probes(String account) {
    return cloudAccounts.of(account).filter(_ -> !isJoining(account)).map(CloudAccount::queue);
  }

  /** An account's gate turned: whoever waited for it is planned again. */
  public void turned(Account account, Gate.Turn turn) {
    switch (turn) {
      case STAYED -> {
        return;
      }
      case SHUT ->
          LOG.warn(
              "Account {} can't be used; its objects wait without calls: {}",
              account.name(),
              account.gate().shut().map(shut -> shut.failure().detail().message()).orElse(""));
      case OPENED -> LOG.info("Account {} can be used again.", account.name());
    }
    cloudAccounts.of(account.name()).ifPresent(there -> there.queue().reconsider(clock.instant()));
    wakeAllOf(account.name(), false);
  }
}
