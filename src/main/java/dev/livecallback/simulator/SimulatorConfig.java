package dev.livecallback.simulator;

import dev.livecallback.simulator.Roles.Role;
import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import dev.livecallback.volcengine.Scope;
import dev.livecallback.volcengine.SecretText;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration with which a simulator starts, and to which a reset returns.
 *
 * @param bind the address that the cloud API listens at
 * @param adminBind the address that the admin API listens at; this API has no authentication
 * @param port the port of the cloud API, 0 = a free one
 * @param adminPort the port of the admin API, 0 = a free one
 * @param keys the access keys; none = the demo account's
 * @param names the vhosts and domains that are known; an account for which none of a kind is given
 *     knows every name of that kind
 * @param profile the product that the simulator imitates
 * @param quota calls a second for each account and action, 0 = the profile's
 * @param latencyMillis the duration of every call
 * @param roles the roles that AssumeRoleWithOIDC gives, each for its own token
 * @param oidcToken the web identity token that AssumeRoleWithOIDC accepts for any other role of a
 *     known account, {@code *} = any, null = none
 * @param regions the regions that calls of Live may be signed for; none = the profile's
 * @param seed the seed of the random numbers
 * @param clock the clock
 */
@RecordBuilder
public record SimulatorConfig(
    String bind,
    String adminBind,
    int port,
    int adminPort,
    List<AccessKey> keys,
    List<KnownScope> names,
    Profile profile,
    int quota,
    int latencyMillis,
    List<Role> roles,
    @Nullable SecretText oidcToken,
    Set<String> regions,
    long seed,
    InstantSource clock)
    implements SimulatorConfigBuilder.With {

  /** The cloud account that exists if none is configured. */
  public static final String DEMO_ACCOUNT = "2100000001";

  /** The access key id of the demo account. It gives access only to simulators. */
  public static final String DEMO_ACCESS_KEY_ID = "AKLTSIMULATORDEMO0001";

  /** The secret of the demo account's key. It gives access only to simulators. */
  public static final String DEMO_SECRET_ACCESS_KEY = "c2ltdWxhdG9yLWRlbW8tc2VjcmV0";

  /**
   * A vhost or domain that is known.
   *
   * @param account the account that it belongs to, or null for every account
   * @param scope the kind and the name
   * @param vhost the vhost of a domain; for a vhost its own name
   */
  public record KnownScope(@Nullable String account, Scope scope, String vhost) {}

  /** Copies the collections. */
  public SimulatorConfig {
    keys = List.copyOf(keys);
    names = List.copyOf(names);
    roles = List.copyOf(roles);
    regions = Set.copyOf(regions);
  }

  /**
   * Returns a configuration on loopback, on free ports, with the demo account, where every name is
   * known.
   */
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
        List.of(),
        null,
        Set.of(),
        1,
        InstantSource.system());
  }

  /** Adds an access key. */
  public SimulatorConfig key(AccessKey key) {
    List<AccessKey> more = new ArrayList<>(keys);
    more.add(key);
    return withKeys(more);
  }

  /** Adds an access key of a user of an account. Several users share its records and quota. */
  public SimulatorConfig user(
      String account, String user, String accessKeyId, String secretAccessKey) {
    return key(AccessKey.of(account, user, accessKeyId, secretAccessKey));
  }

  /**
   * Adds a role {@code trn:iam::ID:role/NAME}, its account, and the token for which it is given.
   */
  public SimulatorConfig role(String trn, String token) {
    List<Role> more = new ArrayList<>(roles);
    more.add(Role.of(trn, token));
    return withRoles(more);
  }

  /** Returns a copy in which calls of Live have to be signed for one of these regions. */
  public SimulatorConfig regions(String... only) {
    return withRegions(Set.of(only));
  }

  /** Adds an access key of an account, whose id is a number as in the cloud. */
  public SimulatorConfig key(String account, String accessKeyId, String secretAccessKey) {
    return key(AccessKey.of(account, accessKeyId, secretAccessKey));
  }

  /** Adds a vhost that is known to an account (null = to all). */
  public SimulatorConfig vhost(@Nullable String account, String name) {
    return name(new KnownScope(account, Scope.vhost(name), name));
  }

  /** Adds a push domain that is known to an account (null = to all), and its vhost. */
  public SimulatorConfig domain(@Nullable String account, String name, String vhost) {
    return name(new KnownScope(account, Scope.domain(name), vhost));
  }

  /** Returns a copy with another profile, and with that profile's quota unless a quota was set. */
  public SimulatorConfig profile(Profile other) {
    return withProfile(other);
  }

  /** Returns a copy with this quota in calls per second. */
  public SimulatorConfig quota(int perSecond) {
    return withQuota(perSecond);
  }

  /** Returns a copy with this token for AssumeRoleWithOIDC. */
  public SimulatorConfig oidcToken(String token) {
    return withOidcToken(new SecretText(token));
  }

  /** Returns a copy with another clock. */
  public SimulatorConfig clock(InstantSource other) {
    return withClock(other);
  }

  private SimulatorConfig name(KnownScope name) {
    List<KnownScope> more = new ArrayList<>(names);
    more.add(name);
    return withNames(more);
  }

  /** Returns the quota in calls per second that applies. */
  int effectiveQuota() {
    return quota == 0 ? profile.quota() : quota;
  }

  /** Returns the regions that apply. */
  Set<String> effectiveRegions() {
    return regions.isEmpty() ? profile.regions() : regions;
  }

  /** Adds the roles of the start. */
  void fill(Roles all) {
    roles.forEach(all::add);
  }

  /** Adds the accounts and names of the start. */
  void fill(SimulatedAccounts accounts) {
    if (keys.isEmpty()) {
      accounts.add(AccessKey.of(DEMO_ACCOUNT, DEMO_ACCESS_KEY_ID, DEMO_SECRET_ACCESS_KEY));
    }
    keys.forEach(accounts::add);
    for (Role role : roles) {
      var _ = accounts.add(role.account());
    }
    names.forEach(
        name -> {
          if (name.account() != null) {
            var _ = accounts.add(name.account());
          }
        });
    for (String account : accounts.ids()) {
      for (Scope.Kind kind : Scope.Kind.values()) {
        List<KnownScope> known =
            names.stream()
                .filter(name -> name.scope().kind() == kind)
                .filter(name -> name.account() == null || name.account().equals(account))
                .toList();
        known.forEach(name -> add(accounts, account, name));
        if (known.isEmpty()) {
          add(
              accounts,
              account,
              new KnownScope(
                  account, new Scope(kind, SimulatedAccounts.ANY), SimulatedAccounts.ANY));
        }
      }
    }
  }

  private static void add(SimulatedAccounts accounts, String account, KnownScope name) {
    switch (name.scope().kind()) {
      case VHOST -> accounts.addVhost(account, name.scope().name());
      case DOMAIN -> accounts.addDomain(account, name.scope().name(), name.vhost());
    }
  }
}
