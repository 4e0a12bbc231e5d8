package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AllowRule;
import dev.livecallback.volcengine.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access rules of an account: its {@code spec.allow}, read once. Without {@code spec.allow},
 * every object of the account's own namespace may use the account for everything, and no other
 * object may use it. With it, an object may use the account if one rule allows its namespace, its
 * scope and all of its URLs. The account's own namespace then needs a rule like any other, and an
 * empty list allows nobody. Immutable.
 */
public final class Access {
  private final Refusals refusals;
  private final List<AllowRule> written;
  private final List<AccessRule> rules;

  private Access(Refusals refusals, List<AllowRule> written) {
    this.refusals = refusals;
    this.written = List.copyOf(written);
    this.rules = this.written.stream().map(AccessRule::of).toList();
  }

  /**
   * Reads an account's rules.
   *
   * @param account the account's name
   * @param allow the account's {@code spec.allow}; null = absent. A part that can't be read allows
   *     nothing
   */
  public static Access of(AccountName account, @Nullable List<AllowRule> allow) {
    List<AllowRule> rules =
        allow == null ? List.of(new AllowRule(List.of(account.namespace()), null, null)) : allow;
    return new Access(new Refusals(account, allow == null), rules);
  }

  /**
   * Returns why an object may not use the account.
   *
   * @param namespace the object's namespace
   * @param scope the scope whose callbacks the object sets
   * @param urls the URLs that the callbacks are to go to
   * @return empty = the object may use the account; else a message for the person who wrote the
   *     object: what is refused, and which rule would be needed. The message shows no query strings
   */
  public Optional<String> refusal(String namespace, Scope scope, Collection<String> urls) {
    List<AccessRule> ofNamespace = rules.stream().filter(rule -> rule.takes(namespace)).toList();
    List<AccessRule> ofScope = ofNamespace.stream().filter(rule -> rule.takes(scope)).toList();
    if (ofScope.stream().anyMatch(AccessRule::takesAnyUrl)) {
      return Optional.empty();
    }
    List<Target> targets = urls.stream().map(TargetReader::url).toList();
    if (ofScope.stream().anyMatch(rule -> rule.takesAll(targets))) {
      return Optional.empty();
    }
    Refusals.Use use = new Refusals.Use(namespace, scope, targets);
    if (ofNamespace.isEmpty()) {
      return Optional.of(refusals.namespace(use));
    }
    if (ofScope.isEmpty()) {
      return Optional.of(refusals.scope(use));
    }
    return Optional.of(
        targets.stream()
            .filter(target -> ofScope.stream().noneMatch(rule -> rule.takes(target)))
            .findFirst()
            .map(target -> refusals.url(use, target))
            .orElseGet(() -> refusals.urlsTogether(use)));
  }

  /**
   * Returns why an object may not even remove records of a scope, whatever their URLs.
   *
   * @return empty = some rule allows the object the scope
   */
  public Optional<String> refusal(String namespace, Scope scope) {
    List<AccessRule> ofNamespace = rules.stream().filter(rule -> rule.takes(namespace)).toList();
    if (ofNamespace.stream().anyMatch(rule -> rule.takes(scope))) {
      return Optional.empty();
    }
    Refusals.Use use = new Refusals.Use(namespace, scope, List.of());
    return Optional.of(ofNamespace.isEmpty() ? refusals.namespace(use) : refusals.scope(use));
  }

  /**
   * Returns whether both have the same rules of the same account. A change of the account's status
   * is no edit.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Access that
        && refusals.equals(that.refusals)
        && written.equals(that.written);
  }

  @Override
  public int hashCode() {
    return Objects.hash(refusals, written);
  }
}
