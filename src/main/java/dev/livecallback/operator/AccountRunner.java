package dev.livecallback.operator;

import dev.livecallback.account.Gate;
import dev.livecallback.account.Probe;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.CallWorkers;
import dev.livecallback.engine.Engine;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.HttpClients;
import dev.livecallback.volcengine.LiveClient;
import dev.livecallback.volcengine.StsClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one account's engine: its threads, its clients, its probe. */
final class AccountRunner {
  private static final Logger LOG = LoggerFactory.getLogger(AccountRunner.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration STALE = Duration.ofMinutes(1);

  private final Engine engine;
  private final CallWorkers workers;
  private final Probe probe;
  private final InstantSource clock;
  private final String account;
  private final LiveCallbackReconciler reconciler;
  private volatile Instant lastTick;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("account").factory());

  AccountRunner(
      Settings settings, KubernetesClient client, InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.lastTick = clock.instant();
    this.account = settings.account();
    OkHttpClient http = HttpClients.live();
    LiveClient api =
        new LiveClient(
            http, url(settings.liveEndpoint()), settings.region(), settings::credentials, clock);
    StsClient sts =
        new StsClient(
            http, url(settings.stsEndpoint()), settings.region(), settings::credentials, clock);
    Watches watches = new Watches();
    KubernetesCluster cluster = new KubernetesCluster(client, watches, clock);
    this.engine =
        new Engine(
            new Engine.Options(account, settings.callsPerSecond(), settings.syncPeriod()),
            cluster,
            clock,
            random);
    this.workers = new CallWorkers(engine.queue(), api, engine.answers(), clock, "live-api");
    this.probe =
        new Probe(engine.gate(), () -> whoAmI(sts), api, engine.queue(), engine::anyScope, clock);
    this.reconciler = new LiveCallbackReconciler(watches, cluster.wakes(), engine::round);
  }

  /** The cache of our objects. */
  PrunedStore<LiveCallback> objectStore() {
    return PrunedStore.ofObjects(engine::delivered, engine::forget);
  }

  LiveCallbackReconciler reconciler() {
    return reconciler;
  }

  /**
   * Starts sending. Not before the caches have synced: answers wake only objects that are known.
   */
  void start() {
    workers.start();
    ticker.execute(() -> ticking(probe::first));
    var _ =
        ticker.scheduleWithFixedDelay(
            () -> ticking(probe::run), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts nothing new; calls in flight may finish. */
  void stop(Duration patience) {
    ticker.shutdown();
    if (!workers.stop(patience)) {
      LOG.warn(
          "Calls were still in flight at the end; their outcome is found out by reading at the"
              + " next start.");
    }
  }

  /** Whether the account's own thread still runs: it ticks several times a second. */
  boolean alive() {
    return Duration.between(lastTick, clock.instant()).compareTo(STALE) < 0;
  }

  private void ticking(Supplier<Gate.Turn> probing) {
    lastTick = clock.instant();
    try {
      engine.turned(probing.get());
      engine.sweep();
    } catch (RuntimeException e) {
      LOG.error("A bug: the account couldn't be probed or swept; it is tried again.", e);
    }
  }

  private Answer<CallerIdentity> whoAmI(StsClient sts) {
    Answer<CallerIdentity> answer = sts.callerIdentity();
    switch (answer) {
      case Answer.Ok<CallerIdentity> ok ->
          LOG.info("Account {} is cloud account {}.", account, ok.value().accountId());
      case Answer.Failed<CallerIdentity> failed ->
          LOG.info("STS: {}", failed.failure().detail().message());
    }
    return answer;
  }

  private static HttpUrl url(URI uri) {
    return HttpUrl.get(uri.toString());
  }
}
