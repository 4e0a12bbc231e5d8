package dev.livecallback.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livecallback.simulator.Fault.Match;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be seen on the wire only. */
class HttpShellTest {
  private static final String PATH = "/?Action=UpdateCallback&Version=2023-01-01";
  private static final String RECORD =
      "{'Vhost':'push.example.com','MessageType':'push','CallbackDetailList':"
          + "[{'CallbackType':'http','URL':'http://example.com'}]}";

  private final SetClock clock = new SetClock("2026-01-31T12:00:00Z");
  private final SimulatorServer simulator;

  HttpShellTest() throws IOException {
    simulator =
        SimulatorServer.start(
            SimulatorConfig.local().key("2100000001", Signing.AK, Signing.SK).clock(clock));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private Http.Reply update() throws IOException {
    Map<String, String> headers =
        Signing.of("UpdateCallback", RECORD, clock.instant())
            .header("host", simulator.endpoint().getAuthority())
            .without("content-type")
            .request()
            .headers();
    return new Http(simulator.endpoint()).send("POST", PATH, RECORD, Headers.of(headers));
  }

  @Test
  void answersJson() throws IOException {
    Http.Reply reply = update();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(reply.header("retry-after")).isEmpty();
    assertThat(simulator.store().size()).isOne();
  }

  @Test
  void saysWhenToComeAgain() throws IOException {
    simulator.knobs().retryAfterSeconds().set(3);
    simulator.faults().add(Fault.next(1, Match.any(), new Effect.Throttle()));

    assertThat(update().header("retry-after")).isEqualTo("3");
  }

  @Test
  void dropsTheConnection() {
    simulator.faults().add(Fault.next(1, Match.any(), new Effect.Drop()));

    assertThatThrownBy(this::update).isInstanceOf(IOException.class);
    assertThat(simulator.store().size()).isZero();
  }

  @Test
  void sendsHalfAnAnswer() {
    simulator.faults().add(Fault.next(1, Match.any(), new Effect.Truncated()));

    assertThatThrownBy(this::update).isInstanceOf(IOException.class);
    assertThat(simulator.store().size()).isOne();
  }

  @Test
  void refusesABodyOfMoreThanAMebibyte() throws IOException {
    Http http = new Http(simulator.endpoint());

    assertThat(http.send("POST", PATH, "x".repeat((1 << 20) + 1)).status()).isEqualTo(413);
    assertThat(http.send("POST", PATH, "x".repeat(1 << 20)).status()).isEqualTo(401);
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    Http.Reply reply = new Http(simulator.endpoint()).send("HEAD", PATH, "");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.body()).isEmpty();
  }

  @Test
  void keepsAConnectionForManyRequestsAndAnIdleOneForMinutes() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), simulator.endpoint().getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      for (int i = 0; i < 3; i++) {
        out.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
        out.flush();
        assertThat(in.readLine()).isEqualTo("HTTP/1.1 400 Bad Request");
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
          assertThat(line.toLowerCase(java.util.Locale.ROOT)).isNotEqualTo("connection: close");
          if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")) {
            length = Integer.parseInt(line.substring("content-length: ".length()));
          }
        }
        assertThat(in.skip(length)).isEqualTo(length);
      }
    }
    assertThat(Integer.getInteger("sun.net.httpserver.idleInterval")).isGreaterThanOrEqualTo(30);
  }
}
