package dev.livecallback.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The trigger by which objects of a kind are reconciled again, because something about them became
 * known or because it is time. The SDK's own timer goes by the wall clock: if the clock is set
 * back, nothing is due for as long as the step was.
 */
public final class ReconcileTrigger<T extends HasMetadata> {
  private final Map<String, SimpleInboundEventSource<T>> sources = new ConcurrentHashMap<>();
  private final Map<ResourceID, Future<?>> due = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("due").factory());

  /** Creates a trigger for objects of all namespaces. */
  public ReconcileTrigger() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Returns the event source of a namespace, or of {@link Watches#EVERYWHERE}. */
  public SimpleInboundEventSource<T> of(String namespace) {
    return sources.computeIfAbsent(namespace, _ -> new SimpleInboundEventSource<>("wakes"));
  }

  /** Triggers a new round of one object. */
  public void wake(String namespace, String name) {
    SimpleInboundEventSource<T> source =
        sources.getOrDefault(namespace, sources.get(Watches.EVERYWHERE));
    if (source != null) {
      source.propagateEvent(new ResourceID(name, namespace));
    }
  }

  /**
   * Triggers a new round of one object after a time, in place of any earlier time.
   *
   * @param after the time; empty = the object isn't reconciled before something happens
   */
  public void wakeAfter(T object, Optional<Duration> after) {
    ObjectMeta metadata = object.getMetadata();
    wakeAfter(new ResourceID(metadata.getName(), metadata.getNamespace()), after);
  }

  /** Does the same for the object with this name. */
  void wakeAfter(ResourceID id, Optional<Duration> after) {
    due.compute(
        id,
        (_, before) -> {
          if (before != null) {
            before.cancel(false);
          }
          return after.isPresent() ? schedule(id, after.get()) : null;
        });
  }

  private Future<?> schedule(ResourceID id, Duration delay) {
    return timer.schedule(
        () -> {
          due.remove(id);
          wake(id.getNamespace().orElse(Watches.EVERYWHERE), id.getName());
        },
        delay.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
