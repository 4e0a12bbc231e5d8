package dev.livecallback.volcengine;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The records that one DescribeCallback asks for: all records of a scope, or the part of them that
 * its filters select (contract 3.3). A scope that is too large to be read as a whole is read by
 * parts.
 *
 * @param scope the scope of the records
 * @param type the only message type; null = all types
 * @param app the only app; null = all apps, and records without app
 */
public record Listing(Scope scope, @Nullable MessageType type, @Nullable String app)
    implements Comparable<Listing> {
  private static final Comparator<Listing> ORDER =
      Comparator.comparing(Listing::scope)
          .thenComparing(Listing::type, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Listing::app, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Returns the listing of all records of a scope. */
  public static Listing of(Scope scope) {
    return new Listing(scope, null, null);
  }

  /** Returns the listing of the scope's records of one message type. */
  public Listing ofType(MessageType only) {
    return new Listing(scope, only, null);
  }

  /**
   * Returns the smallest listing that lists the record of a key. For a key without app, that is all
   * of its type, because no filter selects the records that have no app.
   */
  public static Listing of(CallbackKey key) {
    return new Listing(key.scope(), key.messageType(), key.app());
  }

  /** Returns whether all records of the scope are listed. */
  public boolean isWhole() {
    return type == null && app == null;
  }

  /** Returns whether the record of a key is listed, if there is one. */
  public boolean covers(CallbackKey key) {
    return key.scope().equals(scope)
        && (type == null || type == key.messageType())
        && (app == null || app.equals(key.app()));
  }

  /** Returns whether everything that another listing lists is listed here too. */
  public boolean covers(Listing other) {
    return other.scope.equals(scope)
        && (type == null || type == other.type)
        && (app == null || app.equals(other.app));
  }

  @Override
  public int compareTo(Listing other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code vhost/NAME}, with the filters after it. */
  @Override
  public String toString() {
    return scope + (type == null ? "" : " " + type) + (app == null ? "" : " of app " + app);
  }
}
