package dev.livecallback.operator.process;

import dev.livecallback.api.WellKnown;
import dev.livecallback.operator.accounts.LiveAccountReconciler;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.operator.kubernetes.CacheCheck;
import dev.livecallback.operator.kubernetes.CacheEvents;
import dev.livecallback.operator.kubernetes.Controllers;
import dev.livecallback.operator.kubernetes.EventPublisher;
import dev.livecallback.operator.kubernetes.LiveCallbackReconciler;
import dev.livecallback.operator.kubernetes.PrunedLists;
import dev.livecallback.operator.kubernetes.PrunedStore;
import dev.livecallback.operator.kubernetes.StatusWriter;
import dev.livecallback.operator.kubernetes.Watches;
import dev.livecallback.operator.metrics.Metric;
import dev.livecallback.operator.secrets.RoutedSecrets;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the controllers of single namespaces, or of all namespaces (""), and the caches that they
 * need.
 *
 * @param all the controllers that were added
 * @param runner gives the engine at work, once this process leads
 */
record NamespaceControllers(
    Controllers all,
    OperatorContext context,
    RoutedSecrets secrets,
    Supplier<OperatorRunner> runner,
    StatusWriter writer,
    EventPublisher events,
    CacheEvents cacheEvents,
    CacheCheck check) {

  private static final Logger LOG = LoggerFactory.getLogger(NamespaceControllers.class);

  /** Adds a namespace's controllers: for its accounts, and for its objects if these are watched. */
  void add(NamespaceRights found) {
    addAccounts(found.namespace());
    Set<String> watched = context.process().settings().watchNamespaces();
    if (watched.isEmpty() || watched.contains(found.namespace())) {
      addObjects(found.namespace());
    }
  }

  /**
   * Begins to serve a namespace that couldn't be served before. This may wait long for the API
   * server.
   *
   * @throws StartupException if the namespace's Secrets or objects can't be read
   */
  void serve(NamespaceRights found) throws StartupException {
    if (found.fetchesSecrets()) {
      tellOfFetching(found.namespace());
      secrets.fetchOnly(found.namespace());
    }
    secrets.add(found.namespace());
    all.addLater(() -> add(found));
  }

  /** Logs that the operator may get but not watch the Secrets of a namespace, or of all (""). */
  static void tellOfFetching(String namespace) {
    LOG.info(
        "Secrets{} may be got but not watched: a changed one is seen at the next sweep.",
        namespace.isEmpty() ? "" : " of namespace " + namespace);
  }

  private void addAccounts(String namespace) {
    all.add(
        new LiveAccountReconciler(
            namespace,
            context.accountTrigger(),
            () -> runner.get().accounts(),
            writer,
            events,
            context.process().clock(),
            context.metrics().timer(Metric.RECONCILE_DURATION, "LiveAccount")),
        Controllers.ReconciledKind.ACCOUNTS,
        namespace,
        context.accountTrigger(),
        more ->
            more.withFinalizer(WellKnown.ACCOUNT_FINALIZER)
                .withInformerListLimit(PrunedLists.ACCOUNTS_A_PAGE)
                .withItemStore(checked("liveaccounts", namespace, cacheEvents.accountStore())));
  }

  private void addObjects(String namespace) {
    all.add(
        new LiveCallbackReconciler(
            namespace,
            context.watches(),
            context.cluster().trigger(),
            object -> runner.get().reconcile(object),
            context.metrics().timer(Metric.RECONCILE_DURATION, "LiveCallback")),
        Controllers.ReconciledKind.CALLBACKS,
        namespace,
        context.cluster().trigger(),
        more ->
            more.withFinalizer(WellKnown.FINALIZER)
                .withOnUpdateFilter(Watches::worthPlanning)
                .withItemStore(checked("livecallbacks", namespace, cacheEvents.objectStore())));
  }

  private <T extends HasMetadata> PrunedStore<T> checked(
      String kind, String namespace, PrunedStore<T> store) {
    check.add(kind, namespace, store::values);
    return store;
  }
}
