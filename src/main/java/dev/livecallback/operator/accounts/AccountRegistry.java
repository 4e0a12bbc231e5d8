package dev.livecallback.operator.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountView;
import dev.livecallback.account.UnsentCalls;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.accounts.AccountUse;
import dev.livecallback.operator.kubernetes.FairLimiter;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.volcengine.LiveApi;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The LiveAccounts of the cluster, at work: changes of their objects and Secrets go to the engine.
 */
public final class AccountRegistry {
  /** The longest time that the start waits to learn who owns the credentials. */
  private static final Duration FIRST_CHECK = Duration.ofSeconds(3);

  /** The number of accounts whose Secrets are looked up at a time. */
  static final int LOOKS_AT_ONCE = 2;

  private final AccountContext context;
  private final Engine engine;
  private final AccountSettingsReader settings;
  private final OwnKeys ownKeys;
  private final TendingOrder order = new TendingOrder();
  private final Map<AccountName, AccountController> managed = new ConcurrentHashMap<>();
  private volatile Map<AccountName, Snapshot> lastSnapshots = Map.of();
  private final FairLimiter looking = FairLimiter.patient(LOOKS_AT_ONCE);
  private final Map<AccountController, CompletableFuture<Void>> lookups = new ConcurrentHashMap<>();
  private final Executor tending = Executors.newVirtualThreadPerTaskExecutor();

  /** The accounts whose objects were delivered since the last {@link #turned}. */
  private final Set<AccountName> delivered = ConcurrentHashMap.newKeySet();

  /** The state of an account that its status reports. */
  private record Snapshot(
      AccountView view, Optional<String> accountId, boolean answered, AccountUse use) {}

  /** Creates a registry without any accounts. */
  public AccountRegistry(AccountContext context) {
    this.context = context;
    this.engine = context.engine();
    this.settings = new AccountSettingsReader(context.process().settings());
    this.ownKeys =
        new OwnKeys(
            context.process().settings().of(OperatorSetting.CREDENTIALS_DIR),
            context.process().settings().credentials());
  }

  /** Applies the version of an account that the cache has now. */
  public synchronized void delivered(LiveAccount object) {
    AccountName name = AccountName.of(object);
    AccountController known = managed.get(name);
    if (known != null && !known.uid().equals(object.getMetadata().getUid())) {
      forget(name);
      known = null;
    }
    if (known == null) {
      AccountController fresh =
          new AccountController(object, settings.of(object), context, ownKeys);
      managed.put(name, fresh);
      look(fresh);
      fresh.changed();
    } else {
      boolean changed = known.update(object, settings.of(object));
      changed |= look(known);
      if (changed) {
        known.changed();
      }
    }
    delivered.add(AccountName.of(object));
  }

  /**
   * Starts to look for an account's credentials. A Secret may have to be fetched, so this doesn't
   * wait for it, and of all accounts' lookups only two run at a time.
   *
   * @return whether anything changed at once
   */
  private boolean look(AccountController each) {
    if (!each.needsSecret()) {
      return each.find();
    }
    if (each.lookup().want()) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      lookups.put(each, done);
      tending.execute(
          () -> {
            looking.run(each.name().namespace(), () -> lookUp(each));
            lookups.remove(each, done);
            done.complete(null);
          });
    }
    return false;
  }

  private boolean lookUp(AccountController each) {
    guarded(each, each::lookUp);
    return true;
  }

  /** Forgets an account that no longer exists. */
  public synchronized void gone(LiveAccount object) {
    AccountName name = AccountName.of(object);
    AccountController known = managed.get(name);
    if (known != null && known.uid().equals(object.getMetadata().getUid())) {
      forget(name);
    }
  }

  private void forget(AccountName name) {
    AccountController old = managed.remove(name);
    if (old != null) {
      order.gone(old.name());
      old.gone();
    }
  }

  /**
   * Starts a lookup of a changed Secret for each account that uses it. The Secret may have come or
   * gone, too.
   */
  public void secretChanged(String namespace, String name) {
    for (AccountController each : managed.values()) {
      if (each.reads(namespace, name)) {
        look(each);
      }
    }
  }

  /** Checks whether the operator's own keys have changed. Call it every second. */
  public void lookAtOwnKeys() {
    ownKeys.look();
    for (AccountController each : managed.values()) {
      guarded(each, () -> takeOwnKeys(each));
    }
  }

  private static void takeOwnKeys(AccountController each) {
    if (each.takeOwnKeys()) {
      each.changed();
    }
  }

  /**
   * Looks again for the Secret of an account that reports it as missing: otherwise a missed event
   * would make that report permanent.
   */
  void lookAgain(LiveAccount object) {
    AccountController known = managed.get(AccountName.of(object));
    if (known != null && known.missesSecret()) {
      look(known);
    }
  }

  /** Returns the account, if it exists. */
  Optional<Account> account(AccountName name) {
    return Optional.ofNullable(managed.get(name)).map(AccountController::account);
  }

  /**
   * Writes STS's answers about keys to a place that outlives this process. Waits for Kubernetes.
   */
  public void remember() {
    context
        .process()
        .verified()
        .keep(
            () ->
                managed.values().stream()
                    .collect(
                        Collectors.toMap(
                            AccountController::uid, AccountController::namespace, (one, _) -> one)),
            context.process().clock().instant());
  }

  /** Returns the use of an account. */
  AccountUse use(AccountName name) {
    return engine.use(name);
  }

  /** Returns the status that an account should have; empty = the account doesn't exist. */
  Optional<LiveAccountStatus> status(LiveAccount object, Instant now) {
    return account(AccountName.of(object))
        .map(
            account ->
                AccountStatuses.compose(
                    object, account, use(account.name()), isAnswered(account), now));
  }

  /** Returns whether every scope was read since the annotation asked for it. */
  private boolean isAnswered(Account account) {
    return engine.isReadSince(account.name(), account.requestedAt());
  }

  /**
   * Returns the accounts whose statuses may have to change since the last call. Others may have
   * thousands of accounts, and a look at all of their statuses each time would slow down everybody.
   */
  public List<AccountName> turned() {
    Set<AccountName> turned = new LinkedHashSet<>(delivered);
    delivered.removeAll(turned);
    Set<AccountName> used = engine.objectCounts().used();
    Map<AccountName, Snapshot> now = new HashMap<>();
    managed.forEach(
        (name, each) -> {
          Snapshot snapshot = snapshot(each.account(), used.contains(name));
          now.put(name, snapshot);
          if (!snapshot.equals(lastSnapshots.get(name))) {
            turned.add(each.name());
          }
        });
    lastSnapshots = now;
    return List.copyOf(turned);
  }

  private Snapshot snapshot(Account account, boolean used) {
    boolean asked = account.requestedAt().isAfter(Instant.MIN);
    return new Snapshot(
        account.view(),
        account.accountId(),
        asked && isAnswered(account),
        used ? use(account.name()) : AccountUse.NONE);
  }

  /**
   * Returns the API for a call that is sent now.
   *
   * @param name the account's name
   * @param cloudAccount the cloud account for which the call was ordered
   */
  public LiveApi api(AccountName name, String cloudAccount) {
    AccountController known = managed.get(name);
    return known == null
        ? new UnsentCalls("LiveAccount " + name + " isn't there.")
        : known.api(cloudAccount);
  }

  /** Does what is due for accounts, a few accounts a second, each in a thread of its own. */
  public void tend() {
    next().forEach(each -> tending.execute(() -> tend(each)));
  }

  private List<AccountController> next() {
    List<AccountName> due =
        managed.values().stream().filter(this::isDue).map(AccountController::name).toList();
    if (due.isEmpty()) {
      return List.of();
    }
    Set<AccountName> used = engine.objectCounts().used();
    return order.next(due, used::contains, context.process().clock().instant()).stream()
        .map(managed::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private boolean isDue(AccountController each) {
    AtomicBoolean due = new AtomicBoolean();
    guarded(each, () -> due.set(each.isDue()));
    return due.get();
  }

  private void tend(AccountController each) {
    guarded(
        each,
        () -> {
          if (each.missedLookup() && look(each)) {
            each.changed();
          }
          each.tend();
        });
  }

  private void guarded(AccountController each, Runnable task) {
    context.process().guard().run("LiveAccount", each.name().text(), task);
  }

  /**
   * Finds out who owns the credentials of the first accounts, and waits for it, but only a few
   * seconds: a Secret may be hard to get, or STS slow to answer.
   */
  public void tendFirst() {
    all(lookups.values().stream())
        .thenCompose(_ -> all(next().stream().map(this::tending)))
        .completeOnTimeout(null, FIRST_CHECK.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private CompletableFuture<Void> tending(AccountController each) {
    return CompletableFuture.runAsync(() -> tend(each), tending);
  }

  private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> each) {
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new));
  }
}
