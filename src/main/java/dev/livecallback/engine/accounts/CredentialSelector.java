package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.api.AccountName;
import dev.livecallback.calls.Order;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The choice of the account whose credentials an order uses. */
public final class CredentialSelector {
  private final EngineContext context;

  /** Creates a selector among the accounts of this context. */
  public CredentialSelector(EngineContext context) {
    this.context = context;
  }

  /**
   * Returns the account for an order of an object. A Put goes through the account that the object
   * names, and a Remove through the account that wrote the record. A read may go through any of
   * these accounts that leads to its cloud account, preferably one that can be used.
   */
  public AccountName of(Facts facts, Order order) {
    return switch (order) {
      case Order.Put _ -> facts.account();
      case Order.Remove remove ->
          facts.ledger().entry(remove.key()).map(Ledger.Entry::account).orElse(facts.account());
      case Order.Read read -> usable(readers(facts, read)).orElse(facts.account());
    };
  }

  private static List<AccountName> readers(Facts facts, Order.Read read) {
    Stream<AccountName> own =
        !facts.deleting() && shows(read, facts.desired().key())
            ? Stream.of(facts.account())
            : Stream.of();
    Stream<AccountName> writers =
        facts.ledger().entries().stream()
            .filter(entry -> shows(read, entry.key()))
            .map(Ledger.Entry::account);
    return Stream.concat(own, writers).distinct().toList();
  }

  private static boolean shows(Order.Read read, CallbackKey key) {
    return key.cloudAccount().equals(read.cloudAccount()) && key.scope().equals(read.scope());
  }

  /**
   * Returns the account for a sweep of a scope: one through which an object uses that very scope,
   * and preferably one that can be used. Other accounts of the cloud account may not even see the
   * scope.
   */
  Optional<AccountName> ofSweep(CloudAccountState cloudAccount, Scope scope) {
    List<AccountName> users =
        cloudAccount.claims().users(scope).stream()
            .flatMap(object -> context.latest(object).stream())
            .flatMap(object -> context.resolver().accountsIn(object, scope))
            .distinct()
            .filter(name -> context.cloudAccounts().nameOf(name).equals(cloudAccount.name()))
            .toList();
    return usable(users);
  }

  private Optional<AccountName> usable(List<AccountName> names) {
    return names.stream()
        .filter(name -> context.accounts().get(name).filter(CredentialSelector::isOpen).isPresent())
        .findFirst()
        .or(() -> names.stream().findFirst());
  }

  private static boolean isOpen(Account account) {
    return account.maxInFlight() > 0;
  }
}
