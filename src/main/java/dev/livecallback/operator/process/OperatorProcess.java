package dev.livecallback.operator.process;

import dev.livecallback.api.SteadyClock;
import dev.livecallback.engine.Takeover;
import dev.livecallback.leader.Candidate;
import dev.livecallback.leader.Candidate.LeadershipChange;
import dev.livecallback.leader.Elector;
import dev.livecallback.leader.Leadership;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.operator.accounts.ProcessParts;
import dev.livecallback.operator.accounts.VerifiedKeys;
import dev.livecallback.operator.accounts.VerifiedKeysConfigMap;
import dev.livecallback.operator.config.ApiServerConfig;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.operator.kubernetes.AdmissionPolicies;
import dev.livecallback.operator.kubernetes.AdmissionPolicy;
import dev.livecallback.operator.kubernetes.CacheCheck;
import dev.livecallback.operator.kubernetes.CacheEvents;
import dev.livecallback.operator.kubernetes.Controllers;
import dev.livecallback.operator.kubernetes.EventPublisher;
import dev.livecallback.operator.kubernetes.EventWriter;
import dev.livecallback.operator.kubernetes.KubernetesCluster;
import dev.livecallback.operator.kubernetes.PrunedLists;
import dev.livecallback.operator.kubernetes.ReconcileTrigger;
import dev.livecallback.operator.kubernetes.StatusWriter;
import dev.livecallback.operator.kubernetes.Watches;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.JvmMeters;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.operator.secrets.RoutedSecrets;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.volcengine.HttpClients;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator from start to stop. */
final class OperatorProcess {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  /** The interval at which caches are compared with the API server. */
  private static final Duration CHECK = Duration.ofMinutes(1);

  /**
   * The interval at which unserved namespaces are looked through for one that is due for a check.
   */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The interval at which the admission policies are checked. */
  private static final Duration POLICIES = Duration.ofMinutes(5);

  /** The interval at which the number of dropped events is logged. */
  private static final Duration TELL = Duration.ofMinutes(1);

  /** The interval at which memory that isn't needed any more is given back. */
  private static final Duration MEMORY = Duration.ofSeconds(10);

  /** The longest time that a graceful shutdown waits for events. */
  private static final Duration LAST_EVENTS = Duration.ofSeconds(1);

  /** The time after which every call in flight has ended. */
  private static final Duration DRAIN = HttpClients.CALL_TIMEOUT.plusSeconds(1);

  private final OperatorSettings settings;
  private final SteadyClock clock = SteadyClock.of(System::nanoTime, InstantSource.system());
  private final AtomicBoolean ready = new AtomicBoolean();

  /** The changes of this process's leadership; empty = the process was told to end. */
  private final BlockingQueue<Optional<LeadershipChange>> changes = new LinkedBlockingQueue<>();

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Metrics metrics = metrics();
  private final Guard guard = new Guard(metrics);
  private final CacheEvents cacheEvents = new CacheEvents(guard);
  private final PeriodicChecks checks = new PeriodicChecks(guard);
  private volatile boolean stopping;
  private volatile boolean ended;
  private volatile @Nullable OperatorRunner runner;

  OperatorProcess(OperatorSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs until SIGTERM, or until this process may no longer act.
   *
   * @return whether the process ends because of SIGTERM
   * @throws StartupException if the process can't start
   */
  boolean run() throws StartupException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::awaitStop, "stop"));
    try {
      Config config = ApiServerConfig.of(settings);
      List<NamespaceRights> rights = StartupChecks.run(config, settings);
      boolean told;
      try (Candidate candidate = candidate(config);
          KubernetesClient client = client(config, candidate.leadership());
          RoutedSecrets secrets = secrets(client, rights);
          EventWriter events = EventWriter.of(client, candidate.leadership()::mayAct, guard)) {
        told = run(config, client, secrets, events, candidate, rights);
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

  private RoutedSecrets secrets(KubernetesClient client, List<NamespaceRights> rights) {
    Set<String> watched = new HashSet<>();
    Set<String> fetchedOnly = new HashSet<>();
    for (NamespaceRights each : rights) {
      if (each.suffice() && each.fetchesSecrets()) {
        fetchedOnly.add(each.namespace());
        NamespaceControllers.tellOfFetching(each.namespace());
      } else if (each.suffice()) {
        watched.add(each.namespace());
      }
    }
    return RoutedSecrets.of(client, watched, fetchedOnly, this::watchEnded, clock);
  }

  private boolean run(
      Config config,
      KubernetesClient client,
      RoutedSecrets secrets,
      EventWriter eventWriter,
      Candidate candidate,
      List<NamespaceRights> rights)
      throws StartupException, InterruptedException {
    StatusWriter writer = new StatusWriter(client, metrics);
    EventPublisher events = new EventPublisher(eventWriter, clock);
    Watches watches = new Watches();
    OperatorContext context =
        new OperatorContext(
            new ProcessParts(
                settings,
                new VerifiedKeys(
                    new VerifiedKeysConfigMap(client, settings.of(OperatorSetting.POD_NAMESPACE))),
                guard,
                clock,
                RandomGenerator.getDefault()),
            watches,
            secrets,
            new KubernetesCluster(
                watches, secrets, writer, events, object -> runner().corrected(object)),
            new ReconcileTrigger<>(),
            new LeaderOnlyHttpInterceptor(candidate.leadership(), settings.egress()),
            metrics,
            candidate.leadership()::mayAct,
            new StatusesProtected());
    AdmissionPolicies policies = AdmissionPolicies.of(client);
    secrets.start(cacheEvents::secretChanged);
    CacheCheck check = CacheCheck.of(client, clock);
    NamespaceControllers controllers =
        new NamespaceControllers(
            new Controllers(client, this::watchEnded),
            context,
            secrets,
            this::runner,
            writer,
            events,
            cacheEvents,
            check);
    UnservedNamespaces unserved =
        new UnservedNamespaces(
            rights.stream().filter(each -> !each.suffice()).toList(),
            namespace -> StartupChecks.rights(config, settings, namespace),
            found -> serve(found, controllers),
            task -> Thread.startVirtualThread(() -> guard.run(Guard.TIMER, "a namespace", task)),
            clock);
    try (HealthServer health =
        HealthServer.start(
            settings.of(OperatorSetting.HTTP_BIND),
            settings.of(OperatorSetting.HTTP_PORT),
            () -> candidate.alive() && acts(),
            ready::get,
            () ->
                candidate.role()
                    + unserved.told()
                    + policies.summary().map(OperatorProcess::told).orElse(""),
            SharedScrape.of(metrics, clock))) {
      guard.run(Guard.TIMER, "policies", () -> look(policies, context));
      secrets.checkedBy(check);
      metrics.gauge(Metric.CACHE_STALE, check::staleObjects);
      metrics.gauge(Metric.CACHE_OLDEST_CHECK, () -> check.oldest().toSeconds());
      settings
          .watchNamespaces()
          .forEach(
              each ->
                  metrics.gauge(
                      Metric.NAMESPACE_SERVED, () -> unserved.contains(each) ? 0 : 1, each));
      for (AdmissionPolicy policy : AdmissionPolicy.values()) {
        metrics.gauge(
            Metric.POLICY_IN_FORCE, () -> policies.isInForce(policy) ? 1 : 0, policy.word());
      }
      rights.stream().filter(NamespaceRights::suffice).forEach(controllers::add);
      controllers.all().startCaches();
      ready.set(true);
      LOG.info(
          "Ready: health on port {}, default account {}.",
          health.port(),
          settings.defaultAccount());
      candidate.start();
      checks.every(CHECK, "caches", () -> compare(check));
      checks.every(LOOK, "namespaces", unserved::lookAgain);
      checks.every(POLICIES, "policies", () -> look(policies, context));
      checks.every(TELL, "dropped events", eventWriter::tellOfDropped);
      checks.every(MEMORY, "memory", HeapTrimmer.ofThisProcess()::trim);
      Optional<LeadershipChange> change = changes.take();
      while (change.orElse(null) instanceof LeadershipChange.Leads(boolean afterAnother)) {
        lead(context, controllers.all(), takeover(afterAnother));
        change = changes.take();
      }
      LOG.info("Stopping: calls in flight may finish.");
      stopping = true;
      ready.set(false);
      boolean drained = drained();
      eventWriter.flush(LAST_EVENTS);
      if (drained) {
        candidate.release();
      }
      controllers.all().stop();
      LOG.info("Stopped.");
      return change.isEmpty();
    }
  }

  /**
   * Begins to serve a namespace that couldn't be served before, and returns whether this succeeded.
   */
  private boolean serve(NamespaceRights found, NamespaceControllers controllers) {
    try {
      controllers.serve(found);
      return true;
    } catch (StartupException e) {
      if (!stopping) {
        LOG.error(
            "Namespace {} can't be served though the rights are there: {} The process ends, to be"
                + " started anew.",
            found.namespace(),
            e.getMessage());
        changes.add(Optional.of(new LeadershipChange.Blind()));
      }
      return false;
    }
  }

  private void look(AdmissionPolicies policies, OperatorContext context) {
    policies.look();
    context.statusesProtected().found(policies.isInForce(AdmissionPolicy.STATUSES));
  }

  private static String told(String problems) {
    return "\nAdmission policies that aren't in force: " + problems;
  }

  /**
   * Compares the caches with the API server. If a cache doesn't follow the API server, this process
   * ends, so that a new one reads everything again.
   */
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

  /** Returns the metrics of a standby. The first leadership adds the others. */
  private static Metrics metrics() {
    Metrics metrics = new Metrics();
    JvmMeters.bindTo(metrics.registry());
    String version = OperatorProcess.class.getPackage().getImplementationVersion();
    metrics.constant(Metric.BUILD_INFO, 1, Objects.requireNonNullElse(version, "unpackaged"));
    metrics.source(into -> into.set(Metric.LEADER, 0));
    return metrics;
  }

  private Takeover takeover(boolean afterAnother) {
    return settings.lease() == null
        ? Takeover.NONE
        : new Takeover(afterAnother, HttpClients.CALL_TIMEOUT);
  }

  /** Begins to lead as after a fresh start of the process, but with full caches. */
  private void lead(OperatorContext context, Controllers controllers, Takeover takeover) {
    OperatorRunner begins = new OperatorRunner(context, takeover);
    runner = begins;
    context.process().verified().recall(clock.instant());
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

  private void watchEnded(Throwable cause) {
    if (stopping) {
      return;
    }
    LOG.error(
        "A watch ended for good ({}); the process ends, to be started anew.",
        // The cause's message may quote an event, and so a Secret.
        cause.getClass().getSimpleName());
    Runtime.getRuntime().halt(1);
  }
}
