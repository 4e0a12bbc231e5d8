package dev.livecallback.testing;

import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackSpecBuilder;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An object as the API server has it, with its metadata changed as a test likes. */
public final class SampleObjects {
  private SampleObjects() {}

  public static LiveCallback object(UnaryOperator<ObjectMetaBuilder> metadata) {
    LiveCallback object = new LiveCallback();
    object.setMetadata(
        metadata
            .apply(
                new ObjectMetaBuilder()
                    .withNamespace("team")
                    .withName("on-push")
                    .withUid("uid-1")
                    .withGeneration(1L)
                    .withResourceVersion("10")
                    .withFinalizers(WellKnown.FINALIZER))
            .build());
    object.setSpec(spec("live.example.com", "sports", "https://a.example.com"));
    object.setStatus(status(1));
    return object;
  }

  /** One that says no more than it has to. */
  public static LiveCallbackSpec spec(String vhost, @Nullable String app, String url) {
    return LiveCallbackSpecBuilder.builder()
        .vhost(vhost)
        .app(app)
        .messageType("push")
        .callbackDetailList(List.of(new CallbackDetailSpec(null, url)))
        .build();
  }

  public static LiveCallback object() {
    return object(metadata -> metadata);
  }

  /** A status that speaks of this generation, and of nothing else yet. */
  public static LiveCallbackStatus status(long generation) {
    return LiveCallbackStatus.EMPTY.withObservedGeneration(generation);
  }
}
