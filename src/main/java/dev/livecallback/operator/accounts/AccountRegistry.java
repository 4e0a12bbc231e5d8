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
import java.util.Collection;
import java.util.HashMap;
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
 * The LiveAccounts of the cluster, at work: what their objects and Secrets say gets to the engine.
 */
public final class AccountRegistry {
  /** So long the start waits to know whose the credentials are. */
  private static final Duration FIRST_CHECK = Duration.ofSeconds(3);

  /** How many accounts' Secrets are looked up at a time. */
  static final int LOOKS_AT_ONCE = 2;

  private final AccountContext context;
  private final Engine engine;
  private final AccountSettingsReader settings;
  private final OwnKeys ownKeys;
  private final TendingOrder order = new TendingOrder();
  private final Map<String, AccountController> managed = new ConcurrentHashMap<>();
  private volatile Map<String, Snapshot> lastSnapshots = Map.of();
  private final FairLimiter looking = FairLimiter.patient(LOOKS_AT_ONCE);
  private final Map<AccountController, CompletableFuture<Void>> lookups = new ConcurrentHashMap<>();
  private final Executor tending = Executors.newVirtualThreadPerTaskExecutor();

  /** What can be seen of an account. */
  private record Snapshot(AccountView view, Optional<String> accountId, boolean answered) {}

  /** A registry without any account yet. */
  public AccountRegistry(AccountContext context) {
    this.context = context;
    this.engine = context.engine();
    this.settings = new AccountSettingsReader(context.settings());
    this.ownKeys =
        new OwnKeys(
            context.settings().of(OperatorSetting.CREDENTIALS_DIR),
            context.settings().credentials());
  }

  /** The cache has this version of an account now. */
  public synchronized void delivered(LiveAccount object) {
    String name = name(object);
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
  }

  /**
   * Has an account's credentials looked for. A Secret may have to be fetched: no event waits for
   * that, and of the requests of a thousand accounts two go at a time.
   *
   * @return whether that found anything new at once
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

  /** An account isn't there any more. */
  public synchronized void gone(LiveAccount object) {
    String name = name(object);
    AccountController known = managed.get(name);
    if (known != null && known.uid().equals(object.getMetadata().getUid())) {
      forget(name);
    }
  }

  private void forget(String name) {
    AccountController old = managed.remove(name);
    if (old != null) {
      order.gone(old.name());
      old.gone();
    }
  }

  /** A Secret changed, came or went. */
  public void secretChanged(String namespace, String name) {
    for (AccountController each : managed.values()) {
      if (each.reads(namespace, name)) {
        look(each);
      }
    }
  }

  /** Looks whether the operator's own keys are others now. To be called every second. */
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
   * Looks once more for the Secret of an account that says it isn't there: should an event have
   * been missed, that would be said for good.
   */
  void lookAgain(LiveAccount object) {
    AccountController known = managed.get(name(object));
    if (known != null && known.missesSecret()) {
      look(known);
    }
  }

  /** That account, if it is there. */
  Optional<Account> account(String name) {
    return Optional.ofNullable(managed.get(name)).map(AccountController::account);
  }

  /** The accounts that are there. */
  public Collection<AccountName> names() {
    return managed.values().stream().map(AccountController::name).toList();
  }

  /** Has what STS said of keys outlive this process; waits for Kubernetes. */
  public void remember() {
    context
        .verified()
        .keep(
            () ->
                managed.values().stream()
                    .collect(
                        Collectors.toMap(
                            AccountController::uid, AccountController::namespace, (one, _) -> one)),
            context.clock().instant());
  }

  /** What an account is used for. */
  AccountUse use(String name) {
    return engine.use(name);
  }

  /** What the status of an account that is there should be. */
  Optional<LiveAccountStatus> status(LiveAccount object, Instant now) {
    return account(name(object))
        .map(
            account ->
                AccountStatuses.compose(
                    object, account, use(account.name()), isAnswered(account), now));
  }

  /** Whether every scope was read since that was asked for by annotation. */
  private boolean isAnswered(Account account) {
    return engine.isReadSince(account.name(), account.requestedAt());
  }

  /** Whether any account stands otherwise than when this was last asked. */
  public boolean looksChanged() {
    Map<String, Snapshot> now = new HashMap<>();
    managed.forEach((name, each) -> now.put(name, snapshot(each.account())));
    boolean changed = !now.equals(lastSnapshots);
    lastSnapshots = now;
    return changed;
  }

  private Snapshot snapshot(Account account) {
    boolean asked = account.requestedAt().isAfter(Instant.MIN);
    return new Snapshot(account.view(), account.accountId(), asked && isAnswered(account));
  }

  /**
   * What a call goes through that is sent now.
   *
   * @param name the account's {@code namespace/name}
   * @param cloudAccount for which it was ordered
   */
  public LiveApi api(String name, String cloudAccount) {
    AccountController known = managed.get(name);
    return known == null
        ? new UnsentCalls("LiveAccount " + name + " isn't there.")
        : known.api(cloudAccount);
  }

  /** Has whatever is due done, a few accounts a second, in threads of their own. */
  public void tend() {
    next().forEach(each -> tending.execute(() -> tend(each)));
  }

  private List<AccountController> next() {
    List<AccountName> due =
        managed.values().stream().filter(this::isDue).map(AccountController::name).toList();
    if (due.isEmpty()) {
      return List.of();
    }
    Set<String> used = engine.objectCounts().used();
    return order
        .next(due, name -> used.contains(name.toString()), context.clock().instant())
        .stream()
        .map(name -> managed.get(name.toString()))
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
    context.guard().run("LiveAccount", each.account().name(), task);
  }

  /**
   * Finds out whose the credentials are that come first, and waits a little for it: as long as a
   * Secret that is hard to get or an STS that is slow to answer lets it.
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

  static String name(LiveAccount object) {
    return AccountName.of(object).toString();
  }
}
