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
 * The cloud accounts that the simulator knows: their access keys, and the vhosts and push domains
 * that are theirs. Safe for use by many threads.
 */
public final class SimulatedAccounts {
  /** In place of a vhost's or domain's name: any name is known. */
  public static final String ANY = "*";

  private static final int MOST_ACCOUNTS = 10_000;
  private static final int MOST_KEYS = 10_000;
  private static final int MOST_NAMES = 100_000;

  /**
   * An access key.
   *
   * @param id its public half
   * @param secret its secret half
   * @param token the session token that has to come with it, or null
   * @param account whose it is
   * @param expires when it ends to be good, or null for never
   * @param trn whom it makes the caller: {@code trn:iam::ID:root}, {@code trn:iam::ID:user/NAME},
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

    /** A key of the account itself that never expires and needs no token. */
    public static AccessKey of(String account, String id, String secret) {
      return of(account, ROOT, id, secret);
    }

    /** A key of a user ({@link #ROOT} = the account) that never expires and needs no token. */
    public static AccessKey of(String account, String user, String id, String secret) {
      return of(account, user, id, secret, null);
    }

    /** The same, with the token that has to come with it. */
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

    /** The name of the user, {@link #ROOT}, or {@code role/NAME} for an assumed role. */
    public String user() {
      String[] parts = trn.substring(trn.lastIndexOf(':') + 1).split("/", -1);
      return switch (parts[0]) {
        case "user" -> parts[1];
        case "assumed-role" -> "role/" + parts[1];
        default -> ROOT;
      };
    }
  }

  /** To whom a vhost or domain belongs, as an account sees it. */
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
   * Makes an account known, without keys and names, unless it is already. False if there is no
   * room.
   */
  public synchronized boolean add(String account) {
    if (accounts.size() >= MOST_ACCOUNTS && !accounts.containsKey(account)) {
      return false;
    }
    accounts.computeIfAbsent(account, _ -> new Names());
    return true;
  }

  /** Adds an access key, or replaces the one with that id; the account is added with it. */
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

  /** Makes a vhost ({@link #ANY} = every one) known in an account. False if there is no room. */
  public synchronized boolean addVhost(String account, String vhost) {
    Names names = accounts.computeIfAbsent(account, _ -> new Names());
    if (vhost.equals(ANY)) {
      names.anyVhost = true;
      return true;
    }
    if (names.vhosts.size() >= MOST_NAMES) {
      return false;
    }
    names.vhosts.add(lower(vhost));
    return true;
  }

  /**
   * Makes a push domain ({@link #ANY} = every one) known in an account, and with it the vhost that
   * it belongs to. False if there is no room.
   */
  public synchronized boolean addDomain(String account, String domain, String vhost) {
    Names names = accounts.computeIfAbsent(account, _ -> new Names());
    if (domain.equals(ANY)) {
      names.anyDomain = true;
      return true;
    }
    if (names.vhostOfDomain.size() >= MOST_NAMES || !addVhost(account, vhost)) {
      return false;
    }
    names.vhostOfDomain.put(lower(domain), vhost);
    return true;
  }

  /** Forgets which vhosts and domains an account has: from here on none is known. */
  public synchronized void clearNames(String account) {
    accounts.computeIfPresent(account, (_, _) -> new Names());
  }

  /**
   * Switches an access key off, which is then answered as one that isn't known, or on again. False
   * if there is none of that id.
   */
  public synchronized boolean enable(String keyId, boolean on) {
    if (!keys.containsKey(keyId)) {
      return false;
    }
    var _ = on ? disabled.remove(keyId) : disabled.add(keyId);
    return true;
  }

  /** The same with all keys that a user has now. False if there is none. */
  public synchronized boolean enable(String account, String user, boolean on) {
    List<AccessKey> all = keys(account).stream().filter(key -> key.user().equals(user)).toList();
    all.forEach(key -> enable(key.id(), on));
    return !all.isEmpty();
  }

  /** Whether a key is there and switched on. */
  public synchronized boolean enabled(String keyId) {
    return keys.containsKey(keyId) && !disabled.contains(keyId);
  }

  /** Revokes an access key for good. False if there is none of that id. */
  public synchronized boolean revoke(String keyId) {
    disabled.remove(keyId);
    return keys.remove(keyId) != null;
  }

  /** Forgets an account with its keys and names; its records stay. False if there is none. */
  public synchronized boolean remove(String account) {
    keys.values().removeIf(key -> key.account().equals(account));
    disabled.retainAll(keys.keySet());
    return accounts.remove(account) != null;
  }

  /** The access key of that id. */
  public synchronized Optional<AccessKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** The access keys of an account, or of all accounts for null. */
  public synchronized List<AccessKey> keys(@Nullable String account) {
    return keys.values().stream()
        .filter(key -> account == null || key.account().equals(account))
        .toList();
  }

  /** The ids of all accounts. */
  public synchronized List<String> ids() {
    return new ArrayList<>(accounts.keySet());
  }

  /** The vhosts of an account; {@link #ANY} among them if every one is known. */
  public synchronized List<String> vhosts(String account) {
    Names names = names(account);
    List<String> all = new ArrayList<>(names.vhosts);
    if (names.anyVhost) {
      all.addFirst(ANY);
    }
    return all;
  }

  /** The push domains of an account and their vhosts; {@link #ANY} if every one is known. */
  public synchronized Map<String, String> domains(String account) {
    Names names = names(account);
    Map<String, String> all = new TreeMap<>(names.vhostOfDomain);
    if (names.anyDomain) {
      all.put(ANY, ANY);
    }
    return all;
  }

  /** The vhost of a push domain; a domain that was not given one is a vhost of its own. */
  public synchronized String vhostOf(String account, String domain) {
    return names(account).vhostOfDomain.getOrDefault(lower(domain), domain);
  }

  /** To whom a scope belongs. A name that one account lists is not another one's by a star. */
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
