package dev.livecallback.operator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Serves {@code /healthz} (the process works) and {@code /readyz} (the caches have synced), also of
 * a process that stands by.
 */
final class HealthServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts serving.
   *
   * @param standing what is said of a process that is ready: whether it leads
   * @throws StartupException if the port can't be had
   */
  static HealthServer start(
      String bind,
      int port,
      BooleanSupplier healthy,
      BooleanSupplier ready,
      Supplier<String> standing)
      throws StartupException {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(bind, port), 0);
      serve(server, "/healthz", healthy, () -> "ok");
      serve(server, "/readyz", ready, () -> "ok, " + standing.get());
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
          try (exchange) {
            exchange.sendResponseHeaders(isGood ? OK : UNAVAILABLE, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }
}
