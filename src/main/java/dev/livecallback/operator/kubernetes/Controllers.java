package dev.livecallback.operator.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.operator.config.StartupException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.Controller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The SDK's controllers. They start in two steps: first the caches, then the reconciling. The SDK's
 * own start takes both steps at once, unless the SDK also runs the leader election.
 */
public final class Controllers {
  /**
   * The SDK's operator of each kind, with its own rounds: if one kind gets no answer, the other
   * goes on.
   */
  private final Map<ReconciledKind, Operator> operators = new EnumMap<>(ReconciledKind.class);

  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  /** The controllers that were added and whose caches aren't being filled yet. */
  @GuardedBy("this")
  private final List<Controller<?>> added = new ArrayList<>();

  /** The controllers whose caches are full. */
  @GuardedBy("this")
  private final List<Controller<?>> filled = new ArrayList<>();

  @GuardedBy("this")
  private boolean reconciling;

  /** The kinds that are reconciled. */
  public enum ReconciledKind {
    /** LiveCallbacks. */
    CALLBACKS("livecallback", 32),
    /** LiveAccounts, of which only statuses and finalizers are written. */
    ACCOUNTS("liveaccount", 4);

    private final String word;

    /**
     * The number of objects that are dealt with at a time, finalizers included. More would only
     * wait for the API server until their requests time out, and send them again.
     */
    private final int atOnce;

    ReconciledKind(String word, int atOnce) {
      this.word = word;
      this.atOnce = atOnce;
    }
  }

  /**
   * Creates the controllers.
   *
   * @param watchEnded is told if a watch ends for good
   */
  public Controllers(KubernetesClient client, Consumer<Throwable> watchEnded) {
    for (ReconciledKind kind : ReconciledKind.values()) {
      operators.put(
          kind,
          new Operator(
              sdk ->
                  sdk.withKubernetesClient(client)
                      .withCloseClientOnStop(false)
                      .withExecutorService(new RoundExecutor(kind.atOnce, SdkRounds::namespace))
                      .withReconciliationTerminationTimeout(Duration.ofSeconds(2))
                      .withInformerStoppedHandler(
                          (_, cause) -> {
                            if (cause != null) {
                              watchEnded.accept(cause);
                            }
                          })));
    }
  }

  /**
   * Adds a controller of one namespace, or of all. Several namespaces in one controller would share
   * its item store, and the list of each would remove the others' objects from it.
   *
   * @param trigger retries an object whose finalizer couldn't be written
   */
  public synchronized <T extends HasMetadata> void add(
      Reconciler<T> reconciler,
      ReconciledKind kind,
      String namespace,
      ReconcileTrigger<T> trigger,
      Consumer<ControllerConfigurationOverrider<T>> more) {
    added.add(
        (Controller<?>)
            Objects.requireNonNull(operators.get(kind))
                .register(
                    reconciler,
                    configuration -> {
                      configuration
                          .withName(namespace.isEmpty() ? kind.word : kind.word + "-" + namespace)
                          .withFieldManager(StatusWriter.FIELD_MANAGER)
                          .withGenerationAware(false)
                          .withReconciliationMaxInterval(null)
                          .withInformerListLimit(PrunedLists.OBJECTS_A_PAGE)
                          .withRetry(
                              new SteadyRetry(
                                  (object, delay) ->
                                      trigger.wakeAfter(object, Optional.of(delay))));
                      if (namespace.isEmpty()) {
                        configuration.watchingAllNamespaces();
                      } else {
                        configuration.settingNamespace(namespace);
                      }
                      more.accept(configuration);
                    }));
  }

  /**
   * Fills the caches and keeps them up to date. Doesn't reconcile their objects.
   *
   * @throws StartupException if the caches can't be filled
   */
  public void startCaches() throws StartupException {
    List<Controller<?>> first = taken(() -> {});
    try {
      each(first, controller -> controller.start(false));
    } catch (CompletionException e) {
      stopOperators();
      throw unstarted(e.getCause() == null ? e : e.getCause());
    }
    areFilled(first);
  }

  private static StartupException unstarted(Throwable cause) {
    return new StartupException(
        "The watches couldn't be started ("
            + cause.getMessage()
            + "): check that the API server is well, and start the operator again.");
  }

  /**
   * Starts to reconcile: first each object, and then each change. Doesn't wait for a cache that
   * isn't full.
   */
  public void startReconciling() {
    List<Controller<?>> full;
    synchronized (this) {
      reconciling = true;
      full = List.copyOf(filled);
    }
    each(full, Controller::startEventProcessing);
  }

  /**
   * Adds controllers after the start, and brings them to the same state as the others.
   *
   * @throws StartupException if their caches can't be filled
   */
  public void addLater(Runnable adding) throws StartupException {
    List<Controller<?>> later = taken(adding);
    try {
      // One after the other: the kind that was added first has to be known first.
      later.forEach(each -> each.start(false));
    } catch (RuntimeException e) {
      throw unstarted(e);
    }
    if (areFilled(later)) {
      later.forEach(Controller::startEventProcessing);
    }
  }

  private synchronized List<Controller<?>> taken(Runnable adding) {
    adding.run();
    List<Controller<?>> taken = List.copyOf(added);
    added.clear();
    return taken;
  }

  /** Notes that these controllers' caches are full, and returns whether reconciling has begun. */
  private synchronized boolean areFilled(List<Controller<?>> now) {
    filled.addAll(now);
    return reconciling;
  }

  /**
   * Stops the controllers and the SDK's operators. Doesn't wait for a cache that is still being
   * filled: that ends with the process.
   */
  public void stop() {
    List<Controller<?>> full;
    synchronized (this) {
      reconciling = false;
      full = List.copyOf(filled);
    }
    each(full, Controller::stop);
    stopOperators();
  }

  private void stopOperators() {
    each(operators.values(), Operator::stop);
  }

  private <T> void each(Collection<T> those, Consumer<T> what) {
    CompletableFuture.allOf(
            those.stream()
                .map(each -> CompletableFuture.runAsync(() -> what.accept(each), threads))
                .toArray(CompletableFuture[]::new))
        .join();
  }
}
