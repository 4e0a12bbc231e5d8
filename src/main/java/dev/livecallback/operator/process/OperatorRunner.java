package dev.livecallback.operator.process;

import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.EngineOptions;
import dev.livecallback.engine.Takeover;
import dev.livecallback.engine.reconcile.ReconcileResult;
import dev.livecallback.operator.accounts.AccountContext;
import dev.livecallback.operator.accounts.AccountRegistry;
import dev.livecallback.operator.kubernetes.CacheEvents;
import dev.livecallback.operator.metrics.CallMetrics;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.metrics.StateMetrics;
import dev.livecallback.settings.OperatorSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine at work: threads that send the queues' calls, and a timer for everything else. */
final class OperatorRunner implements CacheEvents.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorRunner.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration STATUS = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofMinutes(1);

  private final OperatorContext context;
  private final SteadyClock clock;
  private final Engine engine;
  private final AccountRegistry accounts;
  private final CallSenders senders;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("ticker").factory());
  private volatile Instant lastTick;

  OperatorRunner(OperatorContext context, Takeover takeover) {
    this.context = context;
    this.clock = context.process().clock();
    this.lastTick = clock.instant();
    Metrics metrics = context.metrics();
    CallMetrics calls = new CallMetrics(metrics);
    this.senders = new CallSenders(calls, clock);
    this.engine =
        new Engine(
            context.process().settings().defaultAccount(),
            context.cluster(),
            senders::opened,
            clock,
            context.process().random(),
            EngineOptions.USUAL
                .after(takeover)
                .telling(
                    metrics.timer(Metric.PLANNING_DURATION)::record,
                    _ -> context.process().guard().count("LiveCallback")));
    this.accounts =
        new AccountRegistry(
            new AccountContext(
                context.process(), engine, context.secrets(), context.cloud().client(), calls));
    context.statusesProtected().tell(engine::statusesProtected);
    metrics.source(new StateMetrics(metrics, calls, engine, context.leading(), clock));
  }

  /** Counts a correction: an object's record that was changed outside was put back. */
  void corrected(LiveCallback object) {
    context
        .metrics()
        .counter(Metric.DRIFT_CORRECTIONS, engine.accountOf(object).text())
        .increment();
  }

  /** Returns the accounts. */
  AccountRegistry accounts() {
    return accounts;
  }

  /** Carries out one round of an object. Never throws. */
  ReconcileResult reconcile(LiveCallback object) {
    return engine.reconcile(object);
  }

  @Override
  public void delivered(LiveCallback object) {
    engine.delivered(object);
  }

  @Override
  public void gone(LiveCallback object) {
    engine.forget(object);
  }

  @Override
  public void delivered(LiveAccount account) {
    accounts.delivered(account);
  }

  @Override
  public void gone(LiveAccount account) {
    accounts.gone(account);
  }

  @Override
  public void secretChanged(String namespace, String name) {
    accounts.secretChanged(namespace, name);
    context.cluster().wake(context.watches().users(namespace, name));
  }

  /** Finds out to which cloud accounts the accounts lead, before anything is planned. */
  void prepare() {
    accounts.tendFirst();
  }

  /**
   * Starts sending. Call this after the caches have synced, because an answer wakes only known
   * objects.
   */
  void start() {
    senders.start(call -> accounts.api(call.account(), call.order().cloudAccount()));
    every("tick", TICK, this::tick);
    every("statuses of accounts", STATUS, this::tellOfAccounts);
    every("own keys", STATUS, accounts::lookAtOwnKeys);
    every("verified keys", STATUS, () -> aside("verified keys", accounts::remember));
    every(
        "Secrets",
        context.process().settings().of(OperatorSetting.SYNC_PERIOD),
        () -> aside("Secrets", context.secrets()::refresh));
  }

  private void every(String name, Duration period, Runnable task) {
    var _ =
        ticker.scheduleWithFixedDelay(
            () -> guarded(name, task), 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs a task in a thread of its own, because the task waits for Kubernetes. */
  private void aside(String name, Runnable task) {
    Thread _ = Thread.startVirtualThread(() -> guarded(name, task));
  }

  private void guarded(String name, Runnable task) {
    context.process().guard().run(Guard.TIMER, name, task);
  }

  private void tick() {
    lastTick = clock.instant();
    guarded("accounts", accounts::tend);
    guarded("sweep", engine::sweep);
    senders.endClosed();
  }

  /** Requests a check of the statuses of accounts about which something happened. */
  private void tellOfAccounts() {
    accounts.turned().forEach(name -> context.accountTrigger().wake(name.namespace(), name.name()));
  }

  /**
   * Starts no new calls, and waits for the calls in flight.
   *
   * @return whether all calls have ended, and no other one can follow
   */
  boolean stop(Duration patience) {
    ticker.shutdown();
    boolean drained = senders.stop(patience);
    drained &= context.cloud().shut(patience);
    if (!drained) {
      LOG.warn(
          "Calls were still in flight at the end; their outcome is found out by reading at the"
              + " next start.");
    }
    return drained;
  }

  /** Returns whether the timer's thread still runs. It ticks several times a second. */
  boolean alive() {
    return Duration.between(lastTick, clock.instant()).compareTo(STALE) < 0;
  }
}
