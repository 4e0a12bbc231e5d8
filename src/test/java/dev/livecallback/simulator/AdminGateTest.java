package dev.livecallback.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the admin API from within a browser. */
class AdminGateTest {

  private static Http.Reply send(String method, Headers headers) throws IOException {
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.local())) {
      return new Http(simulator.adminEndpoint())
          .send(method, method.equals("GET") ? "/records" : "/reset", "{}", headers);
    }
  }

  @ParameterizedTest(name = "answers whoever calls it {0}")
  @ValueSource(
      strings = {
        "127.0.0.1:8401",
        "localhost",
        "LOCALHOST:8401",
        "[::1]:8401",
        "192.0.2.7:8401",
        "simulator:8401",
        "simulator.demo.svc:8401",
        "simulator.demo.svc.cluster.local",
        "host.docker.internal:8401",
        "sim.localhost"
      })
  void answers(String host) throws IOException {
    assertThat(send("GET", Headers.of("Host", host)).status()).isEqualTo(200);
    assertThat(send("POST", Headers.of("Host", host)).status()).isEqualTo(200);
    assertThat(send("POST", Headers.of("Host", host, "Origin", "http://" + host)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest(name = "refuses whoever calls it {0}: that name may be anybody''s")
  @ValueSource(
      strings = {"evil.example.com", "127.0.0.1.example.com:8401", "localhost.example.com"})
  void refusesPublicNames(String host) throws IOException {
    Http.Reply reply = send("GET", Headers.of("Host", host));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body()).contains("use its address, like 127.0.0.1.");
    assertThat(send("POST", Headers.of("Host", host, "Origin", "http://" + host)).status())
        .isEqualTo(403);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "Origin, http://evil.example.com, 403",
    "Origin, null, 403",
    "Origin, http://localhost:8401, 403",
    "Origin, http://127.0.0.1:1, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 200",
    "Sec-Fetch-Site, none, 200",
    "X-Nothing, at all, 200"
  })
  void letsNoOtherPageChangeAnything(String header, String value, int status) throws IOException {
    assertThat(send("POST", Headers.of(header, value)).status()).isEqualTo(status);
    assertThat(send("GET", Headers.of(header, value)).status())
        .as("nor read it: the browser keeps the answer from it")
        .isEqualTo(200);
  }

  @Test
  void tellsBrowsersToLoadNothingFromElsewhere() throws IOException {
    try (SimulatorServer simulator = SimulatorServer.start(SimulatorConfig.local())) {
      Http admin = new Http(simulator.adminEndpoint());
      for (String path : new String[] {"/", "/console/main.js", "/records", "/nothing"}) {
        Http.Reply reply = admin.send("GET", path, "");
        assertThat(reply.header("Content-Security-Policy"))
            .contains("default-src 'none'", "frame-ancestors 'none'")
            .doesNotContain("unsafe", "*");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(reply.headers().names()).noneMatch(name -> name.startsWith("Access-Control"));
      }
      assertThat(new Http(simulator.endpoint()).send("GET", "/", "").header("Cache-Control"))
          .as("the cloud API stays as the cloud has it")
          .isEmpty();
    }
  }
}
