package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

class ImpatientClientTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicInteger seen = new AtomicInteger();

  private KubernetesClient client(String url) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withImpersonateUsername("somebody")
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("counts", new Counting()))
        .build();
  }

  private final class Counting implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      seen.incrementAndGet();
    }
  }

  private static void ask(KubernetesClient client, Duration patience, int triesMore) {
    KubernetesClient impatient = ImpatientClient.of(client, patience, triesMore);
    assertThatThrownBy(() -> impatient.secrets().inNamespace("team").withName("keys").get())
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void triesAsOftenAsItIsToldAsTheSameUserAndByTheSameInterceptors() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              return new MockResponse.Builder().code(503).build();
            }
          });
      server.start(InetAddress.getLoopbackAddress(), 0);
      try (KubernetesClient client = client(server.url("/").toString())) {
        ask(client, LONG, 0);
        assertThat(server.getRequestCount()).isEqualTo(1);
        ask(client, LONG, 2);
        assertThat(server.getRequestCount()).isEqualTo(1 + 3);
      }
      assertThat(seen).hasValue(4);
      assertThat(server.takeRequest().getHeaders().get("Impersonate-User")).isEqualTo("somebody");
    }
  }

  @Test
  void givesUpWhereNothingIsAnswered() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client = client("http://127.0.0.1:" + silent.getLocalPort())) {
      ask(client, Duration.ofMillis(100), 0);
    }
    assertThat(seen).hasValue(1);
  }
}
