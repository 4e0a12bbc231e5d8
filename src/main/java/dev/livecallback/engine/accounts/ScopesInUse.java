package dev.livecallback.engine.accounts;

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
 * @param byNamespace no namespace is without a scope
 */
public record ScopesInUse(SortedMap<String, Set<Scope>> byNamespace) {
  /** Those of an account. It takes one look at every object of its cloud account. */
  public static ScopesInUse of(EngineContext context, ClaimIndex claims, String account) {
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
   * One of them: the namespaces in turn, and of each its scopes in turn.
   *
   * @param turn counts up, from 0
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
   * Whether the trouble of some scopes is everybody's: they are all that there are, or several that
   * were fine lately fail and no one namespace has all of those, unless there is no other. What one
   * tenant's scopes do is theirs.
   *
   * @param fine whether a scope was fine lately
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
