package dev.livecallback.operator;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.CallWorkers;
import dev.livecallback.engine.CloudAccount;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.Next;
import dev.livecallback.engine.Takeover;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine at work: threads that send what the queues give out, and a clock for the rest. */
final class OperatorRunner implements CacheEvents.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorRunner.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration STATUS = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofMinutes(1);

  private final Settings settings;
  private final SecretStore secrets;
  private final Watches watches;
  private final CallMetrics calls;
  private final Metrics metrics;
  private final InstantSource clock;
  private final Engine engine;
  private final LiveAccounts accounts;
  private final ReconcileTrigger<LiveAccount> accountTrigger;
  private final KubernetesCluster cluster;
  private final CloudGate cloud;
  private final Map<CloudAccount, CallWorkers> workers = new ConcurrentHashMap<>();
  private final AtomicBoolean used = new AtomicBoolean(true);
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("ticker").factory());
  private volatile boolean sending;
  private volatile Instant lastTick;

  /**
   * What there is of a process before it acts.
   *
   * @param accountTrigger has accounts told of again
   * @param cloud what all calls go through
   * @param leading whether this process is the one that acts
   */
  record Surroundings(
      Settings settings,
      Watches watches,
      SecretStore secrets,
      KubernetesCluster cluster,
      ReconcileTrigger<LiveAccount> accountTrigger,
      CloudGate cloud,
      Metrics metrics,
      BooleanSupplier leading,
      InstantSource clock,
      RandomGenerator random) {}

  OperatorRunner(Surroundings around, Takeover takeover) {
    this.settings = around.settings();
    this.secrets = around.secrets();
    this.watches = around.watches();
    this.clock = around.clock();
    this.lastTick = clock.instant();
    this.accountTrigger = around.accountTrigger();
    this.cluster = around.cluster();
    this.cloud = around.cloud();
    this.metrics = around.metrics();
    this.calls = new CallMetrics(metrics);
    this.engine =
        new Engine(
            settings.defaultAccount(),
            cluster,
            this::opened,
            metrics.timer(Metric.PLANNING_DURATION)::record,
            clock,
            around.random(),
            takeover);
    this.accounts =
        new LiveAccounts(
            new AccountTerms(settings),
            new ManagedAccount.Surroundings(
                settings,
                engine,
                new AccountSecrets(secrets::get),
                cloud.client(),
                calls,
                clock,
                around.random()));
    metrics.source(new StateMetrics(metrics, calls, engine, around.leading(), clock));
  }

  /** The record of an object that was changed outside was put back. */
  void corrected(LiveCallback object) {
    metrics.counter(Metric.CORRECTIONS, engine.accountOf(object)).increment();
  }

  /** The accounts. */
  LiveAccounts accounts() {
    return accounts;
  }

  /** One round of an object; never throws. */
  Next round(LiveCallback object) {
    return engine.round(object);
  }

  @Override
  public void delivered(LiveCallback object) {
    used.set(true);
    engine.delivered(object);
  }

  @Override
  public void gone(LiveCallback object) {
    used.set(true);
    engine.forget(object);
  }

  @Override
  public void delivered(LiveAccount account) {
    used.set(true);
    accounts.delivered(account);
  }

  @Override
  public void gone(LiveAccount account) {
    accounts.gone(account);
  }

  @Override
  public void secretChanged(String namespace, String name) {
    used.set(true);
    accounts.secretChanged(namespace, name);
    cluster.wake(watches.users(namespace, name));
  }

  /** Finds out where accounts lead, before anything is planned. */
  void prepare() {
    accounts.tendFirst();
  }

  /**
   * Starts sending. Not before the caches have synced: answers wake only objects that are known.
   */
  void start() {
    synchronized (workers) {
      sending = true;
      workers.values().forEach(CallWorkers::start);
    }
    every(TICK, this::tick);
    every(STATUS, this::tellOfAccounts);
    every(settings.syncPeriod(), () -> Thread.startVirtualThread(() -> guarded(secrets::refresh)));
  }

  private void every(Duration period, Runnable task) {
    var _ =
        ticker.scheduleWithFixedDelay(
            () -> guarded(task), 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A bug: what is due by the clock couldn't be done; it is tried again.", e);
    }
  }

  private void tick() {
    lastTick = clock.instant();
    accounts.tend();
    engine.sweep();
    workers.keySet().stream().filter(CloudAccount::isClosed).toList().forEach(this::closed);
  }

  /** Has the statuses of accounts looked at, if anything happened that they could tell of. */
  private void tellOfAccounts() {
    if (used.getAndSet(false) || accounts.looksChanged()) {
      accounts
          .names()
          .forEach(
              name ->
                  accountTrigger.wake(
                      name.substring(0, name.indexOf('/')), name.substring(name.indexOf('/') + 1)));
    }
  }

  private void opened(CloudAccount cloudAccount) {
    CallWorkers fresh =
        new CallWorkers(
            cloudAccount.queue(),
            name -> accounts.api(name),
            calls.byLane(cloudAccount.answers()),
            clock,
            "live-api");
    synchronized (workers) {
      workers.put(cloudAccount, fresh);
      if (sending) {
        fresh.start();
      }
    }
  }

  private void closed(CloudAccount cloudAccount) {
    CallWorkers old = workers.remove(cloudAccount);
    if (old != null) {
      old.stop(Duration.ZERO);
    }
  }

  /**
   * Starts nothing new; calls in flight may finish.
   *
   * @return whether all have, and none follows
   */
  boolean stop(Duration patience) {
    ticker.shutdown();
    boolean drained =
        workers.values().parallelStream()
            .map(each -> each.stop(patience))
            .reduce(true, Boolean::logicalAnd);
    drained &= cloud.shut(patience);
    if (!drained) {
      LOG.warn(
          "Calls were still in flight at the end; their outcome is found out by reading at the"
              + " next start.");
    }
    return drained;
  }

  /** Whether the clock's thread still runs: it ticks several times a second. */
  boolean alive() {
    return Duration.between(lastTick, clock.instant()).compareTo(STALE) < 0;
  }
}
