package dev.livecallback.simulation;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.calls.CallListener;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.Takeover;
import dev.livecallback.engine.accounts.CloudAccount;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.engine.objects.Cluster.StatusWrite;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.plan.Notice;
import dev.livecallback.shadow.CloudWire;
import dev.livecallback.shadow.DriverPlugs;
import dev.livecallback.shadow.EngineDriver;
import dev.livecallback.shadow.ShadowApiServer;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.shadow.WatchCache;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One process of the operator's process: the real engine as it is driven, and what goes wrong with
 * it.
 */
final class SimulatedProcess implements DriverPlugs, CloudNames {
  /** So many rounds are under way at a time: those of others within the wait of one. */
  private static final int MOST_AT_ONCE = 32;

  /** After how long a round that failed for want of the API server is tried again. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private static final String UNKNOWN = " of ";
  private static final int MOST_ROUNDS = 60;
  private static final long TICK = 1_000;
  private static final long LAZY_TICK = 30_000;

  private final SimulatedWorld world;
  private final int number;
  private final Takeover takeover;
  private final VirtualTime time;
  private final Chance chance;
  private final Knowledge knowledge;
  private final PlanProperties plans;
  private final WatchCache cache;
  private final AccountProperties properties;
  private final ProcessAccounts accounts;
  private final TenantFailures troubles;
  private final FairnessProperties fairness;
  private final EngineDriver driver;

  /** What cloud accounts are in truth whose accounts don't know where they lead. */
  private final Map<String, String> realNames = new HashMap<>();

  private final Map<String, Deque<Long>> roundsOf = new HashMap<>();
  private boolean dead;
  private int underWay;
  private boolean writeFailed;

  /**
   * A process that acts from now on.
   *
   * @param cache its cache, which may be full already
   */
  SimulatedProcess(SimulatedWorld world, int number, Takeover takeover, WatchCache cache) {
    this.world = world;
    this.number = number;
    this.takeover = takeover;
    this.cache = cache;
    this.time = world.time;
    this.chance = world.chance;
    this.properties = new AccountProperties(world, this);
    this.accounts = new ProcessAccounts(world, properties, number);
    this.troubles = new TenantFailures(world, this);
    this.fairness = new FairnessProperties(world, this, troubles);
    this.knowledge = new Knowledge(this::cached, accounts, this);
    this.plans = new PlanProperties(world, knowledge, this::cached);
    this.driver =
        new EngineDriver(
            time, world.server, cache, new ProcessPauses(chance, world.history.flipsKeys()), this);
    // Meanwhile time passes: this process is under way before it is known to be.
    time.in(0, this::begin);
  }

  @Override
  public Engine engine(Cluster cluster, Consumer<CloudAccount> opened) {
    return new Engine(
        Tenants.DEFAULT,
        cluster,
        opened,
        world.seams.clock(SteadyClock.of(time, world.wall)),
        chance.stream("engine " + number),
        EngineOptions.USUAL
            .after(takeover)
            .deciding(plans::plan)
            .queueing((budgets, guard) -> world.seams.queue(budgets, world.seams.guard(guard))));
  }

  private void begin() {
    if (!dead) {
      engine().statusesProtected(world.seams.statusesProtected(!Forgers.actIn(world.history)));
      accounts.start(engine());
      driver.start();
    }
  }

  /** All that this process remembers is gone; what it sent is sent. */
  void die() {
    dead = true;
    driver.stop();
    accounts.stop();
  }

  boolean isDead() {
    return dead;
  }

  @Override
  public CallListener listener(CloudAccount there) {
    return new WatchedCalls(world, this, there);
  }

  @Override
  public CloudWire wire(CloudAccount there) {
    int of = there.name().indexOf(UNKNOWN);
    if (of >= 0) {
      String account = there.name().substring(of + UNKNOWN.length()).replaceAll(",.*", "");
      realNames.put(there.name(), world.owners.home(new AccountName(account)));
    }
    return new WatchedCalls(world, this, there);
  }

  @Override
  public String real(String cloudAccount) {
    String supposed = realNames.get(cloudAccount);
    if (supposed == null) {
      return cloudAccount;
    }
    // An account that was made anew may have another's keys from the beginning.
    String known =
        engine().accounts().all().stream()
            .filter(account -> of(account.name()).equals(cloudAccount))
            .flatMap(account -> account.accountId().stream())
            .findFirst()
            .map(Tenants::cloud)
            .orElse(supposed);
    realNames.put(cloudAccount, known);
    return known;
  }

  @Override
  public String of(AccountName account) {
    return engine().cloudAccount(account).map(CloudAccount::name).orElse("of absent " + account);
  }

  /** Whether another process may have called the cloud a moment before this one began. */
  boolean tookOver() {
    return takeover.afterAnother();
  }

  ProcessAccounts accounts() {
    return accounts;
  }

  FairnessProperties fairness() {
    return fairness;
  }

  TenantFailures troubles() {
    return troubles;
  }

  AccountProperties properties() {
    return properties;
  }

  Engine engine() {
    return driver.engine();
  }

  Knowledge knowledge() {
    return knowledge;
  }

  /** The objects of its cache. */
  Stream<LiveCallback> objects() {
    return List.copyOf(cache.objects().values()).stream();
  }

  private @Nullable LiveCallback cached(String name) {
    return cache.objects().get(SimulatedWorld.qualified(name));
  }

  @Override
  public void dispatched(CloudAccount there) {
    troubles.dispatched(there);
    fairness.dispatched(there);
  }

  @Override
  public ReconcileResult reconcile(Engine engine, LiveCallback object) {
    // Rounds of other objects run within this one's status write.
    busy(object.getMetadata().getName());
    boolean outer = writeFailed;
    writeFailed = false;
    ReconcileResult next = engine.reconcile(object);
    if (!dead) {
      plans.ended(object, next, writeFailed);
    }
    writeFailed = outer;
    return next;
  }

  /** Rounds without end are a bug even if they make no calls. */
  private void busy(String name) {
    Deque<Long> log = roundsOf.computeIfAbsent(name, _ -> new ArrayDeque<>());
    log.addLast(time.elapsed());
    if (log.size() > MOST_ROUNDS && time.elapsed() - log.removeFirst() < 1_000) {
      throw world.fail(
          "an object is planned over and over", name + ", " + MOST_ROUNDS + " times in a second");
    }
  }

  @Override
  public StatusWrite<LiveCallback> write(
      ShadowApiServer server, LiveCallback planned, LiveCallbackStatus wanted) {
    StatusWrite<LiveCallback> outcome = world.seams.write(this::reallyWrite, planned, wanted, time);
    if (dead) {
      return new StatusWrite.Failed<>();
    }
    writeFailed = outcome instanceof StatusWrite.Failed;
    return outcome;
  }

  private StatusWrite<LiveCallback> reallyWrite(LiveCallback planned, LiveCallbackStatus wanted) {
    RandomGenerator random = chance.stream("status " + planned.getMetadata().getName());
    others(random);
    if (dead && random.nextBoolean()) {
      return new StatusWrite.Failed<>();
    }
    boolean lost = !world.isCalm() && Chance.happens(random, world.history.quirks().statusLost());
    if (lost && random.nextBoolean()) {
      return new StatusWrite.Failed<>();
    }
    StatusWrite<LiveCallback> written = world.server.writeStatus(planned, wanted);
    boolean outdated = written instanceof StatusWrite.Outdated;
    if (world.trace.kept()) {
      world.trace.note(
          "status",
          "%s of %s: %s",
          outdated ? "outdated" : "written",
          planned.id(),
          Telling.of(wanted));
    }
    others(random);
    return lost && !outdated ? new StatusWrite.Failed<>() : written;
  }

  /** While a request or its answer is on its way others go on; this process may even end. */
  private void others(RandomGenerator random) {
    long millis = Chance.between(random, 1, 15);
    if (underWay < MOST_AT_ONCE) {
      underWay++;
      time.runUntil(time.elapsed() + millis);
      underWay--;
    }
  }

  @Override
  public void publish(LiveCallback object, List<Notice> notices) {
    if (!dead) {
      notices.forEach(notice -> world.noticed(object, notice));
    }
  }

  @Override
  public void gone(LiveCallback object) {
    knowledge.gone(object);
  }

  @Override
  public long untilTick() {
    return world.isCalm() ? LAZY_TICK : TICK;
  }

  @Override
  public void tick(Engine engine) {
    accounts.tick();
    if (world.seams.sweeps()) {
      engine.sweep();
    }
  }
}
