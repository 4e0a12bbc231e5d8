package dev.livecallback.account;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts that are there, by their {@code namespace/name}. Safe for several threads. */
public final class AccountDirectory {
  private final Map<String, Account> byName = new ConcurrentHashMap<>();

  /** That account, if it is there. */
  public Optional<Account> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All of them. */
  public Collection<Account> all() {
    return List.copyOf(byName.values());
  }

  /** Whether any account signs with this text, or may have to. */
  public boolean signWith(String text) {
    return byName.values().stream().anyMatch(account -> account.signsWith(text));
  }

  /** Whether any account is told to take what it signs with from there, read yet or not. */
  public boolean signWith(SecretEntry entry) {
    return byName.values().stream().anyMatch(account -> account.signsWith(entry));
  }

  /** Takes an account in. */
  public void put(Account account) {
    byName.put(account.name(), account);
  }

  /** Forgets an account that is gone. */
  public void remove(String name) {
    byName.remove(name);
  }

  /** How many calls of an account may be in flight: none if it isn't there or can't be used. */
  public int maxInFlight(String name) {
    Account account = byName.get(name);
    return account == null ? 0 : account.maxInFlight();
  }
}
