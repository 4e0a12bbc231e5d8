package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts that exist, by their names. Safe for use by several threads. */
public final class AccountDirectory {
  private final Map<AccountName, Account> byName = new ConcurrentHashMap<>();

  /** Returns the account of this name, if it exists. */
  public Optional<Account> get(AccountName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns all accounts. */
  public Collection<Account> all() {
    return List.copyOf(byName.values());
  }

  /**
   * Returns whether this text is a secret of any account's credentials, even of credentials that
   * may not be used yet.
   */
  public boolean signWith(String text) {
    return byName.values().stream().anyMatch(account -> account.signsWith(text));
  }

  /**
   * Returns whether the owner of any account named this entry as the source of a secret, read yet
   * or not.
   */
  public boolean signWith(SecretEntry entry) {
    return byName.values().stream().anyMatch(account -> account.signsWith(entry));
  }

  /** Adds an account, in place of a former one with its name. */
  public void put(Account account) {
    byName.put(account.name(), account);
  }

  /** Removes an account that is gone. */
  public void remove(AccountName name) {
    byName.remove(name);
  }

  /**
   * Returns how many calls of an account may be in flight; 0 if the account doesn't exist or can't
   * be used.
   */
  public int maxInFlight(AccountName name) {
    Account account = byName.get(name);
    return account == null ? 0 : account.maxInFlight();
  }
}
