package dev.livecallback.account;

import dev.livecallback.volcengine.Scope;
import java.util.Arrays;
import java.util.Optional;

/**
 * A pattern of scopes in a rule: {@code vhost/NAME} or {@code domain/NAME}, compared without regard
 * to case.
 */
record ScopePattern(Scope.Kind kind, NameGlob name) {

  /** Reads a pattern; empty = the text is neither of the two forms, and matches nothing. */
  static Optional<ScopePattern> of(String text) {
    int slash = text.indexOf('/');
    String word = text.substring(0, Math.max(slash, 0));
    return Arrays.stream(Scope.Kind.values())
        .filter(kind -> kind.word().equalsIgnoreCase(word))
        .map(kind -> new ScopePattern(kind, NameGlob.of(text.substring(slash + 1))))
        .findFirst();
  }

  boolean matches(Scope scope) {
    return scope.kind() == kind && name.matches(scope.name());
  }
}
