package dev.livecallback.simulation;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountChecker;
import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.Gate;
import dev.livecallback.account.KeyMark;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.KeyedCalls;
import dev.livecallback.account.Permit;
import dev.livecallback.account.PermittedCalls;
import dev.livecallback.account.Probe;
import dev.livecallback.account.SomeAccount;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackContent;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.CallbackRecord;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.WriteAccepted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process's accounts: what their objects and Secrets say gets to the engine, late. */
final class ProcessAccounts implements AccountServer.AccountWatcher {
  private static final long TICK = 250;

  /** As long as the operator looks whether an account that is to go is in use. */
  private static final long LOOK_AGAIN = 1_000;

  private final SimulatedWorld world;
  private final VirtualTime time;
  private final AccountProperties properties;
  private final RandomGenerator random;
  private final String streamSuffix;
  private final Map<AccountName, Managed> managed = new LinkedHashMap<>();
  private final Map<AccountName, String> accessKeys = new HashMap<>();
  private final Map<String, KeyMark> keyMarks = new HashMap<>();
  private final Map<String, Long> lastDelivery = new HashMap<>();
  private @Nullable Engine engine;
  private boolean stopped;

  /** One account with what looks after it. */
  private static final class Managed {
    final Account account;
    AccountObject object;
    @Nullable AccountChecker checker;
    boolean busy;
    boolean scheduled;
    long unusedSince = Long.MAX_VALUE;

    Managed(Account account, AccountObject object) {
      this.account = account;
      this.object = object;
    }
  }

  ProcessAccounts(SimulatedWorld world, AccountProperties properties, int number) {
    this.world = world;
    this.time = world.time;
    this.properties = properties;
    this.streamSuffix = " " + number;
    this.random = world.chance.stream("accounts" + streamSuffix);
  }

  /** Lists all there is, watches from then on, and finds out where they lead. */
  void start(Engine started) {
    engine = started;
    world.accounts.watch(this);
    accessKeys.putAll(world.accounts.accessKeys());
    keyMarks.putAll(world.accounts.keyMarks());
    List.copyOf(world.accounts.accounts().keySet())
        .forEach(name -> deliver(name, world.accounts.get(name)));
    List.copyOf(managed.values()).forEach(this::tend);
  }

  void stop() {
    stopped = true;
    world.accounts.unwatch(this);
  }

  /** That account, if the cache has it. */
  Optional<Account> account(AccountName name) {
    return Optional.ofNullable(managed.get(name)).map(each -> each.account);
  }

  /** Whether all of an account's objects are to be left alone, as the cache has it. */
  boolean pausesAll(AccountName account) {
    Managed there = managed.get(account);
    return there != null && there.object.annotations().paused();
  }

  /** Whether the account of an object is there and lets it in, as the cache has it. */
  boolean admits(LiveCallback object) {
    AccountName account = ObjectReading.account(object);
    Managed there = managed.get(account);
    // Its own writes the process knows before the cache does.
    LiveCallback newest = world.server.get(ShadowApiServer.name(object));
    boolean holds =
        ObjectReading.holdsThrough(object, account)
            || (newest != null
                && ShadowApiServer.same(newest, object)
                && ObjectReading.holdsThrough(newest, account));
    return there != null && there.object.admits(object, holds);
  }

  /** Whether it gives the object new claims, too: it has a share of its cloud account. */
  boolean givesClaims(LiveCallback object) {
    Managed there = managed.get(ObjectReading.account(object));
    return there != null && there.account.hasEarnedShare() && admits(object);
  }

  /** What an account's owner allows to be deleted an hour; null = any number. */
  @Nullable AccountObject object(AccountName account) {
    Managed there = managed.get(account);
    return there == null ? null : there.object;
  }

  @Override
  public void accountChanged(AccountName name, @Nullable AccountObject now) {
    time.at(arrival(name.text()), () -> unlessStopped(() -> deliver(name, now)));
  }

  @Override
  public void accessKeyChanged(AccountName name, @Nullable String now) {
    time.at(arrival("Secret of " + name), () -> unlessStopped(() -> deliverKey(name, now)));
  }

  private void unlessStopped(Runnable what) {
    if (!stopped) {
      what.run();
    }
  }

  private long arrival(String what) {
    int lag = world.history.quirks().lagMillis();
    long at = time.elapsed() + Chance.between(world.chance.stream("lag " + what), 1, lag);
    return lastDelivery.merge(what, at, Math::max);
  }

  private Engine engine() {
    return Objects.requireNonNull(engine);
  }

  private void deliver(AccountName name, @Nullable AccountObject now) {
    Managed known = managed.get(name);
    if (known != null && (now == null || !known.object.uid().equals(now.uid()))) {
      managed.remove(name);
      properties.gone(name);
      engine().gone(name);
      known = null;
    }
    if (now == null) {
      return;
    }
    world.trace.note("account", "%s is %s", name, now);
    int quota = world.seams.quota(world.history.quirks().quota());
    if (known == null) {
      Account account =
          new Account(
              name,
              world.seams.settings(now.settings(name, quota)),
              now.accountId(),
              world.seams.memory(memory(now.uid())),
              now.handled(),
              time.instant(),
              world.chance.stream("gate " + name + streamSuffix));
      releaseDeletes(account);
      Managed fresh = new Managed(account, now);
      fresh.checker = checker(account);
      managed.put(name, fresh);
      find(fresh);
      engine().changed(account);
      soon(fresh);
    } else {
      known.object = now;
      boolean changed =
          known.account.update(world.seams.settings(now.settings(name, quota)), time.instant());
      releaseDeletes(known.account);
      if (changed) {
        engine().changed(known.account);
      }
    }
  }

  /** Written a little later, with the statuses: a process may end before. */
  private KeyMemory memory(String uid) {
    return new KeyMemory() {
      @Override
      public Optional<KeyMark> last() {
        return Optional.ofNullable(keyMarks.get(uid));
      }

      @Override
      public void remember(KeyMark mark) {
        keyMarks.put(uid, mark);
      }
    };
  }

  private void releaseDeletes(Account account) {
    account
        .deletes()
        .follow(account.settings().annotations().releaseDeletesUntil(), SteadyClock.of(time));
  }

  private void deliverKey(AccountName name, @Nullable String key) {
    world.trace.note("account", "%s has %s", name, key == null ? "no key" : "the key " + key);
    if (key == null) {
      accessKeys.remove(name);
    } else {
      accessKeys.put(name, key);
    }
    Managed there = managed.get(name);
    if (there != null && find(there)) {
      engine().changed(there.account);
      soon(there);
    }
  }

  private boolean find(Managed each) {
    String key = accessKeys.get(each.account.name());
    if (key != null) {
      properties.delivered(each.account.name(), key);
    }
    return each.account.found(
        key == null
            ? new CredentialsLookup.Missing(
                new AccountProblem(AccountReason.SECRET_NOT_FOUND, "The Secret isn't there."))
            : world.seams.found(new CredentialsLookup.Available(SomeAccount.keys(key), false)),
        time.instant());
  }

  private AccountChecker checker(Account account) {
    Probe probe =
        new Probe(
            account.gate(),
            () ->
                world
                    .seams
                    .permit(account, account.permit())
                    .map(permit -> permittedCalls(account, permit)),
            () -> engine().probes(account.name()),
            turn -> engine().scopeInTurn(account.name(), turn),
            time);
    return new AccountChecker(account, asked -> whoAmI(account, asked), probe, time);
  }

  private KeyedCalls permittedCalls(Account account, Permit permit) {
    return new PermittedCalls(
        account,
        permit,
        used -> new ProbeApi(account, used.credentials().accessKeyId()),
        asked -> whoAmI(account, asked));
  }

  /** Leave to send a call that was ordered for a cloud account; empty = it isn't to be sent. */
  Optional<Permit> permit(Account account, String cloudAccount) {
    return world.seams.permit(account, engine().permit(account, cloudAccount));
  }

  private Answer<CallerIdentity> whoAmI(Account account, Credentials asked) {
    String key = asked.accessKeyId();
    Answer<CallerIdentity> said = world.cloud.callerIdentity(key);
    Answer<CallerIdentity> answer = world.seams.identity(account, said);
    others();
    world.trace.note("sts", "%s of %s: %s", key, account.name(), answer);
    properties.told(account.name(), key, said);
    world.seams.told(account, answer, time.instant());
    return answer;
  }

  /** While an answer is on its way others go on. */
  private void others() {
    int most = world.history.flipsKeys() ? 300 : 30;
    time.runUntil(time.elapsed() + Chance.between(random, 1, most));
  }

  // What happens by the clock.

  /** Something may be due for it soon. */
  void soon(AccountName name) {
    Managed there = managed.get(name);
    if (there != null) {
      soon(there);
    }
  }

  private void soon(Managed each) {
    Instant now = time.instant();
    Optional<Gate.Shut> shut = each.account.gate().shut();
    boolean unchecked = each.account.toCheck(now).isPresent();
    boolean gone = managed.get(each.account.name()) != each;
    if (gone || each.scheduled || (shut.isEmpty() && !unchecked)) {
      return;
    }
    each.scheduled = true;
    long at = unchecked ? 0 : time.millis(shut.orElseThrow().probeAt());
    time.at(
        Math.max(at, time.elapsed() + 1 + random.nextInt((int) TICK)),
        () ->
            unlessStopped(
                () -> {
                  each.scheduled = false;
                  tend(each);
                  soon(each);
                }));
  }

  private void tend(Managed each) {
    if (each.busy || managed.get(each.account.name()) != each) {
      return;
    }
    each.busy = true;
    AccountChecker.CheckResult outcome = Objects.requireNonNull(each.checker).run();
    each.busy = false;
    if (stopped) {
      return;
    }
    engine().turned(each.account, outcome.turn());
    if (outcome.checked()) {
      engine().changed(each.account);
    }
  }

  /** Looks at everything now and then: whose credentials they are, statuses, what is to go. */
  void tick() {
    world.accounts.keyMarks().putAll(keyMarks);
    for (Managed each : new ArrayList<>(managed.values())) {
      soon(each);
      status(each);
      if (each.object.deleting()) {
        cleanUp(each);
      }
    }
  }

  private void status(Managed each) {
    AccountName name = each.account.name();
    String asked = each.object.annotations().reconcileRequestedAt();
    boolean answered = asked != null && engine().isReadSince(name, each.account.requestedAt());
    String id = each.account.accountId().orElse(null);
    String uid = each.object.uid();
    world.accounts.change(
        name, it -> it.uid().equals(uid) ? it.withStatus(id, answered ? asked : it.handled()) : it);
  }

  private void cleanUp(Managed each) {
    AccountName name = each.account.name();
    if (!world.seams.goes(engine().use(name))) {
      each.unusedSince = Long.MAX_VALUE;
    } else if (each.unusedSince == Long.MAX_VALUE) {
      each.unusedSince = time.elapsed();
    } else if (time.elapsed() - each.unusedSince >= LOOK_AGAIN) {
      properties.releases(name);
      world.accounts.release(name, each.object.uid());
    }
  }

  /** What the probe calls: it reads, and never writes. */
  private final class ProbeApi implements LiveApi {
    private final Account account;
    private final String key;

    ProbeApi(Account account, String key) {
      this.account = account;
      this.key = key;
    }

    @Override
    public Answer<List<CallbackRecord>> describe(Listing listing) {
      properties.probes(account, listing.scope(), key);
      Answer<List<CallbackRecord>> answer = world.cloud.describeNow(key, listing);
      world.trace.note("probe", "%s through %s: %s", listing, account.name(), answer);
      properties.answered(account.name(), key, answer);
      return answer;
    }

    @Override
    public Answer<WriteAccepted> update(CallbackKey write, CallbackContent content) {
      throw new IllegalStateException("a probe writes");
    }

    @Override
    public Answer<WriteAccepted> delete(CallbackKey write) {
      throw new IllegalStateException("a probe writes");
    }
  }
}
