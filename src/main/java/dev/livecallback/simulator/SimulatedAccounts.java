package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The cloud accounts that the simulator knows: their access keys, vhosts and push domains. Safe for
 * use by many threads.
 */
public final class SimulatedAccounts {
  /** The placeholder for a vhost's or domain's name: any name is known. */
  public static final String ANY = "*";

  private static final int MOST_ACCOUNTS = 10_000;
  private static final int MOST_KEYS = 10_000;
  private static final int MOST_NAMES = 100_000;

  /**
   * An access key.
   *
   * @param id the public half
   * @param secret the secret half
   * @param token the session token that has to come with the key, or null
   * @param account the account that the key belongs to
   * @param expires the time at which the key expires, or null for never
   * @param trn the identity of its caller: {@code trn:iam::ID:root}, {@code trn:iam::ID:user/NAME},
   *     or {@code trn:sts::ID:assumed-role/ROLE/SESSION}
   */
  public record AccessKey(
      String id,
      SecretText secret,
      @Nullable SecretText token,
      String account,
      @Nullable Instant expires,
      String trn) {

    /** The user of the keys that belong to the account itself. */
    public static final String ROOT = "root";

    /** Returns a key of the account itself that never expires and needs no token. */
    public static AccessKey of(String account, String id, String secret) {
      return of(account, ROOT, id, secret);
    }

    /**
     * Returns a key of a user ({@link #ROOT} = the account) that never expires and needs no token.
     */
    public static AccessKey of(String account, String user, String id, String secret) {
      return of(account, user, id, secret, null);
    }

    /** Returns a key of a user that never expires, with the token that has to come with it. */
    public static AccessKey of(
        String account, String user, String id, String secret, @Nullable String token) {
      return new AccessKey(
          id,
          new SecretText(secret),
          token == null ? null : new SecretText(token),
          account,
          null,
          "trn:iam::" + account + ":" + (user.equals(ROOT) ? ROOT : "user/" + user));
    }

    /** Returns the name of the user, {@link #ROOT}, or {@code role/NAME} for an assumed role. */
    public String user() {
      String[] parts = trn.substring(trn.lastIndexOf(':') + 1).split("/", -1);
      return switch (parts[0]) {
        case "user" -> parts[1];
        case "assumed-role" -> "role/" + parts[1];
        default -> ROOT;
      };
    }
  }

  /** The owner of a vhost or domain, as an account sees it. */
  enum Owner {
    OURS,
    OTHERS,
    NOBODY
  }

  private static final class Names {
    private final Set<String> vhosts = new TreeSet<>();
    private final Map<String, String> vhostOfDomain = new TreeMap<>();
    private boolean anyVhost;
    private boolean anyDomain;
  }

  @GuardedBy("this")
  private final Map<String, Names> accounts = new TreeMap<>();

  @GuardedBy("this")
  private final Map<String, AccessKey> keys = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Set<String> disabled = new TreeSet<>();

  /**
   * Adds an account without keys and names, unless it is known already. Returns false if there is
   * no room.
   */
  public synchronized boolean add(String account) {
    if (accounts.size() >= MOST_ACCOUNTS && !accounts.containsKey(account)) {
      return false;
    }
    accounts.computeIfAbsent(account, _ -> new Names());
    return true;
  }

  /** Adds an access key, or replaces the one with the same id. Adds its account, too. */
  public synchronized void add(AccessKey key) {
    var _ = add(key.account());
    keys.put(key.id(), key);
    disabled.remove(key.id());
    if (keys.size() > MOST_KEYS) {
      String oldest =
          keys.values().stream()
              .filter(each -> each.expires() != null)
              .map(AccessKey::id)
              .findFirst()
              .orElseGet(() -> keys.keySet().iterator().next());
      keys.remove(oldest);
      disabled.remove(oldest);
    }
  }

  /** Adds a vhost ({@link #ANY} = every one) to an account. Returns false if there is no room. */
  public synchronized boolean addVhost(String account, String vhost) {
    Names names = accounts.computeIfAbsent(account, _ -> new Names());
    if (vhost.equals(ANY)) {
      names.anyVhost = true;
      return true;
    }
    if (names.vhosts.size() >= MOST_NAMES && !names.vhosts.contains(lower(vhost))) {
      return false;
    }
    names.vhosts.add(lower(vhost));
    return true;
  }

  /**
   * Adds a push domain ({@link #ANY} = every one) and its vhost to an account. Returns false if
   * there is no room.
   */
  public synchronized boolean addDomain(String account, String domain, String vhost) {
    Names names = accounts.computeIfAbsent(account, _ -> new Names());
    if (domain.equals(ANY)) {
      names.anyDomain = true;
      return true;
    }
    boolean full = names.vhostOfDomain.size() >= MOST_NAMES;
    if ((full && !names.vhostOfDomain.containsKey(lower(domain))) || !addVhost(account, vhost)) {
      return false;
    }
    names.vhostOfDomain.put(lower(domain), vhost);
    return true;
  }

  /** Forgets the vhosts and domains of an account: from now on it knows none. */
  public synchronized void clearNames(String account) {
    accounts.computeIfPresent(account, (_, _) -> new Names());
  }

  /**
   * Switches an access key off or on again. A key that is off is answered like an unknown one.
   * Returns false if no key has this id.
   */
  public synchronized boolean enable(String keyId, boolean on) {
    if (!keys.containsKey(keyId)) {
      return false;
    }
    var _ = on ? disabled.remove(keyId) : disabled.add(keyId);
    return true;
  }

  /** Does the same for all present keys of a user. Returns false if there is none. */
  public synchronized boolean enable(String account, String user, boolean on) {
    List<AccessKey> all = keys(account).stream().filter(key -> key.user().equals(user)).toList();
    all.forEach(key -> enable(key.id(), on));
    return !all.isEmpty();
  }

  /** Returns whether a key exists and is switched on. */
  public synchronized boolean enabled(String keyId) {
    return keys.containsKey(keyId) && !disabled.contains(keyId);
  }

  /** Revokes an access key for good. Returns false if no key has this id. */
  public synchronized boolean revoke(String keyId) {
    disabled.remove(keyId);
    return keys.remove(keyId) != null;
  }

  /**
   * Forgets an account with its keys and names; its records stay. Returns false if there is none.
   */
  public synchronized boolean remove(String account) {
    keys.values().removeIf(key -> key.account().equals(account));
    disabled.retainAll(keys.keySet());
    return accounts.remove(account) != null;
  }

  /** Returns the access key with that id. */
  public synchronized Optional<AccessKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Returns the access keys of an account, or of all accounts for null. */
  public synchronized List<AccessKey> keys(@Nullable String account) {
    return keys.values().stream()
        .filter(key -> account == null || key.account().equals(account))
        .toList();
  }

  /** Returns the ids of all accounts. */
  public synchronized List<String> ids() {
    return new ArrayList<>(accounts.keySet());
  }

  /** Returns the vhosts of an account, including {@link #ANY} if every vhost is known. */
  public synchronized List<String> vhosts(String account) {
    Names names = names(account);
    List<String> all = new ArrayList<>(names.vhosts);
    if (names.anyVhost) {
      all.addFirst(ANY);
    }
    return all;
  }

  /**
   * Returns the push domains of an account and their vhosts, including {@link #ANY} if every domain
   * is known.
   */
  public synchronized Map<String, String> domains(String account) {
    Names names = names(account);
    Map<String, String> all = new TreeMap<>(names.vhostOfDomain);
    if (names.anyDomain) {
      all.put(ANY, ANY);
    }
    return all;
  }

  /** Returns the vhost of a push domain. A domain without a given vhost is its own vhost. */
  public synchronized String vhostOf(String account, String domain) {
    return names(account).vhostOfDomain.getOrDefault(lower(domain), domain);
  }

  /**
   * Returns the owner of a scope. The star of one account doesn't cover a name that another one
   * lists.
   */
  synchronized Owner owner(String account, Scope scope) {
    if (lists(names(account), scope)) {
      return Owner.OURS;
    }
    boolean others =
        accounts.entrySet().stream()
            .anyMatch(each -> !each.getKey().equals(account) && lists(each.getValue(), scope));
    if (others) {
      return Owner.OTHERS;
    }
    boolean any =
        switch (scope.kind()) {
          case VHOST -> names(account).anyVhost;
          case DOMAIN -> names(account).anyDomain;
        };
    return any ? Owner.OURS : Owner.NOBODY;
  }

  synchronized void clear() {
    accounts.clear();
    keys.clear();
    disabled.clear();
  }

  @GuardedBy("this")
  private Names names(String account) {
    Names names = accounts.get(account);
    return names == null ? new Names() : names;
  }

  private static boolean lists(Names names, Scope scope) {
    return switch (scope.kind()) {
      case VHOST -> names.vhosts.contains(lower(scope.name()));
      case DOMAIN -> names.vhostOfDomain.containsKey(lower(scope.name()));
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
