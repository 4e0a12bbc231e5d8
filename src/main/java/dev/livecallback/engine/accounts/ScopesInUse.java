package dev.livecallback.engine.accounts;

import dev.livecallback.api.AccountName;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.volcengine.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The scopes that objects use through one account, by the objects' namespaces.
 *
 * @param byNamespace the scopes of each namespace; no set of scopes is empty
 */
public record ScopesInUse(SortedMap<String, Set<Scope>> byNamespace) {
  /** Returns the scopes of an account. It looks at every object of the account's cloud account. */
  public static ScopesInUse of(EngineContext context, ClaimIndex claims, AccountName account) {
    return new ScopesInUse(
        claims.scopesByNamespace(
            (object, scope) ->
                context
                    .latest(object)
                    .filter(
                        each ->
                            context.resolver().accountsIn(each, scope).anyMatch(account::equals))
                    .isPresent()));
  }

  /**
   * Returns one of the scopes, if there is one. The namespaces take turns, and the scopes of each
   * namespace take turns.
   *
   * @param turn the number of the turn, counted from 0
   */
  public Optional<Scope> inTurn(int turn) {
    if (byNamespace.isEmpty()) {
      return Optional.empty();
    }
    List<Set<Scope>> namespaces = List.copyOf(byNamespace.values());
    List<Scope> scopes = List.copyOf(namespaces.get(Math.floorMod(turn, namespaces.size())));
    return Optional.of(scopes.get(Math.floorMod(turn / namespaces.size(), scopes.size())));
  }

  /**
   * Returns whether the trouble of the failing scopes is the account's, and not that of one tenant.
   * There are two such cases. Either the failing scopes are all scopes in use. Or several of them
   * were fine lately, and no single namespace uses all of these; if there is only one namespace,
   * several are enough.
   *
   * @param fine tests whether a scope was fine lately
   */
  boolean speakForAll(Set<Scope> failing, Predicate<Scope> fine) {
    Set<Scope> all =
        byNamespace.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
    if (failing.containsAll(all)) {
      return true;
    }
    Set<Scope> telling =
        failing.stream().filter(all::contains).filter(fine).collect(Collectors.toSet());
    return telling.size() > 1
        && (byNamespace.size() == 1
            || byNamespace.values().stream().noneMatch(scopes -> scopes.containsAll(telling)));
  }
}
