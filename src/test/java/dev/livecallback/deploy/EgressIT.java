package dev.livecallback.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.CommandResult;
import dev.livecallback.testing.DefaultAccount;
import dev.livecallback.testing.ForwardProxy;
import dev.livecallback.testing.NeedsControlPlane;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.Relay;
import dev.livecallback.testing.SimulatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsControlPlane
@DisplayName(
    "Behind a proxy, with a cloud whose certificate is of an authority of its own, the operator")
class EgressIT {
  private static final String HOST = "live.example.com";

  @Test
  void worksAndCallsTheApiServerPastTheProxy(TestCluster cluster, @TempDir Path folder)
      throws IOException {
    DefaultAccount.in(cluster);
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    Path bundle = Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
    try (var simulator = SimulatorUnderTest.start();
        MockWebServer tls = tls(authority, simulator.endpoint());
        ForwardProxy proxy = ForwardProxy.to(tls.getPort());
        var operator =
            OperatorUnderTest.of(cluster.kubeconfig(), URI.create("https://" + HOST))
                .watching(cluster.namespace())
                .with("HTTPS_PROXY", proxy.url().toString())
                .with("NO_PROXY", "[fd00::1], fd00::2,*.svc , 10.0.0.1:6443")
                .with("CA_BUNDLE", bundle.toString())
                .start()) {
      cluster.kubectl("apply", "-f", "examples/vhost-callback.yaml").succeeded();
      CommandResult ready =
          cluster.kubectl(
              "wait", "livecallback/stream-started", "--for=condition=Ready", "--timeout=60s");
      assertThat(ready.exitCode()).as(String.join("\n", operator.log())).isZero();

      assertThat(simulator.records("push.example.com")).hasSize(1);
      assertThat(proxy.connects()).isNotEmpty().allMatch(each -> each.equals(HOST + ":443"));
      assertThat(operator.logWith("couldn't")).isEmpty();
    }
  }

  /** The simulator behind TLS. It is told the name that was signed. */
  private static MockWebServer tls(HeldCertificate authority, URI simulator) throws IOException {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName(HOST).signedBy(authority).build();
    MockWebServer server = new MockWebServer();
    // Else the name that was signed isn't in a header.
    server.setProtocols(List.of(Protocol.HTTP_1_1));
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    OkHttpClient http = new OkHttpClient();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return Relay.pass(http, simulator, request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    return server;
  }
}
