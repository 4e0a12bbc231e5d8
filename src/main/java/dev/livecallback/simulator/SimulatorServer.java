package dev.livecallback.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running simulator: the cloud API (Live and STS) on one port, the admin API on another. Tests
 * that run it in their own process reach its parts directly.
 */
public final class SimulatorServer implements AutoCloseable {
  private static final String IDLE_SECONDS = "sun.net.httpserver.idleInterval";

  private final SimulatorConfig config;
  private final SimulatedCloud cloud;
  private final ExecutorService executor;
  private final HttpServer api;
  private final HttpServer admin;

  private SimulatorServer(SimulatorConfig config) throws IOException {
    this.config = config;
    executor = Executors.newVirtualThreadPerTaskExecutor();
    CloudApi.Time time = new RealTime(executor);
    cloud = new SimulatedCloud(config, time);
    api = server(config.bind(), config.port(), new HttpShell(cloud.api()::handle, time, Map.of()));
    AdminApi adminApi = new AdminApi(cloud, new AdminGate(config.adminBind()), config.clock());
    try {
      admin =
          server(
              config.adminBind(),
              config.adminPort(),
              new HttpShell(adminApi::handle, time, ConsoleFiles.HEADERS));
    } catch (IOException e) {
      api.stop(0);
      executor.close();
      throw e;
    }
  }

  /**
   * Starts a simulator.
   *
   * @throws IOException if it can't listen at a port
   */
  public static SimulatorServer start(SimulatorConfig config) throws IOException {
    keepIdleConnections();
    SimulatorServer server = new SimulatorServer(config);
    server.api.start();
    server.admin.start();
    return server;
  }

  /**
   * Keeps idle connections for 300 s. The JDK's server drops them after 30 s, which is when clients
   * tend to use them again. It reads this setting only once in a process.
   */
  private static void keepIdleConnections() {
    if (System.getProperty(IDLE_SECONDS) == null) {
      System.setProperty(IDLE_SECONDS, "300");
    }
  }

  private HttpServer server(String bind, int port, HttpShell shell) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(bind, port), 0);
    server.setExecutor(executor);
    server.createContext("/", shell);
    return server;
  }

  /** Returns the URL of the cloud API, for Live and STS: {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return uri(config.bind(), api);
  }

  /**
   * Returns whether the admin API, which has no authentication, can be reached only from this
   * machine.
   */
  boolean adminIsLocal() {
    return admin.getAddress().getAddress().isLoopbackAddress();
  }

  /** Returns the URL of the admin API. */
  public URI adminEndpoint() {
    return uri(config.adminBind(), admin);
  }

  private static URI uri(String bind, HttpServer server) {
    String host = bind.contains(":") ? "[" + bind + "]" : bind;
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  /** Returns the records. A write to them is an edit at the console. */
  public RecordStore store() {
    return cloud.store();
  }

  /** Returns the accounts, their keys and their names. */
  public SimulatedAccounts accounts() {
    return cloud.accounts();
  }

  /** Returns the roles that AssumeRoleWithOIDC gives. */
  public Roles roles() {
    return cloud.roles();
  }

  /** Returns the denials. */
  public Denials denials() {
    return cloud.denials();
  }

  /** Returns the knobs. */
  public Knobs knobs() {
    return cloud.knobs();
  }

  /** Returns the faults. */
  public FaultRules faults() {
    return cloud.faults();
  }

  /** Returns the log of calls. */
  public CallLog log() {
    return cloud.log();
  }

  /** Sets everything back to the state at the start. */
  public void reset() {
    cloud.reset();
  }

  /** Stops at once. Calls that are under way are dropped. */
  @Override
  public void close() {
    api.stop(0);
    admin.stop(0);
    executor.shutdownNow();
  }

  /** Time that really passes. */
  private record RealTime(ExecutorService executor) implements CloudApi.Time {
    @Override
    public void pause(Duration duration) {
      if (duration.isZero()) {
        return;
      }
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void later(Duration delay, Runnable action) {
      executor.execute(
          () -> {
            pause(delay);
            if (!Thread.currentThread().isInterrupted()) {
              action.run();
            }
          });
    }
  }
}
