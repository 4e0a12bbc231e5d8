package dev.livecallback.account;

import java.util.Optional;

/**
 * A pattern of the URLs that callbacks may go to: {@code scheme://host[:port]/path}. In the host,
 * {@code *} stands for one or more characters of one label; in the path, for any characters. Scheme
 * and port must be equal, and a port that isn't written is the scheme's own. The host is compared
 * without regard to case, the path as it is written. A pattern without path means the path {@code
 * /}, which a URL without path has too. The query of a URL doesn't matter.
 *
 * @param pattern the parts of the pattern
 */
record UrlPattern(Target.Plain pattern, NameGlob host, Glob path) {

  /** Reads a pattern; empty = it isn't plain, and matches nothing. */
  static Optional<UrlPattern> of(String text) {
    return TargetReader.pattern(text) instanceof Target.Plain plain
        ? Optional.of(new UrlPattern(plain, NameGlob.of(plain.host()), Glob.any(plain.path())))
        : Optional.empty();
  }

  /**
   * Returns whether callbacks may go to this target; false if it isn't sure where the target leads.
   */
  boolean matches(Target target) {
    return target instanceof Target.Plain there
        && there.scheme().equals(pattern.scheme())
        && hostMatches(there.host())
        && there.port() == pattern.port()
        && path.matches(there.path());
  }

  /** Returns whether the host matches. An IPv6 address is no label, so it has to be written out. */
  private boolean hostMatches(String name) {
    return name.startsWith("[") ? name.equals(pattern.host()) : host.matches(name);
  }
}
