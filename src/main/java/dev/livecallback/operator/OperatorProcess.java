package dev.livecallback.operator;

import dev.livecallback.api.WellKnown;
import dev.livecallback.engine.Takeover;
import dev.livecallback.leader.Candidate;
import dev.livecallback.leader.Elector;
import dev.livecallback.leader.Leadership;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.volcengine.HttpClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
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

  /** A call in flight has ended by then, one way or another. */
  private static final Duration DRAIN = HttpClients.CALL_TIMEOUT.plusSeconds(1);

  private final Settings settings;
  private final InstantSource clock = InstantSource.system();
  private final AtomicBoolean ready = new AtomicBoolean();
  private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CacheEvents cacheEvents = new CacheEvents();
  private volatile boolean ended;
  private volatile @Nullable OperatorRunner runner;

  /** What becomes of this process. */
  private sealed interface Turn {
    /** It acts from now on. */
    record Lead(Takeover takeover) implements Turn {}

    /** It may act no more. */
    record Lost() implements Turn {}

    /** It was told to end. */
    record Stop() implements Turn {}
  }

  OperatorProcess(Settings settings) {
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
      Config config = config(settings.kubeconfig());
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
      return Candidate.alone(_ -> turns.add(new Turn.Lead(Takeover.NONE)));
    }
    return new Elector(
        config,
        settings.ownNamespace(),
        settings.processName(),
        lease,
        turn ->
            turns.add(
                switch (turn) {
                  case Candidate.Turn.Leads(boolean afterAnother) ->
                      new Turn.Lead(new Takeover(afterAnother, HttpClients.CALL_TIMEOUT));
                  case Candidate.Turn.Lost _ -> new Turn.Lost();
                }));
  }

  private static KubernetesClient client(Config config, Leadership leadership) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http ->
                http.addOrReplaceInterceptor(KubernetesGate.NAME, new KubernetesGate(leadership)))
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
        new WatchedSecrets(client, watched, OperatorProcess::watchEnded),
        new FetchedSecrets(client, clock),
        fetchedOnly);
  }

  private boolean run(KubernetesClient client, SecretStore secrets, Candidate candidate)
      throws StartupException, InterruptedException {
    Metrics metrics = metrics();
    StatusWriter writer = new StatusWriter(client, metrics);
    EventPublisher events = new EventPublisher(client, clock);
    Watches watches = new Watches();
    OperatorRunner.Surroundings around =
        new OperatorRunner.Surroundings(
            settings,
            watches,
            secrets,
            new KubernetesCluster(
                watches, secrets, writer, events, object -> runner().corrected(object)),
            new ReconcileTrigger<>(),
            new CloudGate(candidate.leadership(), settings.egress()),
            metrics,
            candidate.leadership()::mayAct,
            clock,
            RandomGenerator.getDefault());
    secrets.start(cacheEvents::secretChanged);
    try (HealthServer health =
        HealthServer.start(
            settings.httpBind(),
            settings.httpPort(),
            () -> candidate.alive() && acts(),
            ready::get,
            candidate::standing,
            metrics::scrape)) {
      Controllers controllers = controllers(client, around, writer, events);
      controllers.startCaches();
      ready.set(true);
      LOG.info(
          "Ready: health on port {}, default account {}.",
          health.port(),
          settings.defaultAccount());
      candidate.start();
      Turn turn = turns.take();
      while (turn instanceof Turn.Lead(Takeover takeover)) {
        lead(around, controllers, takeover);
        turn = turns.take();
      }
      LOG.info("Stopping: calls in flight may finish.");
      ready.set(false);
      if (drained()) {
        candidate.release();
      }
      controllers.stop();
      LOG.info("Stopped.");
      return turn instanceof Turn.Stop;
    }
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
      OperatorRunner.Surroundings around,
      StatusWriter writer,
      EventPublisher events) {
    Controllers controllers = new Controllers(client, OperatorProcess::watchEnded);
    orAll(settings.accountNamespaces())
        .forEach(
            namespace ->
                controllers.add(
                    new LiveAccountReconciler(
                        namespace,
                        around.accountTrigger(),
                        () -> runner().accounts(),
                        writer,
                        events,
                        clock,
                        around.metrics().timer(Metric.RECONCILE_DURATION, "LiveAccount")),
                    "liveaccount",
                    namespace,
                    more ->
                        more.withFinalizer(WellKnown.ACCOUNT_FINALIZER)
                            .withItemStore(cacheEvents.accountStore())));
    orAll(settings.watchNamespaces())
        .forEach(
            namespace ->
                controllers.add(
                    new LiveCallbackReconciler(
                        namespace,
                        around.watches(),
                        around.cluster().wakes(),
                        object -> runner().round(object),
                        around.metrics().timer(Metric.RECONCILE_DURATION, "LiveCallback")),
                    "livecallback",
                    namespace,
                    more ->
                        more.withFinalizer(WellKnown.FINALIZER)
                            .withOnUpdateFilter(Watches::worthPlanning)
                            .withItemStore(cacheEvents.objectStore())));
    return controllers;
  }

  /** As if the process had just started, but with the caches full. */
  private void lead(
      OperatorRunner.Surroundings around, Controllers controllers, Takeover takeover) {
    OperatorRunner begins = new OperatorRunner(around, takeover);
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
    turns.add(new Turn.Stop());
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

  private static Config config(@Nullable String kubeconfig) throws StartupException {
    if (kubeconfig == null) {
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
