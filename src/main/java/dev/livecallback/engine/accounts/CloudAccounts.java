package dev.livecallback.engine.accounts;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.account.Account;
import dev.livecallback.account.AccountDirectory;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.calls.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
 * The cloud accounts, and which account leads to which. An account that doesn't know yet where it
 * leads has one of its own, which becomes that of the id once it is known; should another account
 * lead there already, the newcomer joins it when nothing that it sent can land any more.
 */
public final class CloudAccounts {
  /** So long calls count that a cloud account was sent under another name. */
  private static final Duration REMEMBERED = Duration.ofSeconds(2);

  private final AccountDirectory accounts;

  @GuardedBy("this")
  private final Map<String, CloudAccount> byPlace = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, CloudAccount> byAccount = new HashMap<>();

  private final Set<String> joining = ConcurrentHashMap.newKeySet();

  @GuardedBy("this")
  private Instant closedAt = Instant.MIN;

  CloudAccounts(AccountDirectory accounts) {
    this.accounts = accounts;
  }

  /** Another process may have called any cloud account until now. */
  public synchronized void calledByAnother(Instant now) {
    closedAt = now;
  }

  /** Where an account leads; empty if it isn't there. */
  public synchronized Optional<CloudAccount> of(String account) {
    return Optional.ofNullable(byAccount.get(account));
  }

  /** Those that accounts lead to. */
  public synchronized Collection<CloudAccount> all() {
    return byAccount.values().stream().distinct().toList();
  }

  /** That cloud account, if an account leads to it. */
  public synchronized Optional<CloudAccount> named(String name) {
    return byAccount.values().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** What keys call the cloud account of an account, whether or not that is there. */
  public synchronized String nameOf(String account) {
    CloudAccount known = byAccount.get(account);
    return known == null ? "of absent " + account : known.name();
  }

  /**
   * Whether what an account calls its cloud account is the one of that name.
   *
   * @param place see {@link Account#cloudAccount()}
   */
  public synchronized boolean isAt(String place, String name) {
    CloudAccount there = byPlace.get(place);
    return there != null && there.name().equals(name);
  }

  /**
   * Whether an account waits to join the cloud account that it turned out to lead to. It makes no
   * calls then: they would count there, and nobody counts them. Asked by queues under their own
   * locks, so it takes none.
   */
  public boolean isJoining(String account) {
    return joining.contains(account);
  }

  /** The accounts that lead to a cloud account. */
  synchronized List<Account> leadingTo(CloudAccount cloudAccount) {
    return byAccount.entrySet().stream()
        .filter(entry -> entry.getValue() == cloudAccount)
        .flatMap(entry -> accounts.get(entry.getKey()).stream())
        .toList();
  }

  /**
   * Takes in what is known of an account now.
   *
   * @param opening makes a cloud account of a name, with a sync period
   * @return whether it leads elsewhere than before
   */
  public synchronized boolean update(
      Account account, Instant now, BiFunction<String, Duration, CloudAccount> opening) {
    CloudAccount before = byAccount.get(account.name());
    CloudAccount after = placeOf(account, before, now, opening);
    byAccount.put(account.name(), after);
    configure(after);
    boolean elsewhere = before != after;
    if (elsewhere && (before != null || now.isBefore(closedAt.plus(REMEMBERED)))) {
      // What was sent a moment ago may have been sent to the same one.
      after.countAsSpent(now);
    }
    if (elsewhere && before != null) {
      leave(before, now);
    }
    return elsewhere;
  }

  /** Forgets an account that is gone. */
  public synchronized void remove(String account, Instant now) {
    joining.remove(account);
    CloudAccount before = byAccount.remove(account);
    if (before != null) {
      leave(before, now);
    }
  }

  /** The accounts that may join the cloud account that they lead to now. */
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
          // What it sent in the last second was sent to that one.
          target.countAsSpent(now);
        }
        return before;
      }
    }
    joining.remove(account.name());
    return byPlace.computeIfAbsent(
        place, name -> opening.apply(unused(name), account.settings().syncPeriod()));
  }

  /** A cloud account keeps the name that it was opened with, whatever becomes known of it. */
  @GuardedBy("this")
  private String unused(String name) {
    boolean used = byPlace.values().stream().anyMatch(each -> each.name().equals(name));
    return used ? unused(name + ", another") : name;
  }

  /** Whether that is what the account had while it didn't know where it leads. */
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
      cloudAccount.close();
      closedAt = now;
    }
  }

  /** Something about an account changed that decides whether others have to reckon with it. */
  public synchronized void reconfigure(String account) {
    of(account).ifPresent(this::configure);
  }

  /**
   * What the owner of any account wants to leave to others is left, if the account has earned a
   * share. Where none has, as in an outage of STS, all count whose keys are good, or all.
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
