package dev.livecallback.volcengine;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one DescribeCallback asks for: all records of a scope, or the part of them that its filters
 * select (contract 3.3). A scope that is too large to be read as a whole is read by parts.
 *
 * @param scope whose records
 * @param type of this message type alone; null = of all types
 * @param app of this app alone; null = of all apps, and without app
 */
public record Listing(Scope scope, @Nullable MessageType type, @Nullable String app)
    implements Comparable<Listing> {
  private static final Comparator<Listing> ORDER =
      Comparator.comparing(Listing::scope)
          .thenComparing(Listing::type, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Listing::app, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** All records of a scope. */
  public static Listing of(Scope scope) {
    return new Listing(scope, null, null);
  }

  /** Those of one message type. */
  public Listing ofType(MessageType only) {
    return new Listing(scope, only, null);
  }

  /**
   * The smallest one that lists the record of a key; without app that is all of its type, since no
   * filter selects the records that have no app.
   */
  public static Listing of(CallbackKey key) {
    return new Listing(key.scope(), key.messageType(), key.app());
  }

  /** Whether it lists all that there is of the scope. */
  public boolean isWhole() {
    return type == null && app == null;
  }

  /** Whether the record of a key is listed, if there is one. */
  public boolean covers(CallbackKey key) {
    return key.scope().equals(scope)
        && (type == null || type == key.messageType())
        && (app == null || app.equals(key.app()));
  }

  /** Whether all that the other lists is listed here too. */
  public boolean covers(Listing other) {
    return other.scope.equals(scope)
        && (type == null || type == other.type)
        && (app == null || app.equals(other.app));
  }

  @Override
  public int compareTo(Listing other) {
    return ORDER.compare(this, other);
  }

  /** {@code vhost/NAME}, with the filters after it. */
  @Override
  public String toString() {
    return scope + (type == null ? "" : " " + type) + (app == null ? "" : " of app " + app);
  }
}
