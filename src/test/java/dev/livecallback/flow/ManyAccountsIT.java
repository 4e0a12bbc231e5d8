package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.OTHER_URL;
import static dev.livecallback.flow.Callbacks.URL;
import static dev.livecallback.flow.Callbacks.awaitThat;
import static dev.livecallback.flow.Callbacks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 2,000 of them that nobody uses, every second one with a Secret that is there. */
@Tag("abuse")
@Tag("minutes")
@Flow(operator = false)
@DisplayName("Thousands of accounts in a namespace")
class ManyAccountsIT {
  private static final int MANY = 2_000;
  private static final String SCOPE = "vhost/used.example.com";

  /** Ten a second are sent; a busy machine may have two seconds' worth arrive in one. */
  private static final int CALLS_OF_STS = 20;

  private static final int THREADS = 100;
  private static final int LINES = 2_000;

  private final Scene scene;

  ManyAccountsIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void costLittleAtAStartAndKeepNobodyFromHisTurn() {
    TestCluster another = scene.cluster().another("who creates thousands");
    new Accounts(another)
        .secret(
            "keys",
            Map.of(
                "accessKeyId", SimulatorUnderTest.ACCESS_KEY_ID,
                "secretAccessKey", SimulatorUnderTest.SECRET_ACCESS_KEY));
    IntStream.range(0, MANY).parallel().forEach(i -> create(another, i));
    scene.callbacks().create("used", spec(SCOPE, "a", "push", URL));

    for (String url : List.of(OTHER_URL, URL)) {
      OperatorUnderTest operator =
          scene.start(
              scene
                  .operator()
                  .watching(scene.cluster().namespace(), another.namespace())
                  .with("LOG_LEVEL", "info"));
      scene.callbacks().edit("used", "{\"callbackDetailList\":[{\"url\":\"%s\"}]}".formatted(url));
      awaitThat(
          "the edit to be written",
          () -> assertThat(scene.records(SCOPE).toString()).contains("\"" + url + "\""));
      Callbacks.awaitThat(
          "a quarter of them to have had their turn",
          () -> assertThat(asked().size()).isGreaterThan(MANY / 4));

      assertThat(CallTimes.mostInASecond(asked())).isLessThanOrEqualTo(CALLS_OF_STS);
      assertThat(threads(operator)).isLessThan(THREADS);
      assertThat(operator.metrics().lines().count()).isLessThan(LINES);
      assertThat(operator.terminate()).isZero();
      assertThat(operator.logWith("OutOfMemory")).isEmpty();
      scene.simulator().forgetCalls();
    }
  }

  private List<Instant> asked() {
    return scene.simulator().calls("GetCallerIdentity").stream()
        .map((JsonNode call) -> Instant.parse(call.path("at").asText()))
        .toList();
  }

  private static double threads(OperatorUnderTest operator) {
    return operator
        .metrics()
        .lines()
        .filter(line -> line.startsWith("jvm_threads_live_threads "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  private static void create(TestCluster cluster, int number) {
    cluster
        .client()
        .resource(
            Serialization.asJson(
                Map.of(
                    "apiVersion",
                    "livecallback.dev/v1",
                    "kind",
                    "LiveAccount",
                    "metadata",
                    Map.of("name", "idle-" + number),
                    "spec",
                    Map.of(
                        "profile",
                        "Volcengine",
                        "credentials",
                        Map.of("secretRef", Map.of("name", number % 2 == 0 ? "keys" : "none"))))))
        .create();
  }
}
