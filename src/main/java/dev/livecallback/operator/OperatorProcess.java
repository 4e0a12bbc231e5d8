package dev.livecallback.operator;

import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
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
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Settings settings;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean drained;

  OperatorProcess(Settings settings) {
    this.settings = settings;
  }

  /**
   * Runs until SIGTERM.
   *
   * @throws StartupException if it can't start
   */
  void run() throws StartupException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::awaitStop, "stop"));
    try {
      Config config = config(settings.kubeconfig());
      Set<String> fetchedOnly = StartupChecks.run(config, settings);
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
          SecretStore secrets = secrets(client, fetchedOnly)) {
        OperatorRunner runner =
            new OperatorRunner(
                settings, client, secrets, InstantSource.system(), RandomGenerator.getDefault());
        secrets.start(runner::secretChanged);
        run(client, runner);
      }
      drained = true;
    } finally {
      stopped.countDown();
    }
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
        new FetchedSecrets(client, InstantSource.system()),
        fetchedOnly);
  }

  private void run(KubernetesClient client, OperatorRunner runner)
      throws StartupException, InterruptedException {
    try (HealthServer health =
        HealthServer.start(
            settings.httpBind(),
            settings.httpPort(),
            runner::alive,
            ready::get,
            runner.metrics()::scrape)) {
      Operator operator = operator(client);
      orAll(settings.accountNamespaces())
          .forEach(
              namespace ->
                  operator.register(
                      runner.accounts(namespace),
                      controller ->
                          watch(controller, "liveaccount", namespace)
                              .withFinalizer(WellKnown.ACCOUNT_FINALIZER)
                              .withItemStore(runner.accountStore())));
      orAll(settings.watchNamespaces())
          .forEach(
              namespace ->
                  operator.register(
                      runner.callbacks(namespace),
                      controller ->
                          watch(controller, "livecallback", namespace)
                              .withFinalizer(WellKnown.FINALIZER)
                              .withOnUpdateFilter(Watches::worthPlanning)
                              .withItemStore(runner.objectStore())));
      try {
        operator.start();
      } catch (OperatorException e) {
        throw new StartupException(
            "The watches couldn't be started ("
                + e.getMessage()
                + "): check that the API server is well, and start the operator again.");
      }
      runner.start();
      ready.set(true);
      LOG.info(
          "Ready: health on port {}, default account {}.",
          health.port(),
          settings.defaultAccount());
      stopping.await();
      LOG.info("Stopping: calls in flight may finish.");
      ready.set(false);
      runner.stop(DRAIN);
      operator.stop();
      LOG.info("Stopped.");
    }
  }

  private static Set<String> orAll(Set<String> namespaces) {
    return namespaces.isEmpty() ? Set.of(Watches.EVERYWHERE) : namespaces;
  }

  /**
   * A controller of one namespace, or of all. Several namespaces in one controller would share its
   * item store, and the list of each would take the others' objects out of it.
   */
  private static <T extends HasMetadata> ControllerConfigurationOverrider<T> watch(
      ControllerConfigurationOverrider<T> controller, String kind, String namespace) {
    controller
        .withName(namespace.isEmpty() ? kind : kind + "-" + namespace)
        .withFieldManager(StatusWriter.FIELD_MANAGER)
        .withGenerationAware(false)
        .withReconciliationMaxInterval(null)
        .withRetry(patience());
    return namespace.isEmpty()
        ? controller.watchingAllNamespaces()
        : controller.settingNamespace(namespace);
  }

  private void awaitStop() {
    stopping.countDown();
    try {
      if (!stopped.await(DRAIN.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Stopped before everything had finished.");
      } else if (drained) {
        // A JVM that ends by SIGTERM exits with 143, which looks like a failure.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Operator operator(KubernetesClient client) {
    return new Operator(
        sdk ->
            sdk.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withReconciliationTerminationTimeout(Duration.ofSeconds(2))
                .withInformerStoppedHandler(
                    (informer, cause) -> {
                      if (cause != null) {
                        watchEnded(cause);
                      }
                    }));
  }

  private static void watchEnded(Throwable cause) {
    LOG.error(
        "A watch ended for good ({}); the process ends, to be started anew.",
        // Its message may quote an event, and so a Secret.
        cause.getClass().getSimpleName());
    Runtime.getRuntime().halt(1);
  }

  /**
   * For what the SDK itself does, the finalizer's patches: it would give up after five attempts.
   */
  private static Retry patience() {
    return new GenericRetry()
        .setInitialInterval(FIRST_RETRY)
        .setMaxInterval(LAST_RETRY.toMillis())
        .withoutMaxAttempts();
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
