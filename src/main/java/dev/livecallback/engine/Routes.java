package dev.livecallback.engine;

import dev.livecallback.account.Account;
import dev.livecallback.account.Accounts;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Order;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Ledger;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Chooses with whose credentials an order goes. */
final class Routes {
  private final Accounts accounts;
  private final Function<ObjectId, Optional<LiveCallback>> objects;
  private final BiFunction<LiveCallback, Scope, Stream<String>> accountsIn;
  private final UnaryOperator<String> cloudAccountOf;

  /**
   * @param objects an object, if it is still there
   * @param accountsIn the accounts by which an object has to do with a scope
   * @param cloudAccountOf where an account leads
   */
  Routes(
      Accounts accounts,
      Function<ObjectId, Optional<LiveCallback>> objects,
      BiFunction<LiveCallback, Scope, Stream<String>> accountsIn,
      UnaryOperator<String> cloudAccountOf) {
    this.accounts = accounts;
    this.objects = objects;
    this.accountsIn = accountsIn;
    this.cloudAccountOf = cloudAccountOf;
  }

  /**
   * The account for an order of an object: what is wanted goes through the account that it names, a
   * record that has to go through the one that wrote it. A read may go through any of these that
   * leads there.
   */
  String of(Facts facts, Order order) {
    return switch (order) {
      case Order.Put _ -> facts.account();
      case Order.Remove remove ->
          facts.ledger().entry(remove.key()).map(Ledger.Entry::account).orElse(facts.account());
      case Order.Read read -> usable(readers(facts, read)).orElse(facts.account());
    };
  }

  private static List<String> readers(Facts facts, Order.Read read) {
    Stream<String> own =
        !facts.deleting() && shows(read, facts.desired().key())
            ? Stream.of(facts.account())
            : Stream.of();
    Stream<String> writers =
        facts.ledger().entries().stream()
            .filter(entry -> shows(read, entry.key()))
            .map(Ledger.Entry::account);
    return Stream.concat(own, writers).distinct().toList();
  }

  private static boolean shows(Order.Read read, CallbackKey key) {
    return key.cloudAccount().equals(read.cloudAccount()) && key.scope().equals(read.scope());
  }

  /**
   * The account for a sweep of a scope: one by which an object uses that very scope, and one that
   * can be used, if there is any. Others of the cloud account may not even see it.
   */
  Optional<String> ofSweep(String cloudAccount, ClaimIndex claims, Scope scope) {
    List<String> users =
        claims.users(scope).stream()
            .flatMap(object -> objects.apply(object).stream())
            .flatMap(object -> accountsIn.apply(object, scope))
            .distinct()
            .filter(name -> cloudAccountOf.apply(name).equals(cloudAccount))
            .toList();
    return usable(users);
  }

  private Optional<String> usable(List<String> names) {
    return names.stream()
        .filter(name -> accounts.get(name).filter(Routes::isOpen).isPresent())
        .findFirst()
        .or(() -> names.stream().findFirst());
  }

  private static boolean isOpen(Account account) {
    return account.maxInFlight() > 0;
  }
}
