package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.volcengine.Scope;
import java.util.List;

/**
 * The accounts of every world: two of one cloud account, and one of another; and the namespaces of
 * those whose names say it.
 */
final class Tenants {
  static final AccountName DEFAULT = new AccountName("live-callback-operator", "default");
  static final AccountName SECOND = new AccountName("live-callback-operator", "second");
  static final AccountName OWN = new AccountName("tenant", "own");

  private static final String CLOUD = "2100000001";
  private static final String OTHER_CLOUD = "2100000002";

  /** The cloud account that most accounts lead to, as keys call it. */
  static final String HERE = cloud(CLOUD);

  /** Who uses the scopes that are nobody's own. */
  static final String SHARED = "several";

  private Tenants() {}

  /** The id of the cloud account that an account is meant to lead to at first. */
  static String home(AccountName account) {
    return account.equals(OWN) ? OTHER_CLOUD : CLOUD;
  }

  /** The id of the other cloud account. */
  static String notThat(String id) {
    return id.equals(CLOUD) ? OTHER_CLOUD : CLOUD;
  }

  /** What keys call the cloud account of an id, once it is known. */
  static String cloud(String id) {
    return "https://live.example.com " + id;
  }

  /**
   * The namespace of an object: the part of its name before a dot, if there is one; of the others
   * every second is a visitor's.
   */
  static String namespaceOf(String object) {
    int dot = object.indexOf('.');
    return dot < 0
        ? SimulatedWorld.NAMESPACES.get((object.charAt(0) - 'a') % SimulatedWorld.NAMESPACES.size())
        : object.substring(0, dot);
  }

  /**
   * Whose scope it is: a vhost of one namespace alone begins with it, others are {@link #SHARED}.
   */
  static String namespaceOf(Scope scope) {
    int dash = scope.name().indexOf('-');
    return dash < 0 ? SHARED : scope.name().substring(0, dash);
  }

  /** A vhost that nobody but this namespace uses. */
  static Scope vhost(String namespace, int number) {
    return Scope.vhost(namespace + "-" + number + ".example.com");
  }

  /** Which accounts a world may have: one of these. */
  static final List<List<AccountName>> CHOICES =
      List.of(List.of(DEFAULT, SECOND), List.of(DEFAULT, OWN), List.of(DEFAULT, SECOND, OWN));
}
