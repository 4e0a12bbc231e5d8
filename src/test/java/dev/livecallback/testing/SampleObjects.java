package dev.livecallback.testing;

import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.WellKnown;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.function.UnaryOperator;

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
    object.setSpec(
        new LiveCallbackSpec(
            null,
            "live.example.com",
            null,
            "sports",
            "push",
            List.of(new CallbackDetailSpec(null, "https://a.example.com")),
            null,
            null,
            null,
            null,
            null,
            null));
    object.setStatus(status(1));
    return object;
  }

  public static LiveCallback object() {
    return object(metadata -> metadata);
  }

  /** A status that speaks of this generation, and of nothing else yet. */
  public static LiveCallbackStatus status(long generation) {
    return LiveCallbackStatus.EMPTY.withObservedGeneration(generation);
  }
}
