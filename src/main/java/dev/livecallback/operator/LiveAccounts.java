package dev.livecallback.operator;

import dev.livecallback.account.Account;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountStatus;
import dev.livecallback.engine.AccountUse;
import dev.livecallback.engine.Engine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.Done;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The LiveAccounts of the cluster, at work: what their objects and Secrets say gets to the engine.
 */
final class LiveAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(LiveAccounts.class);

  /** So long the start waits to know whose the credentials are. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

  private final Engine engine;
  private final AccountTerms terms;
  private final ManagedAccount.Surroundings around;
  private final Map<String, ManagedAccount> managed = new ConcurrentHashMap<>();
  private volatile Map<String, Look> lastLooks = Map.of();
  private final Executor tending = Executors.newVirtualThreadPerTaskExecutor();

  /** What can be seen of an account. */
  private record Look(Account.View view, Optional<String> accountId, boolean answered) {}

  LiveAccounts(AccountTerms terms, ManagedAccount.Surroundings around) {
    this.engine = around.engine();
    this.terms = terms;
    this.around = around;
  }

  /** The cache has this version of an account now. */
  synchronized void delivered(LiveAccount object) {
    String name = name(object);
    ManagedAccount known = managed.get(name);
    if (known != null && !known.uid().equals(object.getMetadata().getUid())) {
      forget(name);
      known = null;
    }
    if (known == null) {
      ManagedAccount fresh = new ManagedAccount(object, terms.of(object), around);
      managed.put(name, fresh);
      fresh.find();
      engine.changed(fresh.account());
    } else if (known.update(object, terms.of(object))) {
      engine.changed(known.account());
    }
  }

  /** An account isn't there any more. */
  synchronized void gone(LiveAccount object) {
    String name = name(object);
    ManagedAccount known = managed.get(name);
    if (known != null && known.uid().equals(object.getMetadata().getUid())) {
      forget(name);
    }
  }

  private void forget(String name) {
    managed.remove(name);
    engine.gone(name);
  }

  /** A Secret changed, came or went. */
  void secretChanged(String namespace, String name) {
    for (ManagedAccount each : managed.values()) {
      if (each.reads(namespace, name) && each.find()) {
        LOG.info("Account {}: its Secret {} changed.", each.account().name(), name);
        engine.changed(each.account());
      }
    }
  }

  /** That account, if it is there. */
  Optional<Account> account(String name) {
    return Optional.ofNullable(managed.get(name)).map(ManagedAccount::account);
  }

  Collection<String> names() {
    return List.copyOf(managed.keySet());
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
  boolean looksChanged() {
    Map<String, Look> now = new HashMap<>();
    managed.forEach((name, each) -> now.put(name, look(each.account())));
    boolean changed = !now.equals(lastLooks);
    lastLooks = now;
    return changed;
  }

  private Look look(Account account) {
    boolean asked = account.requestedAt().isAfter(Instant.MIN);
    return new Look(account.view(), account.accountId(), asked && isAnswered(account));
  }

  /** What calls of an account go through. */
  LiveApi api(String name) {
    ManagedAccount known = managed.get(name);
    return known == null ? new NoAccount(name) : known.api();
  }

  /** Has whatever is due done, in threads of its own. */
  void tend() {
    managed.values().stream()
        .filter(ManagedAccount::isDue)
        .forEach(each -> tending.execute(() -> tend(each)));
  }

  private void tend(ManagedAccount each) {
    try {
      each.tend();
    } catch (RuntimeException e) {
      LOG.error("A bug: account {} couldn't be looked after.", each.account().name(), e);
    }
  }

  /** Finds out whose the credentials are, and waits a little for it. */
  void tendFirst() {
    CompletableFuture<?>[] looks =
        managed.values().stream()
            .filter(ManagedAccount::isDue)
            .map(each -> CompletableFuture.runAsync(() -> tend(each), tending))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(looks)
        .completeOnTimeout(null, FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  static String name(LiveAccount object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  /** The account went while a call was on its way to being sent: it isn't sent. */
  private record NoAccount(String name) implements LiveApi {
    @Override
    public Answer<List<CallbackRecord>> describe(Scope scope) {
      return notSent();
    }

    @Override
    public Answer<Done> update(CallbackKey key, CallbackContent content) {
      return notSent();
    }

    @Override
    public Answer<Done> delete(CallbackKey key) {
      return notSent();
    }

    private <T> Answer<T> notSent() {
      return new Answer.Failed<>(
          new Failure.Unavailable(
              new Failure.Detail("LiveAccount " + name + " isn't there.", 0, null, null)));
    }
  }
}
