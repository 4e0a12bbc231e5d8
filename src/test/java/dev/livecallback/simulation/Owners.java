package dev.livecallback.simulation;

import dev.livecallback.account.AccountAnnotations;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.Timestamps;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.simulation.CloudUsers.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Carries out what the owners of accounts do, and knows what they mean. */
final class Owners {
  private final SimulatedWorld world;
  private final AccountServer server;
  private final CloudUsers users;
  private final Map<AccountName, String> homes = new HashMap<>();

  /** By account: the key that it gets back with its next flip, and the other one. */
  private final Map<AccountName, String> putAside = new HashMap<>();

  private final Map<AccountName, String> strangers = new HashMap<>();

  /** Accounts that were meant to lead elsewhere, with the cloud accounts that they led to. */
  private final Set<String> left = new HashSet<>();

  /** By an account's uid: the keys whose owner STS ever told a process for it. */
  private final Map<String, Set<String>> verified = new HashMap<>();

  Owners(SimulatedWorld world) {
    this.world = world;
    this.server = world.accounts;
    this.users = world.cloudUsers;
  }

  /** Every account is there, with an access key. */
  void begin() {
    for (AccountName account : world.history.quirks().accounts()) {
      homes.put(account, Tenants.home(account));
      server.setAccessKey(account, newKey(account));
      server.create(account);
    }
  }

  /** What keys call the cloud account that an account is meant to lead to. */
  String home(AccountName account) {
    return Tenants.cloud(homeId(account));
  }

  private String homeId(AccountName account) {
    return homes.getOrDefault(account, Tenants.home(account));
  }

  /**
   * The operator is told where an account leads. One that was made anew may meet the credentials
   * that its former namesake had last, before it gets its own: that is where it leads until its
   * owner says otherwise.
   */
  void leads(AccountName account, String id) {
    AccountObject there = server.get(account);
    if (there != null && there.accountId() == null && !id.equals(homeId(account))) {
      left.add(account + " " + Tenants.cloud(id));
    }
  }

  /** A process was told whose a key is. */
  void verified(String uid, String key) {
    verified.computeIfAbsent(uid, _ -> new HashSet<>()).add(key);
  }

  /** Whether any process was ever told whose that key of this account is. */
  boolean isVerified(String uid, String key) {
    return verified.getOrDefault(uid, Set.of()).contains(key);
  }

  /** Whether any of these accounts doesn't lead any more where it led, by its owner's word. */
  boolean anyHasLeft(Set<AccountName> accounts, String cloud) {
    return accounts.stream().anyMatch(account -> left.contains(account + " " + cloud));
  }

  void act(AccountName account, AccountAct act) {
    String key = server.accessKeys().get(account);
    switch (act) {
      case AccountAct.Rotate(int millis) -> {
        if (key != null) {
          server.setAccessKey(account, users.issue(users.owner(key).orElseThrow()));
          world.time.in(millis, () -> revoke(key));
        }
      }
      case AccountAct.Revoke _ -> {
        if (key != null) {
          revoke(key);
        }
      }
      case AccountAct.Restore _ -> {
        if (key != null) {
          users.restore(key);
        }
      }
      case AccountAct.LoseSecret _ -> server.setAccessKey(account, null);
      case AccountAct.RightKey _ -> putRight(account);
      case AccountAct.WrongKey _ -> wrongKey(account);
      case AccountAct.Flip _ -> flip(account);
      case AccountAct.ConfirmAccount _ -> confirm(account);
      case AccountAct.SetAllow(Allow allow) -> server.change(account, it -> it.with(allow));
      case AccountAct.SetLimit(Integer perHour) ->
          server.change(account, it -> it.withLimit(perHour));
      case AccountAct.ReleaseDeletes(int seconds) ->
          annotate(
              account,
              annotations ->
                  annotations.withReleaseDeletesUntil(
                      Timestamps.text(world.time.instant().plusSeconds(seconds))));
      case AccountAct.PauseAccount(boolean paused) -> pause(account, paused);
      case AccountAct.RequestReconcile(String value) ->
          annotate(account, annotations -> annotations.withReconcileRequestedAt(value));
      case AccountAct.DeleteAccount _ -> server.change(account, AccountObject::deleted);
      case AccountAct.CreateAccount _ -> create(account);
    }
  }

  /** Everything that keeps accounts from being used comes to an end. */
  void putEverythingRight() {
    users.restoreAll();
    for (AccountName account : world.history.quirks().accounts()) {
      pause(account, false);
      server.change(account, it -> it.withLimit(null));
      putRight(account);
      AccountObject there = server.get(account);
      if (there == null) {
        create(account);
      } else if (there.deleting()) {
        leave(account);
      }
    }
  }

  /** What an account says that leads elsewhere than it is meant to is done. */
  void followAdvice() {
    server
        .accounts()
        .forEach(
            (name, account) -> {
              if (!Forgers.own(name) && !homeId(name).equals(account.accountId())) {
                world.time.in(0, () -> confirm(name));
              }
            });
  }

  /** Nobody uses an account any more that is being deleted; then it is created again. */
  private void leave(AccountName account) {
    AccountName another =
        world.history.quirks().accounts().stream()
            .filter(
                it -> {
                  AccountObject there = server.get(it);
                  return there == null || !there.deleting();
                })
            .findFirst()
            .orElse(null);
    for (LiveCallback object : Forgers.without(world.server.objects().values())) {
      String name = object.getMetadata().getName();
      if (ObjectReading.account(object).equals(account)) {
        if (another == null) {
          world.server.delete(ShadowApiServer.name(object));
        } else {
          world.users.reassign(name, another);
        }
      }
    }
  }

  private void create(AccountName account) {
    String key = server.accessKeys().get(account);
    if (key != null && server.get(account) == null) {
      // A new account leads wherever its credentials lead first.
      moveHome(account, users.owner(key).orElseThrow().cloudAccount());
    }
    server.create(account);
  }

  private void revoke(String key) {
    if (!world.isCalm()) {
      users.revoke(key);
    }
  }

  private void putRight(AccountName account) {
    String key = server.accessKeys().get(account);
    boolean right =
        key != null
            && users.owner(key).orElseThrow().cloudAccount().equals(homeId(account))
            && !users.isRevoked(key);
    if (!right) {
      server.setAccessKey(account, newKey(account));
    }
  }

  /** Whoever isn't known yet to lead anywhere can't lead to a wrong place. */
  private void wrongKey(AccountName account) {
    AccountObject there = server.get(account);
    if (there != null && homeId(account).equals(there.accountId())) {
      String elsewhere = Tenants.notThat(homeId(account));
      server.setAccessKey(account, users.issue(new User(elsewhere, "stranger")));
    }
  }

  private void flip(AccountName account) {
    String before = putAside.remove(account);
    String key = server.accessKeys().get(account);
    AccountObject there = server.get(account);
    if (before != null) {
      server.setAccessKey(account, before);
    } else if (key != null && there != null && homeId(account).equals(there.accountId())) {
      putAside.put(account, key);
      User stranger = new User(Tenants.notThat(homeId(account)), "stranger");
      server.setAccessKey(account, strangers.computeIfAbsent(account, _ -> users.issue(stranger)));
    }
  }

  private void confirm(AccountName account) {
    String key = server.accessKeys().get(account);
    if (key == null || server.get(account) == null) {
      return;
    }
    String id = users.owner(key).orElseThrow().cloudAccount();
    moveHome(account, id);
    annotate(account, annotations -> annotations.withConfirmAccount(id));
  }

  private void moveHome(AccountName account, String id) {
    if (!id.equals(homeId(account))) {
      // Whatever any object has through it there stays.
      Forgers.without(world.server.objects().values())
          .forEach(
              object ->
                  ObjectReading.ledger(world.names, object).entries().stream()
                      .filter(entry -> entry.account().equals(account))
                      .forEach(entry -> world.excuse(Set.of(entry.key()))));
      left.add(account + " " + home(account));
      homes.put(account, id);
    }
  }

  /** Says that the records of the account's objects may go along with a delete. */
  void confirmDelete(AccountName account, String token) {
    annotate(account, annotations -> annotations.withConfirmDelete(token));
  }

  private void pause(AccountName account, boolean paused) {
    annotate(account, annotations -> annotations.withPaused(paused));
  }

  private void annotate(AccountName account, UnaryOperator<AccountAnnotations> change) {
    server.change(account, it -> it.with(change.apply(it.annotations())));
  }

  private String newKey(AccountName account) {
    return users.issue(new User(homeId(account), account.text()));
  }
}
