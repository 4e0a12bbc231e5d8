package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VersionListerTest {
  private static final int LONG_ENOUGH_MILLIS = 30_000;

  @Test
  void aRequestThatIsNotAnsweredStaysOpenNoLongerThanItIsWaitedFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client = client(silent.getLocalPort())) {
      VersionLister lister = new VersionLister(client, Duration.ofMillis(300));
      assertThatThrownBy(() -> lister.versions("secrets", "team")).isInstanceOf(IOException.class);

      try (Socket connection = silent.accept()) {
        connection.setSoTimeout(LONG_ENOUGH_MILLIS);
        // Ends when the caller closes it, else by the timeout.
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static KubernetesClient client(int port) {
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:" + port).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
