package dev.livecallback.operator;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.ObjectId;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Collection;

/** Has objects planned again because something about them became known. */
final class Wakes {
  private final SimpleInboundEventSource<LiveCallback> source =
      new SimpleInboundEventSource<>("answers");

  SimpleInboundEventSource<LiveCallback> source() {
    return source;
  }

  void wake(Collection<ObjectId> objects) {
    objects.forEach(
        object -> source.propagateEvent(new ResourceID(object.name(), object.namespace())));
  }
}
