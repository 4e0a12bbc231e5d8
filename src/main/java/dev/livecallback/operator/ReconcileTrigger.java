package dev.livecallback.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Has objects of a kind looked at again because something about them became known. */
final class ReconcileTrigger<T extends HasMetadata> {
  private final Map<String, SimpleInboundEventSource<T>> sources = new ConcurrentHashMap<>();

  /** The events of a namespace, or of {@link Watches#EVERYWHERE}. */
  SimpleInboundEventSource<T> of(String namespace) {
    return sources.computeIfAbsent(namespace, _ -> new SimpleInboundEventSource<>("wakes"));
  }

  void wake(String namespace, String name) {
    SimpleInboundEventSource<T> source =
        sources.getOrDefault(namespace, sources.get(Watches.EVERYWHERE));
    if (source != null) {
      source.propagateEvent(new ResourceID(name, namespace));
    }
  }
}
