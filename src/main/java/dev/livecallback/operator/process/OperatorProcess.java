package dev.livecallback.operator.process;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.Takeover;
import dev.livecallback.leader.Candidate;
import dev.livecallback.leader.Candidate.LeadershipChange;
import dev.livecallback.leader.Elector;
import dev.livecallback.leader.Leadership;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.operator.accounts.LiveAccountReconciler;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.operator.kubernetes.CacheCheck;
import dev.livecallback.operator.kubernetes.CacheEvents;
import dev.livecallback.operator.kubernetes.Controllers;
import dev.livecallback.operator.kubernetes.EventPublisher;
import dev.livecallback.operator.kubernetes.KubernetesCluster;
import dev.livecallback.operator.kubernetes.LiveCallbackReconciler;
import dev.livecallback.operator.kubernetes.PrunedLists;
import dev.livecallback.operator.kubernetes.PrunedStore;
import dev.livecallback.operator.kubernetes.ReconcileTrigger;
import dev.livecallback.operator.kubernetes.StatusWriter;
import dev.livecallback.operator.kubernetes.Watches;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.JvmMeters;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.secrets.FetchedSecrets;
import dev.livecallback.operator.secrets.RoutedSecrets;
import dev.livecallback.operator.secrets.SecretStore;
import dev.livecallback.operator.secrets.WatchedSecrets;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.volcengine.HttpClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator from start to stop. */
final class OperatorProcess {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /** How often caches are compared with the API server. */
  private static final Duration CHECK = Duration.ofMinutes(1);

  /** A call in flight has ended by then, one way or another. */
  private static final Duration DRAIN = HttpClients.CALL_TIMEOUT.plusSeconds(1);

  private final OperatorSettings settings;
  private final SteadyClock clock = SteadyClock.of(System::nanoTime, InstantSource.system());
  private final AtomicBoolean ready = new AtomicBoolean();

  /** What becomes of this process; empty = it was told to end. */
  private final BlockingQueue<Optional<LeadershipChange>> changes = new LinkedBlockingQueue<>();

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Metrics metrics = metrics();
  private final Guard guard = new Guard(metrics);
  private final CacheEvents cacheEvents = new CacheEvents(guard);
  private final ScheduledExecutorService checks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("caches").factory());
  private volatile boolean ended;
  private volatile @Nullable OperatorRunner runner;

  OperatorProcess(OperatorSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs until SIGTERM, or until this process may act no more.
   *
   * @return whether it was SIGTERM
   * @throws StartupException if it can't start
   */
  boolean run() throws StartupException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::awaitStop, "stop"));
    try {
      Config config = config(settings.of(OperatorSetting.KUBECONFIG));
      Set<String> fetchedOnly = StartupChecks.run(config, settings);
      boolean told;
      try (Candidate candidate = candidate(config);
          KubernetesClient client = client(config, candidate.leadership());
          SecretStore secrets = secrets(client, fetchedOnly)) {
        told = run(client, secrets, candidate);
      }
      ended = told;
      return told;
    } finally {
      stopped.countDown();
    }
  }

  private Candidate candidate(Config config) {
    LeaseTerms lease = settings.lease();
    if (lease == null) {
      return Candidate.alone(change -> changes.add(Optional.of(change)));
    }
    return new Elector(
        config,
        settings.of(OperatorSetting.POD_NAMESPACE),
        settings.processName(),
        lease,
        change -> changes.add(Optional.of(change)));
  }

  private static KubernetesClient client(Config config, Leadership leadership) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http ->
                http.addOrReplaceInterceptor(
                        LeaderOnlyKubernetesInterceptor.NAME,
                        new LeaderOnlyKubernetesInterceptor(leadership))
                    .addOrReplaceInterceptor(PrunedLists.NAME, new PrunedLists()))
        .build();
  }

  private SecretStore secrets(KubernetesClient client, Set<String> fetchedOnly) {
    Set<String> watched = new HashSet<>(orAll(settings.accountNamespaces()));
    watched.removeAll(fetchedOnly);
    fetchedOnly.forEach(
        namespace ->
            LOG.info(
                "Secrets{} may be got but not watched: a changed one is seen at the next sweep.",
                namespace.isEmpty() ? "" : " of namespace " + namespace));
    return new RoutedSecrets(
        new WatchedSecrets(client, watched, OperatorProcess::watchEnded, clock),
        new FetchedSecrets(client, clock),
        fetchedOnly);
  }

  private boolean run(KubernetesClient client, SecretStore secrets, Candidate candidate)
      throws StartupException, InterruptedException {
    StatusWriter writer = new StatusWriter(client, metrics);
    EventPublisher events = new EventPublisher(client, clock);
    Watches watches = new Watches();
    OperatorContext context =
        new OperatorContext(
            settings,
            watches,
            secrets,
            new KubernetesCluster(
                watches, secrets, writer, events, object -> runner().corrected(object)),
            new ReconcileTrigger<>(),
            new LeaderOnlyHttpInterceptor(candidate.leadership(), settings.egress()),
            metrics,
            guard,
            candidate.leadership()::mayAct,
            clock,
            RandomGenerator.getDefault());
    secrets.start(cacheEvents::secretChanged);
    try (HealthServer health =
        HealthServer.start(
            settings.of(OperatorSetting.HTTP_BIND),
            settings.of(OperatorSetting.HTTP_PORT),
            () -> candidate.alive() && acts(),
            ready::get,
            candidate::role,
            metrics::scrape)) {
      CacheCheck check = CacheCheck.of(client, clock);
      secrets.checkedBy(check);
      metrics.gauge(Metric.CACHE_BEHIND, check::behind);
      metrics.gauge(Metric.CACHE_OLDEST_CHECK, () -> check.oldest().toSeconds());
      Controllers controllers = controllers(client, context, writer, events, check);
      controllers.startCaches();
      ready.set(true);
      LOG.info(
          "Ready: health on port {}, default account {}.",
          health.port(),
          settings.defaultAccount());
      candidate.start();
      var _ =
          checks.scheduleWithFixedDelay(
              () -> guard.run(Guard.TIMER, "caches", () -> compare(check)),
              CHECK.toMillis(),
              CHECK.toMillis(),
              TimeUnit.MILLISECONDS);
      Optional<LeadershipChange> change = changes.take();
      while (change.orElse(null) instanceof LeadershipChange.Leads(boolean afterAnother)) {
        lead(context, controllers, takeover(afterAnother));
        change = changes.take();
      }
      LOG.info("Stopping: calls in flight may finish.");
      ready.set(false);
      if (drained()) {
        candidate.release();
      }
      controllers.stop();
      LOG.info("Stopped.");
      return change.isEmpty();
    }
  }

  /** A process whose caches don't follow the API server gives way to one that reads all anew. */
  private void compare(CacheCheck check) {
    check
        .run()
        .ifPresent(
            stale -> {
              LOG.error(
                  "A cache doesn't follow the API server: {}. The process ends, to be started"
                      + " anew.",
                  stale);
              changes.add(Optional.of(new LeadershipChange.Blind()));
            });
  }

  /** Those of a process that stands by, until there is more to tell of. */
  private static Metrics metrics() {
    Metrics metrics = new Metrics();
    JvmMeters.bindTo(metrics.registry());
    String version = OperatorProcess.class.getPackage().getImplementationVersion();
    metrics.constant(Metric.BUILD_INFO, 1, Objects.requireNonNullElse(version, "unpackaged"));
    metrics.source(into -> into.set(Metric.LEADER, 0));
    return metrics;
  }

  private Controllers controllers(
      KubernetesClient client,
      OperatorContext context,
      StatusWriter writer,
      EventPublisher events,
      CacheCheck check) {
    Controllers controllers = new Controllers(client, OperatorProcess::watchEnded);
    orAll(settings.accountNamespaces())
        .forEach(
            namespace ->
                controllers.add(
                    new LiveAccountReconciler(
                        namespace,
                        context.accountTrigger(),
                        () -> runner().accounts(),
                        writer,
                        events,
                        clock,
                        context.metrics().timer(Metric.RECONCILE_DURATION, "LiveAccount")),
                    "liveaccount",
                    namespace,
                    context.accountTrigger(),
                    more ->
                        more.withFinalizer(WellKnown.ACCOUNT_FINALIZER)
                            .withInformerListLimit(PrunedLists.ACCOUNTS_A_PAGE)
                            .withItemStore(
                                checked(
                                    check,
                                    "liveaccounts",
                                    namespace,
                                    cacheEvents.accountStore()))));
    orAll(settings.watchNamespaces())
        .forEach(
            namespace ->
                controllers.add(
                    new LiveCallbackReconciler(
                        namespace,
                        context.watches(),
                        context.cluster().wakes(),
                        object -> runner().reconcile(object),
                        context.metrics().timer(Metric.RECONCILE_DURATION, "LiveCallback")),
                    "livecallback",
                    namespace,
                    context.cluster().wakes(),
                    more ->
                        more.withFinalizer(WellKnown.FINALIZER)
                            .withOnUpdateFilter(Watches::worthPlanning)
                            .withItemStore(
                                checked(
                                    check,
                                    "livecallbacks",
                                    namespace,
                                    cacheEvents.objectStore()))));
    return controllers;
  }

  private static <T extends HasMetadata> PrunedStore<T> checked(
      CacheCheck check, String kind, String namespace, PrunedStore<T> store) {
    check.add(kind, namespace, store::values);
    return store;
  }

  private Takeover takeover(boolean afterAnother) {
    return settings.lease() == null
        ? Takeover.NONE
        : new Takeover(afterAnother, HttpClients.CALL_TIMEOUT);
  }

  /** As if the process had just started, but with the caches full. */
  private void lead(OperatorContext context, Controllers controllers, Takeover takeover) {
    OperatorRunner begins = new OperatorRunner(context, takeover);
    runner = begins;
    cacheEvents.begin(begins);
    begins.prepare();
    controllers.startReconciling();
    begins.start();
  }

  private OperatorRunner runner() {
    return Objects.requireNonNull(runner, "nothing is planned before there is someone to act");
  }

  private boolean acts() {
    OperatorRunner now = runner;
    return now == null || now.alive();
  }

  private boolean drained() {
    OperatorRunner now = runner;
    return now == null || now.stop(DRAIN);
  }

  private static Set<String> orAll(Set<String> namespaces) {
    return namespaces.isEmpty() ? Set.of(Watches.EVERYWHERE) : namespaces;
  }

  private void awaitStop() {
    changes.add(Optional.empty());
    try {
      if (!stopped.await(DRAIN.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Stopped before everything had finished.");
      } else if (ended) {
        // A JVM that ends by SIGTERM exits with 143, which looks like a failure.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void watchEnded(Throwable cause) {
    LOG.error(
        "A watch ended for good ({}); the process ends, to be started anew.",
        // Its message may quote an event, and so a Secret.
        cause.getClass().getSimpleName());
    Runtime.getRuntime().halt(1);
  }

  private static Config config(String kubeconfig) throws StartupException {
    if (kubeconfig.isEmpty()) {
      return read("The kubeconfig in ~/.kube", () -> Config.autoConfigure(null));
    }
    Path path = Path.of(kubeconfig);
    if (!Files.isReadable(path)) {
      throw new StartupException(
          "KUBECONFIG names " + kubeconfig + ", which can't be read: name a file that exists.");
    }
    return read("KUBECONFIG, " + kubeconfig + ",", () -> Config.fromKubeconfig(path.toFile()));
  }

  /** The client throws whatever comes of what the file holds. */
  private static Config read(String name, Supplier<Config> reader) throws StartupException {
    try {
      return reader.get();
    } catch (RuntimeException e) {
      throw new StartupException(
          name + " isn't a kubeconfig that can be used: name one that works with kubectl.");
    }
  }
}
