package dev.livecallback.simulation;

import dev.livecallback.account.Account;
import dev.livecallback.account.DeleteLimit;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.Deadline;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.simulation.CloudUsers.User;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold of every call with regard to the account that it goes through. */
final class AccountProperties {
  private final SimulatedWorld world;
  private final Map<AccountName, ToldOfAccount> states = new HashMap<>();
  private final SimulatedProcess process;

  /** What one process was told of one account. */
  private static final class ToldOfAccount {
    /** The access key that its Secret had when this process last saw it. */
    String key = "";

    /** Since when. */
    Instant since = Instant.MIN;

    /** Which cloud account each key is of, as far as STS said so. */
    final Map<String, String> owners = new HashMap<>();

    /** Whether the last word on the key was that it is wrong. */
    boolean rejected;

    /** When that was said. */
    Instant rejectedAt = Instant.MIN;

    /** Whether the Live API took the key, and hasn't refused it since. */
    boolean proven;

    /** Whether the key was ever found wrong. */
    boolean everRejected;

    /** Whether the Live API ever took it. */
    boolean everProven;

    /** The calls with the key that are in flight. */
    final Set<Call> inFlight = new HashSet<>();

    /** Of each namespace, the removals that count, and when they began. */
    final Map<String, Map<CallbackKey, Instant>> removals = new HashMap<>();
  }

  AccountProperties(SimulatedWorld world, SimulatedProcess process) {
    this.world = world;
    this.process = process;
  }

  private ToldOfAccount state(AccountName account) {
    return states.computeIfAbsent(account, _ -> new ToldOfAccount());
  }

  /** The account has this access key from now on. */
  void delivered(AccountName account, String key) {
    ToldOfAccount state = state(account);
    if (!state.key.equals(key)) {
      state.key = key;
      state.since = world.time.instant();
      state.rejected = false;
      state.proven = false;
      state.everRejected = false;
      state.everProven = false;
      state.inFlight.clear();
    }
  }

  void gone(AccountName account) {
    states.remove(account);
  }

  /** What STS said of a key. */
  void told(AccountName account, String key, Answer<CallerIdentity> answer) {
    if (answer instanceof Answer.Ok<CallerIdentity>) {
      world
          .cloudUsers
          .owner(key)
          .map(User::cloudAccount)
          .ifPresent(
              owner -> {
                state(account).owners.put(key, owner);
                world.owners.verified(uid(account), key);
                world.owners.leads(account, owner);
              });
    }
    ToldOfAccount state = state(account);
    if (state.key.equals(key) && rejects(answer)) {
      state.rejected = true;
      state.rejectedAt = world.time.instant();
      state.everRejected = true;
      state.proven = false;
    } else if (state.key.equals(key) && answer instanceof Answer.Ok<?>) {
      state.rejected = false;
    }
  }

  /** What the Live API said of a key. */
  void answered(AccountName account, String key, Answer<?> answer) {
    ToldOfAccount state = state(account);
    if (state.key.equals(key)) {
      if (rejects(answer)) {
        state.rejected = true;
        state.rejectedAt = world.time.instant();
        state.everRejected = true;
        state.proven = false;
      } else if (answer instanceof Answer.Ok<?> || reached(answer)) {
        state.rejected = false;
        state.proven = true;
        state.everProven = true;
      }
    }
  }

  /** An account's gate has taken in an answer: it says nothing that only other keys were told. */
  void stands(Account account) {
    ToldOfAccount state = state(account.name());
    boolean rejected =
        account.gate().shut().stream()
            .anyMatch(shut -> shut.failure() instanceof Failure.CredentialsRejected);
    if ((rejected && !state.everRejected) || (account.gate().isProven() && !state.everProven)) {
      throw fail("what former credentials were told counts for the present ones", account.name());
    }
  }

  private static boolean rejects(Answer<?> answer) {
    return answer instanceof Answer.Failed<?>(Failure.CredentialsRejected _);
  }

  private static boolean reached(Answer<?> answer) {
    return answer instanceof Answer.Failed<?> failed
        && (failed.failure() instanceof Failure.Throttled
            || failed.failure() instanceof Failure.NotPermitted
            || failed.failure() instanceof Failure.Rejected
            || failed.failure() instanceof Failure.TooLarge
            || failed.failure() instanceof Failure.ScopeMissing);
  }

  void ended(Call call, String key, Answer<?> answer) {
    ToldOfAccount state = state(call.account());
    state.inFlight.remove(call);
    // Where the keys were replaced meanwhile it counts for nothing, were they put back since.
    if (!call.began().isBefore(state.since)) {
      answered(call.account(), key, answer);
    }
  }

  void probes(Account account, Scope scope, String key) {
    CloudAccount there = process.engine().cloudAccount(account.name()).orElseThrow();
    world.quotas.sends(process, there, Action.DESCRIBE);
    String what = "a probe of " + scope + " through " + account.name();
    signed(account.name(), key, what);
    place(account.name(), there.name(), key, what);
    String owner = Tenants.cloud(world.cloudUsers.owner(key).orElseThrow().cloudAccount());
    if (!process.real(there.name()).equals(owner)) {
      world.quotas.strays(owner);
    }
    used(account.name(), new Site(there.name(), scope), what);
    unpaused(account.name(), what);
  }

  /** A call is chosen to be sent. */
  void begins(Call call, CloudAccount there, Knowledge knowledge) {
    world.quotas.sends(process, there, call.action());
    world.underway.sends(process, call);
    shared(there);
    boolean sweepAlone = call.objects().stream().allMatch(Engine::isSweep);
    switch (call.order()) {
      case Order.Read _ -> {
        if (sweepAlone) {
          swept(call, knowledge);
        }
        call.objects().stream()
            .filter(object -> !Engine.isSweep(object))
            .forEach(object -> read(call, object, knowledge));
      }
      case Order.Put _ -> put(call, knowledge);
      case Order.Remove remove -> removes(state(call.account()), remove, call);
    }
  }

  /** An account of forgers lowers nothing where an account of others has earned a share. */
  private void shared(CloudAccount there) {
    boolean earned =
        process.engine().accounts().all().stream()
            .anyMatch(
                account ->
                    !Forgers.own(account.name())
                        && account.hasEarnedShare()
                        && process
                            .engine()
                            .cloudAccount(account.name())
                            .filter(there::equals)
                            .isPresent());
    boolean fewer =
        Stream.of(Action.values())
            .anyMatch(
                action ->
                    there.queue().budget(action).configured() < world.history.quirks().quota());
    if (earned && (fewer || there.syncPeriod().compareTo(SimulatedWorld.SYNC_PERIOD) < 0)) {
      throw fail("an account that has earned no share lowers the budget of others", there.name());
    }
  }

  /** A call is signed, and is on its way. */
  void signs(Call call, String key) {
    AccountName name = call.account();
    signed(name, key, call);
    place(name, call.order().cloudAccount(), key, call);
    excuseStray(call, key);
    unpaused(name, call);
    ToldOfAccount state = state(name);
    // Calls that were chosen with other keys are none that these were tried with; and one that was
    // chosen before its like was answered may begin late.
    boolean chosenWithThese =
        !call.began().isBefore(state.since) && call.began().isAfter(state.rejectedAt);
    if (chosenWithThese && state.rejected) {
      throw fail("a call is sent with credentials that were rejected", call);
    }
    if (chosenWithThese && !state.proven && !state.inFlight.isEmpty()) {
      throw fail("more than one call is in flight with credentials that nobody has proven", call);
    }
    state.inFlight.add(call);
  }

  /**
   * After an account was given another key no call starts with the old one, nor with one that STS
   * didn't verify once it said where the account leads, if to an earlier process.
   */
  private void signed(AccountName account, String key, Object what) {
    if (!state(account).key.equals(key)) {
      throw fail("a call is signed with credentials that were replaced", what);
    }
    AccountObject object = process.accounts().object(account);
    boolean named =
        (object != null && object.accountId() != null) || !state(account).owners.isEmpty();
    if (named && !world.owners.isVerified(uid(account), key)) {
      throw fail("a call is signed with credentials that nobody has verified", what);
    }
  }

  private String uid(AccountName account) {
    AccountObject object = process.accounts().object(account);
    return object == null ? "" : object.uid();
  }

  /** Nothing goes through a paused account, whosever it is. */
  private void unpaused(AccountName account, Object what) {
    if (process.accounts().pausesAll(account)) {
      throw fail("a call is sent through a paused account", what);
    }
  }

  /** No call reaches another cloud account than that which it is about. */
  private void place(AccountName account, String cloudAccount, String key, Object what) {
    String real = process.real(cloudAccount);
    String owner = world.cloudUsers.owner(key).orElseThrow().cloudAccount();
    boolean known = state(account).owners.containsKey(key);
    if (known && !real.equals(Tenants.cloud(owner))) {
      throw fail("a call is sent to another cloud account than its record is of", what);
    }
  }

  /**
   * With STS silent since this process started, credentials of another cloud account are taken for
   * those of before: what is written there stays, and what is removed there is taken for removed.
   */
  private void excuseStray(Call call, String key) {
    String owner = Tenants.cloud(world.cloudUsers.owner(key).orElseThrow().cloudAccount());
    if (!process.real(call.order().cloudAccount()).equals(owner)) {
      world.quotas.strays(owner);
    }
    CallbackKey written = Knowledge.key(call.order());
    if (written != null && !process.real(written.cloudAccount()).equals(owner)) {
      world.excuse(Set.of(process.real(written), CloudNames.in(owner, written)));
      if (call.order() instanceof Order.Put put) {
        world.calls.strays(put, CloudNames.in(owner, written));
      }
    }
  }

  /** Somebody whom the account lets in has to do with a scope that is read by itself. */
  private void swept(Call call, Knowledge knowledge) {
    Site site = Site.of(call.order());
    boolean used = false;
    for (LiveCallback object : knowledge.allPlanned()) {
      if (ObjectReading.uses(knowledge.names(), object, site)) {
        boolean uses = knowledge.allowed(object) || ObjectReading.deleting(object);
        if (!knowledge.paused(object) && uses) {
          used(call.account(), site, call);
          return;
        }
        used = true;
      }
    }
    if (used) {
      throw fail("a scope is read that no account lets its objects use", call);
    }
  }

  /** A scope is read through an account by which somebody uses it. */
  private void used(AccountName account, Site site, Object what) {
    Knowledge knowledge = process.knowledge();
    // What has just come to the cache may be reckoned with before it is planned.
    boolean used =
        Stream.concat(knowledge.allPlanned().stream(), process.objects())
            .anyMatch(object -> usesThrough(knowledge, object, account, site));
    boolean any =
        knowledge.allPlanned().stream()
            .anyMatch(object -> ObjectReading.uses(knowledge.names(), object, site));
    if (any && !used) {
      throw fail("a scope is read through an account by which nobody uses it", what);
    }
  }

  private static boolean usesThrough(
      Knowledge knowledge, LiveCallback object, AccountName account, Site site) {
    boolean wanted =
        ObjectReading.account(object).equals(account)
            && site.has(ObjectReading.wants(knowledge.names(), object));
    return wanted
        || ObjectReading.ledger(knowledge.names(), object).entries().stream()
            .anyMatch(entry -> entry.account().equals(account) && site.has(entry.key()));
  }

  private void read(Call call, ObjectId id, Knowledge knowledge) {
    LiveCallback object = knowledge.planned(id.name());
    if (object == null || !object.id().equals(id) || knowledge.allowed(object)) {
      return;
    }
    Site site = Site.of(call.order());
    LiveCallback now = world.server.get(id.toString());
    LiveCallback newest = now != null && ShadowApiServer.same(now, object) ? now : object;
    boolean uses =
        ObjectReading.uses(knowledge.names(), newest, site)
            || ObjectReading.uses(knowledge.names(), object, site);
    // What a restore takes out of a ledger the process learns of a little later.
    boolean had = world.calls.lostStatus(id.name()) && hasLeftovers(knowledge, object);
    boolean cleansUp = ObjectReading.deleting(object) || hasLeftovers(knowledge, newest) || had;
    if (!uses || !cleansUp) {
      throw fail("a scope is read for an object that its account doesn't let in", call);
    }
  }

  private static boolean hasLeftovers(Knowledge knowledge, LiveCallback object) {
    CallbackKey wanted = ObjectReading.wants(knowledge.names(), object);
    return ObjectReading.ledger(knowledge.names(), object).keys().stream()
        .anyMatch(key -> !key.equals(wanted));
  }

  private void put(Call call, Knowledge knowledge) {
    LiveCallback object = knowledge.planned(call.objects().getFirst().name());
    if (object != null && !knowledge.allowed(object)) {
      throw fail("a record is put for an object that its account doesn't let in", call);
    }
  }

  /** In no hour more removals of a namespace begin than the limit says, but for repeats. */
  private void removes(ToldOfAccount state, Order.Remove remove, Call call) {
    AccountObject object = process.accounts().object(call.account());
    Instant now = world.time.instant();
    if (object == null || object.deletesPerHour() == null || released(object, now)) {
      return;
    }
    Map<CallbackKey, Instant> removals =
        state.removals.computeIfAbsent(call.objects().getFirst().namespace(), _ -> new HashMap<>());
    removals.values().removeIf(at -> !now.isBefore(at.plus(Duration.ofHours(1))));
    removals.putIfAbsent(remove.key(), now);
    if (removals.size() > object.deletesPerHour()) {
      throw fail("more records are removed in an hour than the limit says", call);
    }
  }

  private static boolean released(AccountObject object, Instant now) {
    return DeleteLimit.release(object.annotations().releaseDeletesUntil(), now)
        instanceof Deadline.Until;
  }

  /** An account goes. What somebody forges at that very moment nobody can know of. */
  void releases(AccountName account) {
    for (LiveCallback object : Forgers.without(world.server.objects().values())) {
      if (ObjectReading.holdsThrough(object, account)) {
        throw fail("an account goes though an object has records through it", object.id());
      }
    }
  }

  private Error fail(String kind, Object what) {
    String told =
        what instanceof Call call
            ? call.order() + " through " + call.account() + " for " + call.objects()
            : String.valueOf(what);
    return world.fail(kind, told);
  }
}
