package dev.livecallback.volcengine;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The scope that one DescribeCallback reads: a domain namespace ("vhost") or a push domain. Names
 * are compared without regard to case and sent as they were written.
 *
 * @param kind vhost or domain; the API takes exactly one of them
 * @param name the name, 1 to 253 characters
 */
public record Scope(Kind kind, String name) implements Comparable<Scope> {

  /** The two kinds of scope, spelt as in {@code status.scope}. */
  public enum Kind {
    VHOST("vhost"),
    DOMAIN("domain");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Returns the word before the slash in {@code vhost/NAME}. */
    public String word() {
      return word;
    }
  }

  /** Keeps the name in memory once, because many keys have the same scope. */
  public Scope {
    name = name.intern();
  }

  /** Returns the scope of a domain namespace. */
  public static Scope vhost(String name) {
    return new Scope(Kind.VHOST, name);
  }

  /** Returns the scope of a push domain. */
  public static Scope domain(String name) {
    return new Scope(Kind.DOMAIN, name);
  }

  /**
   * Reads {@code vhost/NAME} or {@code domain/NAME}.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static Scope parse(String text) {
    return ofText(text)
        .orElseThrow(
            () -> new IllegalArgumentException("neither vhost/NAME nor domain/NAME: " + text));
  }

  /** Reads {@code vhost/NAME} or {@code domain/NAME}; empty if the text is neither. */
  public static Optional<Scope> ofText(String text) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.word + "/";
      if (text.startsWith(prefix) && text.length() > prefix.length()) {
        return Optional.of(new Scope(kind, text.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scope that && kind == that.kind && name.equalsIgnoreCase(that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, name.toLowerCase(Locale.ROOT));
  }

  @Override
  public int compareTo(Scope other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareToIgnoreCase(other.name);
  }

  /** Returns {@code vhost/NAME} or {@code domain/NAME}. */
  @Override
  public String toString() {
    return kind.word + "/" + name;
  }
}
