package dev.livecallback.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.volcengine.DirectHost;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.Egress.HttpProxy;
import dev.livecallback.volcengine.SecretText;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientImpl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The way to the API server")
class ApiServerConfigTest {
  private static final HttpProxy PROXY =
      new HttpProxy("2001:db8::1", 3128, "live", new SecretText("p@ss"));

  @TempDir private Path folder;

  @ParameterizedTest(name = "to {0}, with NO_PROXY={1}: through {2}")
  @CsvSource({
    "https://10.0.0.1:6443, example.com, http://2001:db8:0:0:0:0:0:1:3128",
    "https://10.0.0.1:6443, 10.0.0.1,",
    "https://10.0.0.1:6443, 10.0.0.0/8,",
    "https://10.0.0.1:6443, *,",
    "https://10.0.0.1:6443, 10.0.0.1:6443,",
    "https://[fd00::1]:6443, fd00::1,",
    "https://[fd00::1]:6443, [fd00::1],",
    "https://[fd00::1]:6443, fd00::2, http://2001:db8:0:0:0:0:0:1:3128",
    "https://kubernetes.default.svc, .svc,",
    "https://127.0.0.1:6443, example.com,",
    "http://10.0.0.1:8080, example.com,",
  })
  void leadsThroughTheProxyUnlessTheServerIsCalledDirectly(
      String server, String direct, @Nullable String through) throws IOException, StartupException {
    String kubeconfig = kubeconfig(server, null);
    Egress egress = new Egress(PROXY, List.of(DirectHost.parse(direct).orElseThrow()), List.of());

    for (Config config :
        List.of(
            ApiServerConfig.of(kubeconfig, folder.resolve("none"), egress),
            ApiServerConfig.of("", Path.of(kubeconfig), egress))) {
      assertThat(config.getMasterUrl()).startsWith(server);
      assertThat(proxyOf(config)).isEqualTo(through);
      assertThat(config.getProxyUsername()).isEqualTo(through == null ? null : "live");
      assertThat(config.getProxyPassword()).isEqualTo(through == null ? null : "p@ss");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://own.example.com:8080, http://own.example.com:8080",
    "http://own.example.com, http://own.example.com:80",
    "http://[fd00::2]:8080, http://fd00:0:0:0:0:0:0:2:8080",
  })
  void leadsThroughTheKubeconfigsOwnProxyWhateverTheVariablesSay(String own, String through)
      throws IOException, StartupException {
    Egress egress = new Egress(PROXY, List.of(new DirectHost.Any()), List.of());

    Config config =
        ApiServerConfig.of(
            kubeconfig("https://10.0.0.1:6443", own), folder.resolve("none"), egress);

    assertThat(proxyOf(config)).isEqualTo(through);
    assertThat(config.getProxyUsername()).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"https://own.example.com:8080", "socks5://own.example.com:1080"})
  void leadsThroughNoProxyOfAnotherKind(String own) throws IOException {
    String kubeconfig = kubeconfig("https://10.0.0.1:6443", own);

    assertThatThrownBy(() -> ApiServerConfig.of(kubeconfig, folder.resolve("none"), Egress.DIRECT))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("KUBECONFIG, " + kubeconfig + ", has a proxy-url")
        .hasMessageContaining("http://proxy:3128");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "exit 0",
        "echo hunter2; exit 1",
        "echo hunter2 >&2; exit 1",
        "no-such-command hunter2",
        "echo '{}' # hunter2",
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"hunter2\"}}'",
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"hunter2\"}}'"
      })
  void isNotThatOfNobodyWhereTheKubeconfigsOwnCommandFails(String script) throws IOException {
    String kubeconfig = kubeconfigOf(script);

    assertThatThrownBy(() -> ApiServerConfig.of(kubeconfig, folder.resolve("none"), Egress.DIRECT))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "KUBECONFIG, "
                + kubeconfig
                + ", has its credentials from the command \"sh\", which gave none: log in anew, or"
                + " look what kubectl says with the same kubeconfig and context.");
  }

  @Test
  void hasTheTokenThatTheKubeconfigsOwnCommandGives() throws IOException, StartupException {
    String kubeconfig =
        kubeconfigOf(
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"t\"}}'");

    assertThat(
            ApiServerConfig.of(kubeconfig, folder.resolve("none"), Egress.DIRECT)
                .getAutoOAuthToken())
        .isEqualTo("t");
  }

  @Test
  void isNotWhatTheClientItselfReadsOfVariables() throws IOException, StartupException {
    Path none = folder.resolve("none");
    String kubeconfig = kubeconfig("https://10.0.0.1:6443", null);
    // It reads these as it does the variables HTTPS_PROXY and NO_PROXY.
    System.setProperty("https.proxy", "http://of-the-client:1");
    System.setProperty("no.proxy", "10.0.0.1, *");
    try {
      assertThat(proxyOf(ApiServerConfig.of("", none, Egress.DIRECT))).isNull();
      assertThat(proxyOf(ApiServerConfig.of(kubeconfig, none, Egress.DIRECT))).isNull();
      assertThat(
              proxyOf(
                  ApiServerConfig.of(kubeconfig, none, new Egress(PROXY, List.of(), List.of()))))
          .isEqualTo("http://2001:db8:0:0:0:0:0:1:3128");
    } finally {
      System.clearProperty("https.proxy");
      System.clearProperty("no.proxy");
    }
  }

  @Test
  void isThatOfAPodWhereItsServiceAccountIsAndNoKubeconfig() throws IOException, StartupException {
    Path none = folder.resolve("none");
    Path token = Files.writeString(folder.resolve("token"), "token");
    assertThat(ApiServerConfig.isOfPod(ApiServerConfig.of("", none, Egress.DIRECT))).isFalse();
    // It reads this as it does the files of a Pod.
    System.setProperty("kubernetes.auth.serviceAccount.token", token.toString());
    try {
      assertThat(ApiServerConfig.isOfPod(ApiServerConfig.of("", none, Egress.DIRECT))).isTrue();
      assertThat(
              ApiServerConfig.isOfPod(
                  ApiServerConfig.of(
                      kubeconfig("https://10.0.0.1:6443", null), none, Egress.DIRECT)))
          .isFalse();
    } finally {
      System.clearProperty("kubernetes.auth.serviceAccount.token");
    }
  }

  /** What a client goes through that is made of a copy, as all of the operator's are. */
  private static @Nullable String proxyOf(Config config) {
    Config copy = new ConfigBuilder(config).withRequestTimeout(1).build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(copy).build()) {
      Proxy proxy = ((OkHttpClientImpl) client.getHttpClient()).getOkHttpClient().proxy();
      return proxy != null && proxy.address() instanceof InetSocketAddress address
          ? "http://" + address.getHostString() + ":" + address.getPort()
          : null;
    }
  }

  /** One whose user logs in by a script of the shell. */
  private String kubeconfigOf(String script) throws IOException {
    return Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://10.0.0.1:6443"}}]
            users:
            - name: other
              user: {token: t}
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: sh
                  args:
                  - -c
                  - |
                    %s
                  interactiveMode: Never
            """
                .formatted(script))
        .toString();
  }

  private String kubeconfig(String server, @Nullable String proxy) throws IOException {
    return Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {token: t}}]
            clusters: [{name: c, cluster: {server: "%s"%s}}]
            """
                .formatted(server, proxy == null ? "" : ", proxy-url: \"" + proxy + "\""))
        .toString();
  }
}
