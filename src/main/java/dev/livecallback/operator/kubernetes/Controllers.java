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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The SDK's controllers. They are started in two steps, which the SDK's own start takes at once
 * unless the election is its own, too: first the caches, then what is done about their content.
 */
public final class Controllers {
  /**
   * So many objects are dealt with at a time, finalizers included: more would only wait for the API
   * server, hold their requests until these time out, and send them again.
   */
  private static final int AT_ONCE = 32;

  private final Operator operator;
  private final List<Controller<?>> controllers = new CopyOnWriteArrayList<>();

  @GuardedBy("this")
  private boolean reconciling;

  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param watchEnded told should a watch end for good
   */
  public Controllers(KubernetesClient client, Consumer<Throwable> watchEnded) {
    this.operator =
        new Operator(
            sdk ->
                sdk.withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withExecutorService(new RoundExecutor(AT_ONCE, SdkRounds::namespace))
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(2))
                    .withInformerStoppedHandler(
                        (_, cause) -> {
                          if (cause != null) {
                            watchEnded.accept(cause);
                          }
                        }));
  }

  /**
   * Adds a controller of one namespace, or of all. Several namespaces in one controller would share
   * its item store, and the list of each would take the others' objects out of it.
   *
   * @param wakes times when an object is tried again whose finalizer couldn't be written
   */
  public <T extends HasMetadata> void add(
      Reconciler<T> reconciler,
      String kind,
      String namespace,
      ReconcileTrigger<T> wakes,
      Consumer<ControllerConfigurationOverrider<T>> more) {
    controllers.add(
        (Controller<?>)
            operator.register(
                reconciler,
                configuration -> {
                  configuration
                      .withName(namespace.isEmpty() ? kind : kind + "-" + namespace)
                      .withFieldManager(StatusWriter.FIELD_MANAGER)
                      .withGenerationAware(false)
                      .withReconciliationMaxInterval(null)
                      .withInformerListLimit(PrunedLists.OBJECTS_A_PAGE)
                      .withRetry(
                          new SteadyRetry(
                              (object, delay) -> wakes.wakeAfter(object, Optional.of(delay))));
                  if (namespace.isEmpty()) {
                    configuration.watchingAllNamespaces();
                  } else {
                    configuration.settingNamespace(namespace);
                  }
                  more.accept(configuration);
                }));
  }

  /**
   * Fills the caches and keeps them up to date. Nothing is done about what is in them.
   *
   * @throws StartupException if they can't be filled
   */
  public synchronized void startCaches() throws StartupException {
    try {
      each(controller -> controller.start(false));
    } catch (CompletionException e) {
      operator.stop();
      throw unstarted(e.getCause() == null ? e : e.getCause());
    }
  }

  private static StartupException unstarted(Throwable cause) {
    return new StartupException(
        "The watches couldn't be started ("
            + cause.getMessage()
            + "): check that the API server is well, and start the operator again.");
  }

  /** Has each object reconciled, and then each change. */
  public synchronized void startReconciling() {
    reconciling = true;
    each(Controller::startEventProcessing);
  }

  /**
   * Adds controllers to those that are started, and brings them as far as these are.
   *
   * @throws StartupException if their caches can't be filled
   */
  public synchronized void addLater(Runnable adding) throws StartupException {
    List<Controller<?>> before = List.copyOf(controllers);
    adding.run();
    List<Controller<?>> added = new ArrayList<>(controllers);
    added.removeAll(before);
    try {
      // One after the other: what was added first is to be known first.
      added.forEach(each -> each.start(false));
    } catch (RuntimeException e) {
      throw unstarted(e);
    }
    if (reconciling) {
      added.forEach(Controller::startEventProcessing);
    }
  }

  /** Ends both. It waits for nothing that is being added. */
  public void stop() {
    each(Controller::stop);
    operator.stop();
  }

  private void each(Consumer<Controller<?>> what) {
    CompletableFuture.allOf(
            controllers.stream()
                .map(each -> CompletableFuture.runAsync(() -> what.accept(each), threads))
                .toArray(CompletableFuture[]::new))
        .join();
  }
}
