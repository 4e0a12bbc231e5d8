package dev.livecallback.engine.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.account.Account;
import dev.livecallback.account.AccountDirectory;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cloud accounts, and the mapping from accounts to cloud accounts. An account whose cloud
 * account isn't known yet has a cloud account of its own, which becomes that of the id once the id
 * is known. If another account leads to that id already, the newcomer joins the other's cloud
 * account when no call that the newcomer sent can take effect any more.
 */
public final class CloudAccounts {
  /** The time for which calls count that a cloud account was sent under another name. */
  private static final Duration REMEMBERED = Duration.ofSeconds(2);

  private final AccountDirectory accounts;

  @GuardedBy("this")
  private final Map<String, CloudAccount> byPlace = new HashMap<>();

  @GuardedBy("this")
  private final Map<AccountName, CloudAccount> byAccount = new HashMap<>();

  /** The open cloud accounts. Rounds of objects look here often, and without a lock. */
  private final Map<String, CloudAccount> byName = new ConcurrentHashMap<>();

  /** Those that objects have had to do with. Thousands of others may cost a round nothing. */
  private final Map<String, CloudAccount> inUse = new ConcurrentHashMap<>();

  private final Set<AccountName> joining = ConcurrentHashMap.newKeySet();

  @GuardedBy("this")
  private Instant closedAt = Instant.MIN;

  CloudAccounts(AccountDirectory accounts) {
    this.accounts = accounts;
  }

  /** Records that another process may have called any cloud account until now. */
  public synchronized void calledByAnother(Instant now) {
    closedAt = now;
  }

  /** Returns the cloud account that an account leads to; empty if the account isn't there. */
  public synchronized Optional<CloudAccount> of(AccountName account) {
    return Optional.ofNullable(byAccount.get(account));
  }

  /** Returns the cloud accounts that accounts lead to. */
  public Collection<CloudAccount> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** Returns the cloud accounts that accounts lead to, and for which {@link #use} was called. */
  public Collection<CloudAccount> inUse() {
    return Collections.unmodifiableCollection(inUse.values());
  }

  /** Records that an object has to do with the cloud account of this name, if it is there. */
  public void use(String name) {
    if (!inUse.containsKey(name)) {
      useForTheFirstTime(name);
    }
  }

  private synchronized void useForTheFirstTime(String name) {
    named(name).ifPresent(there -> inUse.put(name, there));
  }

  /** Returns the cloud account of this name, if an account leads to it. */
  public Optional<CloudAccount> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Returns the name that keys use for an account's cloud account, whether or not the account is
   * there.
   */
  public synchronized String nameOf(AccountName account) {
    CloudAccount known = byAccount.get(account);
    return known == null ? "of absent " + account : known.name();
  }

  /**
   * Returns whether an account's place belongs to the cloud account of this name.
   *
   * @param place see {@link Account#cloudAccount()}
   */
  public synchronized boolean isAt(String place, String name) {
    CloudAccount there = byPlace.get(place);
    return there != null && there.name().equals(name);
  }

  /**
   * Returns whether an account waits to join the cloud account that it turned out to lead to. The
   * account makes no calls meanwhile: they would count in the quota there, but not in the budget.
   * Queues call this method under their own locks, so it takes no lock.
   */
  public boolean isJoining(AccountName account) {
    return joining.contains(account);
  }

  /** Returns the accounts that lead to a cloud account. */
  synchronized List<Account> leadingTo(CloudAccount cloudAccount) {
    return byAccount.entrySet().stream()
        .filter(entry -> entry.getValue() == cloudAccount)
        .flatMap(entry -> accounts.get(entry.getKey()).stream())
        .toList();
  }

  /**
   * Applies what is known of an account now.
   *
   * @param opening creates a cloud account from a name and a sync period
   * @return true if the account leads to another cloud account than before
   */
  public synchronized boolean update(
      Account account, Instant now, BiFunction<String, Duration, CloudAccount> opening) {
    CloudAccount before = byAccount.get(account.name());
    CloudAccount after = placeOf(account, before, now, opening);
    byAccount.put(account.name(), after);
    configure(after);
    boolean elsewhere = before != after;
    if (elsewhere && (before != null || now.isBefore(closedAt.plus(REMEMBERED)))) {
      // The calls of a moment ago may have gone to the same cloud account.
      after.countAsSpent(now);
    }
    if (elsewhere && before != null) {
      leave(before, now);
    }
    return elsewhere;
  }

  /** Forgets an account that is gone. */
  public synchronized void remove(AccountName account, Instant now) {
    joining.remove(account);
    CloudAccount before = byAccount.remove(account);
    if (before != null) {
      leave(before, now);
    }
  }

  /** Returns the accounts that waited to join a cloud account and may join it now. */
  public synchronized List<Account> arriving(Instant now) {
    return joining.stream()
        .filter(name -> of(name).filter(each -> each.isQuiet(now)).isPresent())
        .flatMap(name -> accounts.get(name).stream())
        .toList();
  }

  @GuardedBy("this")
  private CloudAccount placeOf(
      Account account,
      @Nullable CloudAccount before,
      Instant now,
      BiFunction<String, Duration, CloudAccount> opening) {
    String place = account.cloudAccount();
    CloudAccount target = byPlace.get(place);
    if (before != null && before != target && isItsOwn(account, before)) {
      if (target == null) {
        joining.remove(account.name());
        byPlace.values().remove(before);
        byPlace.put(place, before);
        return before;
      }
      if (!before.isQuiet(now)) {
        if (joining.add(account.name())) {
          // The account's calls of the last second went to the target.
          target.countAsSpent(now);
        }
        return before;
      }
    }
    joining.remove(account.name());
    return byPlace.computeIfAbsent(
        place,
        name -> {
          CloudAccount fresh = opening.apply(unused(name), account.settings().syncPeriod());
          byName.put(fresh.name(), fresh);
          return fresh;
        });
  }

  /**
   * Returns this name, or a longer one if it is used. A cloud account keeps the name that it was
   * opened with, even when more becomes known of it.
   */
  @GuardedBy("this")
  private String unused(String name) {
    return byName.containsKey(name) ? unused(name + ", another") : name;
  }

  /** Returns whether this is the account's own cloud account from before its id was known. */
  @GuardedBy("this")
  private boolean isItsOwn(Account account, CloudAccount before) {
    return before == byPlace.get(account.placeWithoutId());
  }

  @GuardedBy("this")
  private void leave(CloudAccount cloudAccount, Instant now) {
    if (byAccount.containsValue(cloudAccount)) {
      configure(cloudAccount);
    } else {
      byPlace.values().remove(cloudAccount);
      byName.remove(cloudAccount.name());
      inUse.remove(cloudAccount.name());
      cloudAccount.close();
      closedAt = now;
    }
  }

  /**
   * Configures an account's cloud account again. A change of the account decides whether its
   * settings count for the others.
   */
  public synchronized void reconfigure(AccountName account) {
    of(account).ifPresent(this::configure);
  }

  /**
   * Sets the lowest calls per second and the shortest sync period of the accounts that lead to a
   * cloud account. Only accounts that have earned a share count. If there is none, as in an outage
   * of STS, the accounts with proven keys count; if there is none of these either, all accounts do.
   */
  private void configure(CloudAccount cloudAccount) {
    List<Account> all = leadingTo(cloudAccount);
    List<AccountSettings> settings =
        any(all, Account::hasEarnedShare)
            .or(() -> any(all, account -> account.gate().isProven()))
            .orElse(all)
            .stream()
            .map(Account::settings)
            .toList();
    Map<Action, Integer> calls = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      settings.stream()
          .mapToInt(each -> each.callsPerSecond().getOrDefault(action, 1))
          .min()
          .ifPresent(least -> calls.put(action, least));
    }
    settings.stream()
        .map(AccountSettings::syncPeriod)
        .min(Duration::compareTo)
        .ifPresent(period -> cloudAccount.configure(calls, period));
  }

  private static Optional<List<Account>> any(List<Account> all, Predicate<Account> such) {
    return Optional.of(all.stream().filter(such).toList()).filter(some -> !some.isEmpty());
  }
}
