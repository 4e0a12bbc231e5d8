package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.livecallback.testing.DefaultAccount;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.Relay;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsControlPlane
@DisplayName("An operator that is told to end")
class ShutdownIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int REFUSED = -1;

  private static final String OBJECT =
      """
      apiVersion: livecallback.dev/v1
      kind: LiveCallback
      metadata: {name: started}
      spec:
        vhost: push.example.com
        messageType: push
        callbackDetailList: [{url: "https://hooks.example.com/1"}]
      """;

  private final OkHttpClient http = new OkHttpClient();

  @Test
  void isNotReadyAnyMoreLetsACallInFlightFinishAndEndsWith0(TestCluster cluster)
      throws InterruptedException {
    DefaultAccount.in(cluster);
    try (var simulator = SimulatorUnderTest.start();
        var relay = Relay.holding("UpdateCallback", simulator.endpoint());
        var operator =
            OperatorUnderTest.of(cluster.kubeconfig(), relay.endpoint())
                .watching(cluster.namespace())
                .start()) {
      assertThat(get(operator, "/healthz")).isEqualTo(200);
      assertThat(get(operator, "/readyz")).isEqualTo(200);
      cluster.kubectlWithInput(OBJECT, "apply", "-f", "-").succeeded();
      relay.awaitHeld();
      assertThat(simulator.records()).isEmpty();

      Thread end = Thread.startVirtualThread(operator::terminate);

      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> get(operator, "/readyz") == 503);
      assertThat(get(operator, "/healthz")).isEqualTo(200);
      relay.release();
      end.join();
      assertThat(operator.terminate()).isZero();
      assertThat(get(operator, "/readyz")).isEqualTo(REFUSED);
      assertThat(simulator.records()).hasSize(1);
      assertThat(simulator.calls("UpdateCallback"))
          .singleElement()
          .satisfies(call -> assertThat(call.path("status").asInt()).isEqualTo(200));
      assertThat(operator.log().getLast()).contains("Stopped.");
      assertThat(operator.logWith("in flight at the end")).isEmpty();
    }
  }

  @Test
  void endsWith0WhenThereIsNothingToFinish(TestCluster cluster) {
    DefaultAccount.in(cluster);
    try (var simulator = SimulatorUnderTest.start();
        var operator =
            OperatorUnderTest.of(cluster.kubeconfig(), simulator)
                .watching(cluster.namespace())
                .start()) {
      assertThat(operator.terminate()).isZero();
      assertThat(operator.logWith("\"WARN\"")).isEmpty();
      assertThat(operator.logWith("\"ERROR\"")).isEmpty();
    }
  }

  @Test
  void findsWhatAnEarlierOneHadBegunAndFinishesIt(TestCluster cluster) {
    DefaultAccount.in(cluster);
    try (var simulator = SimulatorUnderTest.start()) {
      var settings =
          OperatorUnderTest.of(cluster.kubeconfig(), simulator).watching(cluster.namespace());
      String fault =
          simulator.addFault("{\"action\": \"UpdateCallback\", \"effect\": \"dropConnection\"}");
      try (var first = settings.start()) {
        cluster.kubectlWithInput(OBJECT, "apply", "-f", "-").succeeded();
        await().atMost(SOON).until(() -> !simulator.calls("UpdateCallback").isEmpty());
        assertThat(first.terminate()).isZero();
      }
      simulator.removeFault(fault);

      try (var second = settings.start()) {
        cluster
            .kubectl("wait", "livecallback/started", "--for=condition=Ready", "--timeout=60s")
            .succeeded();
        assertThat(second.process().isAlive()).isTrue();
      }
      assertThat(simulator.records()).hasSize(1);
    }
  }

  /** The status of the answer, or {@link #REFUSED}. */
  private int get(OperatorUnderTest operator, String path) {
    Request request = new Request.Builder().url(operator.health() + path).build();
    try (Response response = http.newCall(request).execute()) {
      return response.code();
    } catch (ConnectException e) {
      return REFUSED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
