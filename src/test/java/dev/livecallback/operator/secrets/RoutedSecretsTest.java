package dev.livecallback.operator.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.engine.objects.SecretUnavailableException;
import dev.livecallback.operator.kubernetes.Watches;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Set;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

class RoutedSecretsTest {
  @Test
  void aRoundWaitsForNoSecondTry() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder().code(503).build();
            }
          });
      server.start(InetAddress.getLoopbackAddress(), 0);
      Config config =
          new ConfigBuilder(Config.empty()).withMasterUrl(server.url("/").toString()).build();
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
          RoutedSecrets secrets =
              RoutedSecrets.of(
                  client, Set.of(), Set.of(Watches.EVERYWHERE), _ -> {}, InstantSource.system())) {

        assertThatThrownBy(() -> secrets.secret("team", "keys", Set.of("a")))
            .isInstanceOf(SecretUnavailableException.class);

        assertThat(server.getRequestCount()).isOne();
      }
    }
  }
}
