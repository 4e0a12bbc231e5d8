package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.livecallback.gitops.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No NetworkPolicy stops a node's own probes. */
@DisplayName("The NetworkPolicy")
class NetworkPolicyTest {
  @Test
  void letsNobodyInAndAnythingOut() throws IOException {
    assertThat(policies("deploy/manifests/network-policy.yaml"))
        .singleElement()
        .satisfies(NetworkPolicyTest::letsNobodyIn);
    assertThat(policies("src/test/resources/helm/default.rendered.yaml"))
        .singleElement()
        .satisfies(NetworkPolicyTest::letsNobodyIn);
  }

  @Test
  void isOfTheOperatorsPods() throws IOException {
    for (String file :
        List.of("deploy/manifests/%s.yaml", "src/test/resources/helm/default.rendered.yaml")) {
      JsonNode deployment = all(file.formatted("deployment"), "Deployment").getFirst();
      JsonNode labels = deployment.at("/spec/template/metadata/labels");

      assertThat(policies(file.formatted("network-policy")))
          .allSatisfy(
              policy ->
                  assertThat(labels.properties())
                      .containsAll(policy.at("/spec/podSelector/matchLabels").properties()));
    }
  }

  @Test
  void hasOneBesideItThatLetsPrometheusReachThePortOfTheMetrics() throws IOException {
    assertThat(policies("deploy/monitoring/network-policy.yaml"))
        .singleElement()
        .satisfies(NetworkPolicyTest::letsPrometheusIn);
    assertThat(policies("src/test/resources/helm/monitoring.rendered.yaml"))
        .hasSize(2)
        .anySatisfy(NetworkPolicyTest::letsNobodyIn)
        .anySatisfy(NetworkPolicyTest::letsPrometheusIn);
  }

  @Test
  void namesThePeersAndWhatMayGoOutWhereThatIsChosen() throws IOException {
    List<JsonNode> chosen = policies("src/test/resources/helm/full.rendered.yaml");

    assertThat(chosen).hasSize(1);
    JsonNode spec = chosen.getFirst().path("spec");
    assertThat(spec.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(spec.at("/ingress/0/from")).hasSize(1);
    assertThat(spec.at("/egress")).hasSize(3);
    assertThat(policies("src/test/resources/helm/single.rendered.yaml")).isEmpty();
  }

  private static void letsNobodyIn(JsonNode policy) {
    assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
    assertThat(policy.path("spec").has("ingress")).isFalse();
  }

  private static void letsPrometheusIn(JsonNode policy) {
    assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\"]");
    assertThat(policy.at("/spec/ingress")).hasSize(1);
    assertThat(policy.at("/spec/ingress/0/ports").toString())
        .isEqualTo("[{\"port\":\"health\",\"protocol\":\"TCP\"}]");
    assertThat(policy.at("/spec/ingress/0/from").toString())
        .isEqualTo(
            "[{\"namespaceSelector\":{},\"podSelector\":{\"matchLabels\":"
                + "{\"app.kubernetes.io/name\":\"prometheus\"}}}]");
  }

  private static List<JsonNode> policies(String file) throws IOException {
    return all(file, "NetworkPolicy");
  }

  private static List<JsonNode> all(String file, String kind) throws IOException {
    return Stream.of(Files.readString(Path.of(file)).split("(?m)^---.*$", -1))
        .map(TestData::parse)
        .filter(object -> object.path("kind").asText().equals(kind))
        .toList();
  }
}
