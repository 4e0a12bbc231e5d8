package dev.livecallback.account;

import java.util.Optional;

/**
 * Where callbacks may go: {@code scheme://host[:port]/path}. In the host, {@code *} stands for one
 * or more characters of one label; in the path, for any characters. Scheme and port must be equal,
 * the port being the scheme's own where none is written; the host is compared without regard to
 * case, the path as it is written. A pattern without path means the path {@code /}, which a URL
 * without path has too. What stands in a URL's query doesn't matter.
 *
 * @param pattern its parts
 */
record UrlPattern(Target.Plain pattern, NameGlob host, Glob path) {

  /** Reads it; empty if it isn't plain: such a one matches nothing. */
  static Optional<UrlPattern> of(String text) {
    return TargetReader.pattern(text) instanceof Target.Plain plain
        ? Optional.of(new UrlPattern(plain, NameGlob.of(plain.host()), Glob.any(plain.path())))
        : Optional.empty();
  }

  /** Whether callbacks may go there; never where it isn't sure where that is. */
  boolean matches(Target target) {
    return target instanceof Target.Plain there
        && there.scheme().equals(pattern.scheme())
        && hostMatches(there.host())
        && there.port() == pattern.port()
        && path.matches(there.path());
  }

  /** An IPv6 address is no label: it has to be written out. */
  private boolean hostMatches(String name) {
    return name.startsWith("[") ? name.equals(pattern.host()) : host.matches(name);
  }
}
