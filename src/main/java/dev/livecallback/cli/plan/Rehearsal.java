package dev.livecallback.cli.plan;

import dev.livecallback.account.Permit;
import dev.livecallback.account.UnsentCalls;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.Order;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.shadow.CloudWire;
import dev.livecallback.shadow.DriverPlugs;
import dev.livecallback.shadow.EngineDriver;
import dev.livecallback.shadow.Pauses;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.shadow.WatchCache;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.WriteAccepted;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A run of the real engine in virtual time. The engine starts with a cluster as it is, while
 * somebody edits the cluster, and runs until it has nothing more to write.
 */
final class Rehearsal implements DriverPlugs {
  /** The time from a call to its answer, in milliseconds. */
  private static final long LATENCY = 20;

  /**
   * The time from the start to the edits, in milliseconds. The edits come before the answer to any
   * call.
   */
  private static final long EDITED = 5;

  private static final long STEP = Duration.ofSeconds(30).toMillis();

  /**
   * The time without a write after which the run ends, in milliseconds. No object waits longer than
   * ten minutes before it says that it can't go on.
   */
  private static final long QUIET = Duration.ofMinutes(11).toMillis();

  private static final long LONGEST = Duration.ofHours(12).toMillis();
  private static final long MOST_EVENTS = 50_000_000;

  private final OperatorSettings settings;
  private final ClusterState state;
  private final Edits edits;
  private final VirtualTime time;
  private final ShadowApiServer server;
  private final CloudSnapshot snapshot;
  private final RehearsedCloud cloud;
  private final EngineDriver driver;
  private final RehearsedAccounts accounts;
  private final List<PlannedWrite> writes = new ArrayList<>();
  private final List<Throwable> bugs = new ArrayList<>();
  private long busyAt;
  private int calls;

  /**
   * The result of a rehearsal.
   *
   * @param objects the objects as they are at the end
   * @param writes all writes, in their order
   * @param calls the number of calls for objects, without sweeps
   * @param took the time from the start to the last write
   * @param rested whether the engine came to rest
   * @param unsureAccounts the accounts of which it isn't known where they lead or what they may do,
   *     each with a sentence
   * @param brokenAccounts the accounts that can't be used, each with the reason
   */
  record Course(
      Map<String, LiveCallback> objects,
      List<PlannedWrite> writes,
      int calls,
      Duration took,
      boolean rested,
      Map<AccountName, String> unsureAccounts,
      Map<AccountName, String> brokenAccounts) {}

  private Rehearsal(
      OperatorSettings settings,
      ClusterState state,
      Edits edits,
      CloudSnapshot snapshot,
      Instant now) {
    this.settings = settings;
    this.state = state;
    this.edits = edits;
    this.time = new VirtualTime(now, MOST_EVENTS);
    this.server = new ShadowApiServer(time);
    this.snapshot = snapshot;
    this.cloud = new RehearsedCloud(snapshot);
    state.secrets().values().forEach(server::load);
    state.objects().stream().filter(this::isWatched).forEach(server::load);
    WatchCache cache = new WatchCache(server, time, Pauses.NONE);
    cache.start();
    this.driver = new EngineDriver(time, server, cache, Pauses.NONE, this);
    this.accounts =
        new RehearsedAccounts(
            settings,
            server,
            state.hidden(),
            snapshot,
            driver.engine(),
            SteadyClock.of(time),
            new Random(1));
  }

  /**
   * Runs a rehearsal.
   *
   * @param settings the operator's settings
   * @param now the time at the beginning
   */
  static Course of(
      OperatorSettings settings,
      ClusterState state,
      Edits edits,
      CloudSnapshot snapshot,
      Instant now) {
    return new Rehearsal(settings, state, edits, snapshot, now).run();
  }

  private boolean isWatched(LiveCallback object) {
    return isWatched(settings, object);
  }

  /** Returns whether the operator watches an object's namespace. */
  static boolean isWatched(OperatorSettings settings, LiveCallback object) {
    Set<String> watched = settings.watchNamespaces();
    return watched.isEmpty() || watched.contains(object.getMetadata().getNamespace());
  }

  private Course run() {
    driver.engine().statusesProtected(true);
    inOrder(state.accounts()).forEach(accounts::changed);
    driver.start();
    time.at(EDITED, this::edit);
    long end = QUIET;
    while (time.elapsed() < end && time.elapsed() < LONGEST) {
      time.runUntil(time.elapsed() + STEP);
      end = busyAt + QUIET;
    }
    driver.stop();
    if (!bugs.isEmpty()) {
      throw new IllegalStateException("an object can't be planned", bugs.getFirst());
    }
    return new Course(
        new LinkedHashMap<>(server.objects()),
        List.copyOf(writes),
        calls,
        Duration.ofMillis(busyAt),
        time.elapsed() < LONGEST,
        accounts.unsure(),
        accounts.broken());
  }

  private void edit() {
    edits.secrets().forEach(server::load);
    inOrder(edits.accounts()).forEach(accounts::changed);
    edits.removedAccounts().stream().sorted().forEach(accounts::delete);
    if (!edits.secrets().isEmpty()) {
      accounts.secretsChanged();
    }
    edits.removedObjects().stream().sorted().forEach(server::delete);
    for (LiveCallback each : edits.objects()) {
      if (isWatched(each)) {
        if (server.get(ShadowApiServer.name(each)) == null) {
          server.create(each);
        } else {
          server.edit(each);
        }
      }
    }
  }

  private static List<LiveAccount> inOrder(Map<AccountName, LiveAccount> accounts) {
    return accounts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Engine engine(Cluster cluster, Consumer<CloudAccount> opened) {
    return new Engine(
        settings.defaultAccount(),
        cluster,
        opened,
        SteadyClock.of(time),
        new Random(1),
        EngineOptions.USUAL.telling(_ -> {}, bugs::add));
  }

  @Override
  public Optional<Secret> secret(String namespace, String name, Optional<Secret> cached) {
    if (state.hidden().contains(namespace + "/" + name)) {
      throw new SecretUnavailableException("Secret " + namespace + "/" + name + " can't be read.");
    }
    return cached;
  }

  @Override
  public CloudWire wire(CloudAccount there) {
    return (call, answered) -> {
      calls += call.objects().stream().allMatch(Engine::isSweep) ? 0 : 1;
      Answer<?> answer = carryOut(there, call);
      time.in(LATENCY, () -> answered.accept(answer));
    };
  }

  private Answer<?> carryOut(CloudAccount there, Call call) {
    Optional<Permit> permit = accounts.permit(call.account(), there.name());
    if (permit.isEmpty()) {
      UnsentCalls unsent =
          new UnsentCalls("Account " + call.account() + " may not make this call.");
      return call.order() instanceof Order.Read read
          ? unsent.describe(read.listing())
          : unsent.delete(keyOf(call.order()));
    }
    String cloudAccount = permit.get().cloudAccount();
    Failure missing = snapshot.missing(cloudAccount, call.order().scope());
    if (missing != null && !(call.order() instanceof Order.Read)) {
      return new Answer.Failed<WriteAccepted>(missing);
    }
    return switch (call.order()) {
      case Order.Read read -> cloud.describe(permit.get(), read.listing());
      case Order.Put put -> {
        note(
            new PlannedWrite(
                call.objects().getFirst(),
                call.account(),
                cloudAccount,
                put.key(),
                cloud.content(cloudAccount, put.key()),
                put.content(),
                false));
        cloud.put(cloudAccount, put.key(), put.content());
        yield new Answer.Ok<>(WriteAccepted.DONE, "planned");
      }
      case Order.Remove remove -> {
        note(
            new PlannedWrite(
                call.objects().getFirst(),
                call.account(),
                cloudAccount,
                remove.key(),
                cloud.content(cloudAccount, remove.key()),
                null,
                !remove.mayGoAlong().isEmpty()));
        cloud.remove(cloudAccount, remove.key());
        yield new Answer.Ok<>(WriteAccepted.DONE, "planned");
      }
    };
  }

  private void note(PlannedWrite write) {
    writes.add(write);
    busyAt = time.elapsed();
  }

  private static CallbackKey keyOf(Order order) {
    return switch (order) {
      case Order.Put put -> put.key();
      case Order.Remove remove -> remove.key();
      case Order.Read _ -> throw new IllegalStateException("a read has no key");
    };
  }

  @Override
  public void tick(Engine engine) {
    accounts.tick();
    engine.sweep();
  }
}
