package dev.livecallback.operator;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.engine.Next;
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

/** The SDK's way into the engine: an event becomes a round, what is next becomes a control. */
final class LiveCallbackReconciler implements Reconciler<LiveCallback>, Cleaner<LiveCallback> {
  private final String namespace;
  private final Watches watches;
  private final ReconcileTrigger<LiveCallback> wakes;
  private final Function<LiveCallback, Next> round;
  private final Timer timer;

  /**
   * @param namespace the one that it is of; {@link Watches#EVERYWHERE} = all
   * @param round carries out one round of an object; throws nothing, for the SDK would lose an
   *     object whose round ends in an Error
   * @param timer told how long each round took
   */
  LiveCallbackReconciler(
      String namespace,
      Watches watches,
      ReconcileTrigger<LiveCallback> wakes,
      Function<LiveCallback, Next> round,
      Timer timer) {
    this.namespace = namespace;
    this.timer = timer;
    this.watches = watches;
    this.wakes = wakes;
    this.round = round;
  }

  @Override
  public List<EventSource<?, LiveCallback>> prepareEventSources(
      EventSourceContext<LiveCallback> context) {
    watches.add(namespace, context.getPrimaryCache());
    return List.of(wakes.of(namespace));
  }

  private Next round(LiveCallback object) {
    return Objects.requireNonNull(timer.record(() -> round.apply(object)));
  }

  @Override
  public UpdateControl<LiveCallback> reconcile(LiveCallback object, Context<LiveCallback> context) {
    UpdateControl<LiveCallback> control = UpdateControl.noUpdate();
    return switch (round(object)) {
      case Next.Later(Optional<Duration> after) ->
          after.map(control::rescheduleAfter).orElse(control);
      case Next.Gone _ -> control;
    };
  }

  @Override
  public DeleteControl cleanup(LiveCallback object, Context<LiveCallback> context) {
    return switch (round(object)) {
      case Next.Later(Optional<Duration> after) -> {
        DeleteControl control = DeleteControl.noFinalizerRemoval();
        yield after.map(control::rescheduleAfter).orElse(control);
      }
      case Next.Gone _ -> DeleteControl.defaultDelete();
    };
  }
}
