package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.operator.config.StartupException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The first requests to the API server")
class StartupClientTest {
  private static final String URL = "https://10.0.0.1:6443/";

  private final AtomicInteger asked = new AtomicInteger();
  private Instant now = Instant.EPOCH;

  private StartupClient client(boolean inPod) {
    return client(
        new ConfigBuilder(Config.empty()).withMasterUrl(URL).build(),
        inPod,
        StartupClient.PATIENCE);
  }

  private StartupClient client(Config config, boolean inPod, Duration patience) {
    return new StartupClient(
        new KubernetesClientBuilder().withConfig(config).build(),
        inPod,
        patience,
        () -> now,
        pause -> now = now.plus(pause));
  }

  /** Fails so often, in that time each. */
  private Function<KubernetesClient, String> failing(int times, Duration each, Throwable cause) {
    return _ -> {
      if (asked.incrementAndGet() > times) {
        return "there";
      }
      now = now.plus(each);
      throw new KubernetesClientException("An error has occurred.", cause);
    };
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), "it refused the connection"),
        Arguments.of(new SocketTimeoutException("timeout"), "it didn't answer within 15 s"),
        Arguments.of(new SocketTimeoutException("Connect timed out"), "it didn't answer within"),
        Arguments.of(new UnknownHostException("api"), "its name has no address"),
        Arguments.of(new IOException("unexpected end of stream"), "unexpected end of stream"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("failures")
  void areMadeAgainInAPod(Throwable failure, String words) throws StartupException {
    try (StartupClient client = client(true)) {
      assertThat(client.ask(failing(5, StartupClient.REQUEST, failure))).isEqualTo("there");
    }
    assertThat(asked).hasValue(6);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("failures")
  void endBeforeTheStartupProbeDoesAndSayWhyWithoutAWordOfAKubeconfig(
      Throwable failure, String words) {
    try (StartupClient client = client(true)) {
      assertThatThrownBy(
              () -> client.ask(failing(Integer.MAX_VALUE, StartupClient.REQUEST, failure)))
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith("The API server at " + URL + " can't be reached (" + words)
          .hasMessageContaining("NetworkPolicies")
          .hasMessageNotContaining("KUBECONFIG");
    }
    assertThat(now)
        .isBetween(
            Instant.EPOCH.plus(StartupClient.PATIENCE),
            Instant.EPOCH.plus(StartupClient.PATIENCE).plus(StartupClient.REQUEST).plusSeconds(2));
  }

  @Test
  void haveOnePatienceForAllOfThem() {
    try (StartupClient client = client(true)) {
      Throwable failure = new ConnectException("Connection refused");
      for (int request = 0; request < 8; request++) {
        asked.set(0);
        assertThat(askedInVain(client, failing(1, StartupClient.REQUEST, failure))).isFalse();
      }
      asked.set(0);
      assertThat(askedInVain(client, failing(1, StartupClient.REQUEST, failure))).isTrue();
    }
  }

  private static boolean askedInVain(
      StartupClient client, Function<KubernetesClient, String> request) {
    try {
      return client.ask(request).isEmpty();
    } catch (StartupException e) {
      return true;
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("failures")
  void areMadeOnceOnADesk(Throwable failure, String words) {
    try (StartupClient client = client(false)) {
      assertThatThrownBy(() -> client.ask(failing(1, StartupClient.REQUEST, failure)))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(words)
          .hasMessageContaining("set KUBECONFIG");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void areMadeOnceByWhoComesAgainInAPodToo() {
    Config pod =
        new ConfigBuilder(Config.empty()).withMasterUrl(URL).withAutoOAuthToken("token").build();
    try (StartupClient client = StartupClient.impatient(pod)) {
      assertThat(client.inPod()).isTrue();
      assertThat(askedInVain(client, failing(1, Duration.ZERO, new ConnectException("refused"))))
          .isTrue();
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void areNotMadeAgainToAServerThatNobodyTrusts() {
    try (StartupClient client = client(true)) {
      assertThatThrownBy(
              () ->
                  client.ask(
                      failing(1, Duration.ZERO, new SSLHandshakeException("PKIX path building"))))
          .hasMessageContaining("its certificate isn't trusted");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {401, 403, 404, 409})
  void areAnsweredByAnErrorToo(int code) {
    try (StartupClient client = client(true)) {
      assertThatThrownBy(() -> client.ask(answering(1, code)))
          .isInstanceOf(KubernetesClientException.class);
    }
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {429, 500, 503})
  void areMadeAgainToAServerThatIsBusy(int code) throws StartupException {
    try (StartupClient client = client(true)) {
      assertThat(client.ask(answering(3, code))).isEqualTo("there");
    }
    try (StartupClient client = client(false)) {
      asked.set(0);
      assertThatThrownBy(() -> client.ask(answering(3, code)))
          .isInstanceOf(KubernetesClientException.class);
    }
  }

  private Function<KubernetesClient, String> answering(int times, int code) {
    return _ -> {
      if (asked.incrementAndGet() > times) {
        return "there";
      }
      throw new KubernetesClientException("Not now.", code, null);
    };
  }

  @Test
  void tellARefusalFromSilenceOnARealSocket() throws IOException {
    try (Socket held = new Socket();
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      assertThat(refusal(held.getLocalPort())).contains("it refused the connection");
      assertThat(refusal(silent.getLocalPort())).contains("it didn't answer within");
    }
  }

  private String refusal(int port) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://127.0.0.1:" + port)
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(500)
            .withRequestTimeout(500)
            .build();
    try (StartupClient client = client(config, false, StartupClient.PATIENCE)) {
      client.ask(each -> each.resources(Pod.class).list());
      throw new AssertionError("it was answered");
    } catch (StartupException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"deploy/manifests/deployment.yaml", "deploy/helm/templates/deployment.yaml"})
  void fitIntoTheStartupProbe(String file) throws IOException {
    Matcher probe =
        Pattern.compile(
                "startupProbe:.*?periodSeconds: (\\d+)\\s+failureThreshold: (\\d+)", Pattern.DOTALL)
            .matcher(Files.readString(Path.of(file)));
    assertThat(probe.find()).isTrue();
    Duration allowed =
        Duration.ofSeconds(Long.parseLong(probe.group(1)) * Long.parseLong(probe.group(2)));

    assertThat(StartupClient.PATIENCE.plus(StartupClient.REQUEST).plusSeconds(10))
        .isLessThan(allowed);
  }
}
