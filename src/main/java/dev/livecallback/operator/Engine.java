package dev.livecallback.operator;

import dev.livecallback.account.Gate;
import dev.livecallback.account.Probe;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.CallWorkers;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.remote.Curves;
import dev.livecallback.remote.RemoteState;
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
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one account, put together: from the reconciler's orders to the calls and back. */
final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration PROBE_TICK = Duration.ofMillis(250);
  private static final Duration STALE = Duration.ofMinutes(1);

  private final CallWorkers workers;
  private final CallQueue queue;
  private final Gate gate;
  private final ClaimIndex claims;
  private final Wakes wakes;
  private final Probe probe;
  private final InstantSource clock;
  private final String account;
  private final LatestObjects latest = new LatestObjects();
  private final LiveCallbackReconciler reconciler;
  private volatile Instant lastTick;
  private final ScheduledExecutorService prober =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("probe").factory());

  Engine(Settings settings, KubernetesClient client, InstantSource clock, RandomGenerator random) {
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
    RemoteState remote = new RemoteState(new Curves(settings.syncPeriod(), random));
    ObjectMemory memory = new ObjectMemory();
    Watches watches = new Watches(account);
    this.claims = new ClaimIndex();
    this.gate = new Gate(random);
    this.wakes = new Wakes();
    Neighbours neighbours = new Neighbours(remote, claims);
    this.queue =
        new CallQueue(
            budgets(settings.callsPerSecond()),
            new OrderGuard(gate, claims, remote, neighbours, wakes, clock));
    this.workers =
        new CallWorkers(
            queue,
            api,
            new Answers(remote, gate, claims, memory, wakes, this::turned),
            clock,
            "live-api");
    this.probe = new Probe(gate, () -> whoAmI(sts), api, queue, claims::anyScope, clock);
    this.reconciler =
        new LiveCallbackReconciler(
            watches,
            latest,
            new FactsReader(
                account,
                remote,
                gate,
                claims,
                neighbours,
                wakes,
                new AuthKeys(watches::secret),
                latest,
                memory,
                watches::contenders,
                watches::exists,
                clock),
            new StatusWriter(client, latest),
            new EventPublisher(client, clock),
            queue,
            remote,
            claims,
            memory,
            wakes,
            clock);
  }

  /** The cache of our objects. */
  PrunedStore<LiveCallback> objectStore() {
    return PrunedStore.ofObjects(latest::delivered, reconciler::forget);
  }

  LiveCallbackReconciler reconciler() {
    return reconciler;
  }

  /**
   * Starts sending. Not before the caches have synced: answers wake only objects that are known.
   */
  void start() {
    workers.start();
    prober.execute(() -> probing(probe::first));
    var _ =
        prober.scheduleWithFixedDelay(
            () -> probing(probe::run),
            PROBE_TICK.toMillis(),
            PROBE_TICK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Starts nothing new; calls in flight may finish. */
  void stop(Duration patience) {
    prober.shutdown();
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

  private void probing(Supplier<Gate.Turn> probing) {
    lastTick = clock.instant();
    try {
      turned(probing.get());
    } catch (RuntimeException e) {
      LOG.error("A bug: the account couldn't be probed; it is tried again.", e);
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

  private void turned(Gate.Turn turn) {
    switch (turn) {
      case STAYED -> {
        return;
      }
      case SHUT ->
          LOG.warn(
              "Account {} can't be used; its objects wait without calls: {}",
              account,
              gate.shut().map(shut -> shut.failure().detail().message()).orElse(""));
      case OPENED -> LOG.info("Account {} can be used again.", account);
    }
    queue.reconsider(clock.instant());
    wakes.wake(claims.objects());
  }

  private static Map<Action, CallBudget> budgets(int callsPerSecond) {
    Map<Action, CallBudget> budgets = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      budgets.put(action, new CallBudget(callsPerSecond));
    }
    return budgets;
  }

  private static HttpUrl url(URI uri) {
    return HttpUrl.get(uri.toString());
  }
}
