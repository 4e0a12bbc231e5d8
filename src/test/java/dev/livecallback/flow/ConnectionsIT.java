package dev.livecallback.flow;

import static dev.livecallback.flow.Callbacks.awaitThat;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.testing.OperatorUnderTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The port of health and metrics, with the heap that the operator has. */
@Flow
@Tag("abuse")
@DisplayName("Whoever reaches the operator's port")
class ConnectionsIT {
  private static final int CONNECTIONS = 500;
  private static final String BEGIN = "GET /metrics HTTP/1.1\r\nHost: operator\r\n";
  private static final String LINE = "X-Long: " + "x".repeat(1_000) + "\r\n";

  private final OperatorUnderTest operator;
  private final List<Socket> sockets = new ArrayList<>();

  ConnectionsIT(OperatorUnderTest operator) {
    this.operator = operator;
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Test
  void cannotFillItsMemoryWithHeadsWithoutEnd() throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      send(BEGIN + LINE.repeat(300));
    }

    assertThat(probe()).isEqualTo(200);
    awaitThat("all of them to be closed", () -> assertThat(sockets).allMatch(this::isClosed));
    assertThat(operator.metrics()).contains("jvm_memory");
    assertThat(operator.logWith("OutOfMemory")).isEmpty();
  }

  @Test
  void keepsNoHalfRequestOpenAndTheProbesGetThroughMeanwhile() throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      send(i % 2 == 0 ? "" : BEGIN);
    }

    assertThat(probe()).isEqualTo(200);
    awaitThat("all of them to be closed", () -> assertThat(sockets).allMatch(this::isClosed));
  }

  @Test
  void cannotFillItsMemoryWithMetricsThatNobodyReads() throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      // Asked for again and again on a connection, they don't fit what the kernel keeps of it.
      send((BEGIN + "\r\n").repeat(20));
    }

    assertThat(probe()).isEqualTo(200);
    assertThat(operator.metrics()).contains("jvm_memory");
    assertThat(operator.logWith("OutOfMemory")).isEmpty();
  }

  private void send(String text) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1_024);
    socket.setSoTimeout(1);
    socket.connect(new InetSocketAddress(operator.health().getHost(), operator.health().getPort()));
    sockets.add(socket);
    try {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(US_ASCII));
      out.flush();
    } catch (IOException _) {
      // It was closed before all was sent.
    }
  }

  private boolean isClosed(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private int probe() throws IOException, InterruptedException {
    URI health = operator.health().resolve("/healthz");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }
}
