package dev.livecallback.operator.process;

import dev.livecallback.api.WellKnown;
import dev.livecallback.operator.accounts.LiveAccountReconciler;
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
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.function.Supplier;

/**
 * Adds the controllers of single namespaces, or of all ("").
 *
 * @param all those that were added
 * @param runner the one who acts, once there is one
 */
record NamespaceControllers(
    Controllers all,
    OperatorContext context,
    Supplier<OperatorRunner> runner,
    StatusWriter writer,
    EventPublisher events,
    CacheEvents cacheEvents,
    CacheCheck check) {

  /** Adds that of the accounts of a namespace. */
  void addAccounts(String namespace) {
    all.add(
        new LiveAccountReconciler(
            namespace,
            context.accountTrigger(),
            () -> runner.get().accounts(),
            writer,
            events,
            context.clock(),
            context.metrics().timer(Metric.RECONCILE_DURATION, "LiveAccount")),
        "liveaccount",
        namespace,
        context.accountTrigger(),
        more ->
            more.withFinalizer(WellKnown.ACCOUNT_FINALIZER)
                .withInformerListLimit(PrunedLists.ACCOUNTS_A_PAGE)
                .withItemStore(checked("liveaccounts", namespace, cacheEvents.accountStore())));
  }

  /** Adds that of the objects of a namespace. */
  void addObjects(String namespace) {
    all.add(
        new LiveCallbackReconciler(
            namespace,
            context.watches(),
            context.cluster().wakes(),
            object -> runner.get().reconcile(object),
            context.metrics().timer(Metric.RECONCILE_DURATION, "LiveCallback")),
        "livecallback",
        namespace,
        context.cluster().wakes(),
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
