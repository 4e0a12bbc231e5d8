package dev.livecallback.simulator;

import dev.livecallback.simulator.Accounts.AccessKey;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulator starts with, and goes back to on a reset.
 *
 * @param bind the address that the cloud API listens at
 * @param adminBind the address that the admin API listens at; it asks nobody who they are
 * @param port the port of the cloud API, 0 = a free one
 * @param adminPort the port of the admin API, 0 = a free one
 * @param keys the access keys; none = the demo account's
 * @param names the vhosts and domains that are known; an account that none of a kind is given for
 *     knows any of that kind
 * @param profile which product it plays
 * @param quota calls a second for each account and action, 0 = the profile's
 * @param latencyMillis how long every call takes
 * @param oidcToken the web identity's token that AssumeRoleWithOIDC takes, {@code *} = any, null =
 *     none
 * @param seed what chance is drawn from
 * @param clock the time
 */
public record SimulatorConfig(
    String bind,
    String adminBind,
    int port,
    int adminPort,
    List<AccessKey> keys,
    List<Name> names,
    Profile profile,
    int quota,
    int latencyMillis,
    @Nullable SecretText oidcToken,
    long seed,
    InstantSource clock) {

  /** The cloud account that there is if none is configured. */
  public static final String DEMO_ACCOUNT = "2100000001";

  /** The access key id of the demo account. It opens nothing but a simulator. */
  public static final String DEMO_ACCESS_KEY_ID = "AKLTSIMULATORDEMO0001";

  /** The secret of the demo account's key. It opens nothing but a simulator. */
  public static final String DEMO_SECRET_ACCESS_KEY = "c2ltdWxhdG9yLWRlbW8tc2VjcmV0";

  /**
   * A vhost or domain that is known.
   *
   * @param account to whom it belongs, or null for every account
   * @param scope its kind and name
   * @param vhost the vhost of a domain; for a vhost its own name
   */
  public record Name(@Nullable String account, Scope scope, String vhost) {}

  /** Takes copies. */
  public SimulatorConfig {
    keys = List.copyOf(keys);
    names = List.copyOf(names);
  }

  /** On loopback, on free ports, with the demo account, where every name is known. */
  public static SimulatorConfig local() {
    return new SimulatorConfig(
        "127.0.0.1",
        "127.0.0.1",
        0,
        0,
        List.of(),
        List.of(),
        Profile.VOLCENGINE,
        0,
        0,
        null,
        1,
        InstantSource.system());
  }

  /** Adds an access key. */
  public SimulatorConfig key(AccessKey key) {
    List<AccessKey> more = new ArrayList<>(keys);
    more.add(key);
    return with(more, names, profile, quota, oidcToken, clock);
  }

  /** Adds an access key of an account: a number, as the cloud's are. */
  public SimulatorConfig key(String account, String accessKeyId, String secretAccessKey) {
    return key(AccessKey.of(account, accessKeyId, secretAccessKey));
  }

  /** Adds a vhost that is known to an account (null = to all). */
  public SimulatorConfig vhost(@Nullable String account, String name) {
    return name(new Name(account, Scope.vhost(name), name));
  }

  /** Adds a push domain that is known to an account (null = to all), and its vhost. */
  public SimulatorConfig domain(@Nullable String account, String name, String vhost) {
    return name(new Name(account, Scope.domain(name), vhost));
  }

  /** The same with another profile, and with that one's quota unless another was set. */
  public SimulatorConfig profile(Profile other) {
    return with(keys, names, other, quota, oidcToken, clock);
  }

  /** The same with so many calls a second. */
  public SimulatorConfig quota(int perSecond) {
    return with(keys, names, profile, perSecond, oidcToken, clock);
  }

  /** The same with this token for AssumeRoleWithOIDC. */
  public SimulatorConfig oidcToken(String token) {
    return with(keys, names, profile, quota, new SecretText(token), clock);
  }

  /** The same by another clock. */
  public SimulatorConfig clock(InstantSource other) {
    return with(keys, names, profile, quota, oidcToken, other);
  }

  private SimulatorConfig name(Name name) {
    List<Name> more = new ArrayList<>(names);
    more.add(name);
    return with(keys, more, profile, quota, oidcToken, clock);
  }

  private SimulatorConfig with(
      List<AccessKey> otherKeys,
      List<Name> otherNames,
      Profile otherProfile,
      int otherQuota,
      @Nullable SecretText otherToken,
      InstantSource otherClock) {
    return new SimulatorConfig(
        bind,
        adminBind,
        port,
        adminPort,
        otherKeys,
        otherNames,
        otherProfile,
        otherQuota,
        latencyMillis,
        otherToken,
        seed,
        otherClock);
  }

  /** Calls a second that hold. */
  int effectiveQuota() {
    return quota == 0 ? profile.quota() : quota;
  }

  /** Makes accounts and names known as they are at the start. */
  void fill(Accounts accounts) {
    if (keys.isEmpty()) {
      accounts.add(AccessKey.of(DEMO_ACCOUNT, DEMO_ACCESS_KEY_ID, DEMO_SECRET_ACCESS_KEY));
    }
    keys.forEach(accounts::add);
    names.forEach(
        name -> {
          if (name.account() != null) {
            var _ = accounts.add(name.account());
          }
        });
    for (String account : accounts.ids()) {
      for (Scope.Kind kind : Scope.Kind.values()) {
        List<Name> known =
            names.stream()
                .filter(name -> name.scope().kind() == kind)
                .filter(name -> name.account() == null || name.account().equals(account))
                .toList();
        known.forEach(name -> add(accounts, account, name));
        if (known.isEmpty()) {
          add(accounts, account, new Name(account, new Scope(kind, Accounts.ANY), Accounts.ANY));
        }
      }
    }
  }

  private static void add(Accounts accounts, String account, Name name) {
    switch (name.scope().kind()) {
      case VHOST -> accounts.addVhost(account, name.scope().name());
      case DOMAIN -> accounts.addDomain(account, name.scope().name(), name.vhost());
    }
  }
}
