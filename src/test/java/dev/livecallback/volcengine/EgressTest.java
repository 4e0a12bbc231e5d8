package dev.livecallback.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.testing.ForwardProxy;
import dev.livecallback.volcengine.Egress.HttpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The way out")
class EgressTest {
  private static final String HOST = "live.example.com";

  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private final MockWebServer cloud = new MockWebServer();

  @BeforeEach
  void startCloud() throws IOException {
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName(HOST)
            .addSubjectAlternativeName("localhost")
            .signedBy(authority)
            .build();
    cloud.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    cloud.start(InetAddress.getLoopbackAddress(), 0);
    cloud.enqueue(new MockResponse.Builder().body("there").build());
  }

  @AfterEach
  void stopCloud() {
    cloud.close();
  }

  @Test
  void leadsThroughTheProxyWhichResolvesTheNameToAServerOfAnOwnAuthority() throws IOException {
    try (ForwardProxy proxy = ForwardProxy.to(cloud.getPort())) {
      Egress egress = egress(proxy, null, null, List.of());

      assertThat(get(egress, "https://" + HOST + "/")).isEqualTo("there");

      assertThat(proxy.connects()).containsExactly(HOST + ":443");
    }
  }

  @Test
  void saysWhoCallsToAProxyThatAsksAndToNoServer() throws Exception {
    String basic =
        "Basic " + Base64.getEncoder().encodeToString("live:p@ss".getBytes(StandardCharsets.UTF_8));
    try (ForwardProxy proxy = ForwardProxy.to(cloud.getPort(), basic)) {
      Egress egress = egress(proxy, "live", new SecretText("p@ss"), List.of());

      assertThat(get(egress, "https://" + HOST + "/")).isEqualTo("there");

      assertThat(proxy.connects()).hasSize(1);
      assertThat(cloud.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }
  }

  @Test
  void isNotTriedForEverWhereTheProxyDoesNotTakeThePassword() {
    try (ForwardProxy proxy = ForwardProxy.to(cloud.getPort(), "Basic other")) {
      Egress egress = egress(proxy, "live", new SecretText("wrong"), List.of());

      assertThatThrownBy(() -> get(egress, "https://" + HOST + "/"))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("wrong");
      assertThat(proxy.connects()).isEmpty();
    }
  }

  @Test
  void leadsPastTheProxyToTheMachineItself() throws IOException {
    try (ForwardProxy proxy = ForwardProxy.to(cloud.getPort())) {
      Egress egress = egress(proxy, null, null, List.of());

      assertThat(get(egress, "https://localhost:" + cloud.getPort() + "/")).isEqualTo("there");

      assertThat(proxy.connects()).isEmpty();
    }
  }

  @Test
  void leadsPastTheProxyWhereItIsToldTo() {
    try (ForwardProxy proxy = ForwardProxy.to(cloud.getPort())) {
      Egress egress = egress(proxy, null, null, List.of(new DirectHost.Any()));

      // There is no such host: who gets the answer of the server asked the proxy.
      assertThatThrownBy(() -> get(egress, "https://" + HOST + ".invalid/"))
          .isInstanceOf(UnknownHostException.class);

      assertThat(proxy.connects()).isEmpty();
    }
  }

  @Test
  void leadsToNoServerOfAnAuthorityThatNobodyTrusts() {
    assertThatThrownBy(() -> get(Egress.DIRECT, "https://localhost:" + cloud.getPort() + "/"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  private Egress egress(
      ForwardProxy proxy,
      @Nullable String user,
      @Nullable SecretText password,
      List<DirectHost> direct) {
    return new Egress(
        new HttpProxy(proxy.url().getHost(), proxy.url().getPort(), user, password),
        direct,
        List.of(authority.certificate()));
  }

  private static String get(Egress egress, String url) throws IOException {
    try (Response response =
        HttpClients.live(egress).newCall(new Request.Builder().url(url).build()).execute()) {
      return response.body().string();
    }
  }
}
