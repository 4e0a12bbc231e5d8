package dev.livecallback.operator.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

class VerifiedKeysConfigMapTest {
  @Test
  void nothingWaitsForASecondTry() throws Exception {
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
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        VerifiedKeysConfigMap store = new VerifiedKeysConfigMap(client, "ops");

        assertThatThrownBy(store::read).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.write(Map.of())).isInstanceOf(IOException.class);

        assertThat(server.getRequestCount()).isEqualTo(2);
      }
    }
  }
}
