package dev.livecallback.operator.kubernetes;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.engine.reconcile.ReconcileResult;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The SDK's reconciler for our objects: it passes each event to the engine as a round, and turns
 * the result into a control.
 */
public final class LiveCallbackReconciler
    implements Reconciler<LiveCallback>, Cleaner<LiveCallback> {
  private final String namespace;
  private final Watches watches;
  private final ReconcileTrigger<LiveCallback> trigger;
  private final Function<LiveCallback, ReconcileResult> round;
  private final Timer timer;

  /**
   * Creates a reconciler.
   *
   * @param namespace the namespace of its objects; {@link Watches#EVERYWHERE} = all
   * @param round carries out one round of an object; never throws, because the SDK would lose an
   *     object whose round ends in an Error
   * @param timer records the duration of each round
   */
  public LiveCallbackReconciler(
      String namespace,
      Watches watches,
      ReconcileTrigger<LiveCallback> trigger,
      Function<LiveCallback, ReconcileResult> round,
      Timer timer) {
    this.namespace = namespace;
    this.timer = timer;
    this.watches = watches;
    this.trigger = trigger;
    this.round = round;
  }

  @Override
  public List<EventSource<?, LiveCallback>> prepareEventSources(
      EventSourceContext<LiveCallback> context) {
    watches.add(namespace, context.getPrimaryCache());
    return List.of(trigger.of(namespace));
  }

  private ReconcileResult reconcile(LiveCallback object) {
    return Objects.requireNonNull(timer.record(() -> round.apply(object)));
  }

  @Override
  public UpdateControl<LiveCallback> reconcile(LiveCallback object, Context<LiveCallback> context) {
    trigger.wakeAfter(object, again(reconcile(object)));
    return UpdateControl.noUpdate();
  }

  @Override
  public DeleteControl cleanup(LiveCallback object, Context<LiveCallback> context) {
    ReconcileResult result = reconcile(object);
    trigger.wakeAfter(object, again(result));
    return result instanceof ReconcileResult.Finished
        ? DeleteControl.defaultDelete()
        : DeleteControl.noFinalizerRemoval();
  }

  private static Optional<Duration> again(ReconcileResult result) {
    return switch (result) {
      case ReconcileResult.Requeue(Optional<Duration> after) -> after;
      case ReconcileResult.Finished _ -> Optional.empty();
    };
  }
}
