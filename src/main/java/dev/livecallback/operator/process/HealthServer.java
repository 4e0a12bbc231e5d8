package dev.livecallback.operator.process;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.livecallback.operator.config.StartupException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves {@code /healthz} (the process works), {@code /readyz} (the caches have synced) and {@code
 * /metrics}, also of a standby.
 */
final class HealthServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int PIECE = 4 * 1024;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts serving.
   *
   * @param role says whether a ready process leads, in words for {@code /readyz}
   * @throws StartupException if the server can't listen on the port
   */
  static HealthServer start(
      String bind,
      int port,
      BooleanSupplier healthy,
      BooleanSupplier ready,
      Supplier<String> role,
      SharedScrape metrics)
      throws StartupException {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(bind, port), 0);
      serve(server, "/healthz", healthy, () -> "ok");
      serve(server, "/readyz", ready, () -> "ok, " + role.get());
      server.createContext("/metrics", exchange -> answer(exchange, metrics));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return new HealthServer(server);
    } catch (IOException e) {
      throw new StartupException(
          "Port "
              + port
              + " on "
              + bind
              + " can't be served ("
              + e.getMessage()
              + "): set HTTP_PORT to a free one (0 = any), or HTTP_BIND to an address of this"
              + " machine (0.0.0.0 = all).");
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void serve(
      HttpServer server, String path, BooleanSupplier good, Supplier<String> what) {
    server.createContext(
        path,
        exchange -> {
          boolean isGood = good.getAsBoolean();
          byte[] body = ((isGood ? what.get() : "not yet") + "\n").getBytes(StandardCharsets.UTF_8);
          answer(exchange, isGood ? OK : UNAVAILABLE, TEXT, body);
        });
  }

  private static void answer(HttpExchange exchange, SharedScrape metrics) throws IOException {
    Headers asked = exchange.getRequestHeaders();
    String encodings = asked.getFirst("Accept-Encoding");
    boolean zipped = encodings != null && encodings.contains("gzip");
    try (SharedScrape.SharedPage page =
        metrics.read(Objects.requireNonNullElse(asked.getFirst("Accept"), ""), zipped)) {
      if (zipped) {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      }
      answer(exchange, OK, page.contentType(), page.body());
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      // For each connection, the server keeps a buffer twice as long as what is written at once.
      for (int from = 0; from < body.length; from += PIECE) {
        exchange.getResponseBody().write(body, from, Math.min(PIECE, body.length - from));
      }
    }
  }
}
