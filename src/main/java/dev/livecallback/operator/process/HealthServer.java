package dev.livecallback.operator.process;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.operator.metrics.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * Serves {@code /healthz} (the process works), {@code /readyz} (the caches have synced) and {@code
 * /metrics}, also of a process that stands by.
 */
final class HealthServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;

  /** Where the metrics come from. */
  interface Scrape {
    /**
     * All metrics, as they are now.
     *
     * @param accept what the asker understands; "" = it doesn't say
     */
    Metrics.Page scrape(String accept);
  }

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts serving.
   *
   * @param role what is said of a process that is ready: whether it leads
   * @throws StartupException if the port can't be had
   */
  static HealthServer start(
      String bind,
      int port,
      BooleanSupplier healthy,
      BooleanSupplier ready,
      Supplier<String> role,
      Scrape metrics)
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

  private static void answer(HttpExchange exchange, Scrape metrics) throws IOException {
    Headers asked = exchange.getRequestHeaders();
    Metrics.Page page = metrics.scrape(Objects.requireNonNullElse(asked.getFirst("Accept"), ""));
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    String encodings = asked.getFirst("Accept-Encoding");
    if (encodings != null && encodings.contains("gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      body = zipped(body);
    }
    answer(exchange, OK, page.contentType(), body);
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] zipped(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }
}
