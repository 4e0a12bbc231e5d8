package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ApiServerProxy;
import dev.livecallback.testing.OperatorUnderTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** As with a webhook on events that hangs: whatever isn't an event is answered. */
@Flow(quota = 100, sync = "1s", operator = false)
@DisplayName("While the API server doesn't answer for events, the operator")
class SilentApiServerIT {
  /** More than there are rounds at a time: each of these objects has an event to write. */
  private static final int MANY = 40;

  private static final String SCOPE = "vhost/silent.example.com";
  private static final String REPAIRED = "vhost/repaired.example.com";

  private final Scene scene;

  SilentApiServerIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void createsAndRepairsRecordsWritesStatusesAndEndsInTime() {
    try (ApiServerProxy proxy = ApiServerProxy.to(scene.cluster().client())) {
      proxy.silence("events");
      OperatorUnderTest operator =
          scene.start(
              scene
                  .operator()
                  .with("KUBECONFIG", proxy.through(scene.cluster().kubeconfig()).toString()));

      scene.adopt("repaired", REPAIRED, "a", URL, "");
      IntStream.range(0, MANY)
          .forEach(i -> scene.callbacks().create("o" + i, spec(SCOPE, "a" + i, "push", URL)));
      IntStream.range(0, MANY).forEach(i -> scene.callbacks().awaitReady("o" + i));
      assertThat(scene.records(SCOPE)).hasSize(MANY);
      Callbacks.awaitThat(
          "each object to have an event",
          () -> assertThat(operator.logWith("Created: ")).hasSize(MANY));

      scene.console().put(REPAIRED, "a", "push", OTHER_URL);
      Callbacks.awaitThat(
          "the record to be put back",
          () -> assertThat(operator.logWith("DriftCorrected: ")).hasSize(1));
      assertThat(scene.records(REPAIRED).toString()).contains(URL).doesNotContain(OTHER_URL);
      assertThat(scene.callbacks().events()).isEmpty();

      assertThat(operator.terminate()).isZero();
      assertThat(operator.logWith("Stopped.")).hasSize(1);
      assertThat(operator.logWith("Events dropped: ")).hasSize(1);
    }
  }
}
