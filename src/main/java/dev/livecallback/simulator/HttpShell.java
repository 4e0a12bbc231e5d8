package dev.livecallback.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import okio.ByteString;

/**
 * The layer between the JDK's HTTP server and the pure parts: it reads requests, and sends answers
 * or none.
 */
final class HttpShell implements HttpHandler {
  private static final int MOST_BYTES = 1 << 20;

  private final Function<ApiRequest, Delivery> handler;
  private final CloudApi.Time time;
  private final Map<String, String> headers;

  /**
   * Creates the layer.
   *
   * @param headers the headers that every answer has besides its own
   */
  HttpShell(
      Function<ApiRequest, Delivery> handler, CloudApi.Time time, Map<String, String> headers) {
    this.handler = handler;
    this.time = time;
    this.headers = Map.copyOf(headers);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers.forEach(exchange.getResponseHeaders()::set);
      byte[] body;
      try (InputStream in = exchange.getRequestBody()) {
        body = in.readNBytes(MOST_BYTES + 1);
      }
      if (body.length > MOST_BYTES) {
        exchange.sendResponseHeaders(413, -1);
        return;
      }
      deliver(exchange, handler.apply(request(exchange, body)));
    }
  }

  private void deliver(HttpExchange exchange, Delivery delivery) throws IOException {
    switch (delivery) {
      case Delivery.Send answer -> send(exchange, answer, answer.body().size());
      case Delivery.Half(Delivery.Send answer) -> send(exchange, answer, answer.body().size() / 2);
      case Delivery.NoAnswer(Duration after) -> time.pause(after);
    }
  }

  private static void send(HttpExchange exchange, Delivery.Send answer, int bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    if (answer.retryAfterSeconds() > 0) {
      exchange.getResponseHeaders().set("Retry-After", String.valueOf(answer.retryAfterSeconds()));
    }
    if (bodiless(exchange.getRequestMethod(), answer.status())) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), answer.body().size());
    OutputStream out = exchange.getResponseBody();
    out.write(answer.body().toByteArray(), 0, bytes);
    out.flush();
    if (bytes == answer.body().size()) {
      out.close();
    }
  }

  /** Returns whether HTTP allows no body in the answer. */
  private static boolean bodiless(String method, int status) {
    return method.equals("HEAD") || status == 204 || status == 304;
  }

  private static ApiRequest request(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new ApiRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        ApiRequest.parameters(exchange.getRequestURI().getRawQuery()),
        headers,
        ByteString.of(body));
  }
}
