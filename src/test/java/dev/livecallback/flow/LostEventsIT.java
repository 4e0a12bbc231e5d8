package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.ApiServerProxy;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.Slow;
import dev.livecallback.testing.TestCluster;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nothing ends, nothing fails: only, what happened isn't told. */
@Order(1) // it waits for minutes: it begins early
@Execution(ExecutionMode.CONCURRENT) // each of its tests has its own scene
@Flow(operator = false)
@Tag("abuse")
@DisplayName("When a watch")
@Slow
class LostEventsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void losesOneEventTheProcessGivesWayToOneThatActsOnIt(Scene scene, TestCluster cluster) {
    isNoticed(scene, cluster, event -> event.contains(OTHER_URL));
  }

  @Test
  void saysNothingAnyMoreTheProcessGivesWayToOneThatHearsOfWhatHappened(
      Scene scene, TestCluster cluster) {
    isNoticed(scene, cluster, _ -> true);
  }

  private static void isNoticed(Scene scene, TestCluster cluster, Predicate<String> lost) {
    String scope = "vhost/unseen.example.com";
    try (ApiServerProxy proxy = ApiServerProxy.to(cluster.client())) {
      OperatorUnderTest operator =
          scene.start(
              scene.operator().with("KUBECONFIG", proxy.through(cluster.kubeconfig()).toString()));
      scene.callbacks().create("unseen", spec(scope, "a", "push", URL));
      scene.callbacks().awaitReady("unseen");

      proxy.lose(lost);
      scene
          .callbacks()
          .edit("unseen", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(OTHER_URL));

      assertThat(operator.process().awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(scene.records(scope).toString()).doesNotContain(OTHER_URL);
      assertThat(operator.logWith("A cache doesn't follow the API server: livecallbacks "))
          .hasSize(1);
      scene.start();
      Callbacks.awaitThat(
          "the edit to be written",
          () -> assertThat(scene.records(scope).toString()).contains(OTHER_URL));
    }
  }
}
