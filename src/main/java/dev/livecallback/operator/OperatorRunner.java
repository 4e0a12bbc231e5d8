package dev.livecallback.operator;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.CallWorkers;
import dev.livecallback.engine.CloudAccount;
import dev.livecallback.engine.Engine;
import dev.livecallback.volcengine.HttpClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine at work: threads that send what the queues give out, and a clock for the rest. */
final class OperatorRunner {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorRunner.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration STATUS = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofMinutes(1);

  private final Settings settings;
  private final SecretStore secrets;
  private final Metrics metrics = new Metrics();
  private final CallMetrics calls = new CallMetrics(metrics);
  private final Watches watches = new Watches();
  private final InstantSource clock;
  private final Engine engine;
  private final LiveAccounts accounts;
  private final Wakes<LiveAccount> accountWakes = new Wakes<>();
  private final CountDownLatch planning = new CountDownLatch(1);
  private final StatusWriter writer;
  private final EventPublisher events;
  private final KubernetesCluster cluster;
  private final Map<CloudAccount, CallWorkers> workers = new ConcurrentHashMap<>();
  private final AtomicBoolean used = new AtomicBoolean(true);
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("ticker").factory());
  private volatile boolean sending;
  private volatile Instant lastTick;

  OperatorRunner(
      Settings settings,
      KubernetesClient client,
      SecretStore secrets,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
    this.lastTick = clock.instant();
    this.writer = new StatusWriter(client, metrics);
    this.events = new EventPublisher(client, clock);
    this.cluster = new KubernetesCluster(watches, secrets, writer, events, this::corrected);
    this.engine =
        new Engine(
            settings.defaultAccount(),
            cluster,
            this::opened,
            metrics.timer(Metric.PLANNING_DURATION)::record,
            clock,
            random);
    this.accounts =
        new LiveAccounts(
            new AccountTerms(settings),
            new ManagedAccount.Surroundings(
                settings,
                engine,
                new AccountSecrets(secrets::get),
                HttpClients.live(),
                calls,
                clock,
                random));
    JvmMeters.bindTo(metrics.registry());
    metrics.constant(Metric.BUILD_INFO, 1, version());
    // There is no election: this process is the one that works.
    metrics.source(new Standings(metrics, calls, engine, () -> true, clock));
  }

  private static String version() {
    return Objects.requireNonNullElse(
        OperatorRunner.class.getPackage().getImplementationVersion(), "unpackaged");
  }

  private void corrected(LiveCallback object) {
    metrics.counter(Metric.CORRECTIONS, engine.accountOf(object)).increment();
  }

  /** What is to be known of this process from outside. */
  Metrics metrics() {
    return metrics;
  }

  /** The cache of our objects. */
  PrunedStore<LiveCallback> objectStore() {
    return PrunedStore.ofObjects(
        object -> {
          used.set(true);
          engine.delivered(object);
        },
        object -> {
          used.set(true);
          engine.forget(object);
        });
  }

  /** The cache of accounts. */
  PrunedStore<LiveAccount> accountStore() {
    return PrunedStore.ofObjects(
        account -> {
          used.set(true);
          accounts.delivered(account);
        },
        accounts::gone);
  }

  /** Plans the objects of a namespace, or of all. */
  LiveCallbackReconciler callbacks(String namespace) {
    return new LiveCallbackReconciler(
        namespace,
        watches,
        cluster.wakes(),
        engine::round,
        planning,
        metrics.timer(Metric.RECONCILE_DURATION, "LiveCallback"));
  }

  /** Tells of the accounts of a namespace, or of all. */
  LiveAccountReconciler accounts(String namespace) {
    return new LiveAccountReconciler(
        namespace,
        accountWakes,
        accounts,
        writer,
        events,
        clock,
        metrics.timer(Metric.RECONCILE_DURATION, "LiveAccount"));
  }

  /** A Secret changed, came or went. */
  void secretChanged(String namespace, String name) {
    used.set(true);
    accounts.secretChanged(namespace, name);
    cluster.wake(watches.users(namespace, name));
  }

  /**
   * Starts planning and sending. Not before the caches have synced: answers wake only objects that
   * are known.
   */
  void start() {
    accounts.tendFirst();
    planning.countDown();
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
                  accountWakes.wake(
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

  /** Starts nothing new; calls in flight may finish. */
  void stop(Duration patience) {
    ticker.shutdown();
    boolean drained =
        workers.values().parallelStream()
            .map(each -> each.stop(patience))
            .reduce(true, Boolean::logicalAnd);
    if (!drained) {
      LOG.warn(
          "Calls were still in flight at the end; their outcome is found out by reading at the"
              + " next start.");
    }
  }

  /** Whether the clock's thread still runs: it ticks several times a second. */
  boolean alive() {
    return Duration.between(lastTick, clock.instant()).compareTo(STALE) < 0;
  }
}
