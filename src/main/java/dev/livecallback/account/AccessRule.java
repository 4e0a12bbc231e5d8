package dev.livecallback.account;

import dev.livecallback.api.AllowRule;
import dev.livecallback.volcengine.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rule of {@code spec.allow}, read once.
 *
 * @param scopes the scopes that the rule allows; null = all
 * @param urls the URLs that the rule allows; null = all, even a URL that may lead elsewhere than it
 *     seems
 */
record AccessRule(
    List<Glob> namespaces, @Nullable List<ScopePattern> scopes, @Nullable List<UrlPattern> urls) {

  static AccessRule of(AllowRule rule) {
    return new AccessRule(
        rule.namespaces().stream().map(Glob::any).toList(),
        rule.scopes() == null ? null : read(rule.scopes(), ScopePattern::of),
        rule.urls() == null ? null : read(rule.urls(), UrlPattern::of));
  }

  private static <T> List<T> read(List<String> texts, Function<String, Optional<T>> reader) {
    return texts.stream().flatMap(text -> reader.apply(text).stream()).toList();
  }

  boolean takes(String namespace) {
    return namespaces.stream().anyMatch(pattern -> pattern.matches(namespace));
  }

  boolean takes(Scope scope) {
    return scopes == null || scopes.stream().anyMatch(pattern -> pattern.matches(scope));
  }

  boolean takesAnyUrl() {
    return urls == null;
  }

  boolean takes(Target target) {
    return urls == null || urls.stream().anyMatch(pattern -> pattern.matches(target));
  }

  boolean takesAll(Collection<Target> targets) {
    return targets.stream().allMatch(this::takes);
  }
}
