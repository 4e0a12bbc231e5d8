package dev.livecallback.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running simulator: the cloud API (Live and STS) on one port, the admin API on another. Tests
 * that run it in their own process reach its parts directly.
 */
public final class SimulatorServer implements AutoCloseable {
  private static final int MOST_RECORDS = 100_000;
  private static final int MOST_HISTORY = 10_000;
  private static final int MOST_CALLS = 10_000;
  private static final String IDLE_SECONDS = "sun.net.httpserver.idleInterval";

  private final SimulatorConfig config;
  private final RecordStore store;
  private final SimulatedAccounts accounts;
  private final Roles roles;
  private final Denials denials;
  private final Knobs knobs;
  private final FaultRules faults;
  private final CallLog log;
  private final RateLimit rateLimit;
  private final CloudApi api;
  private final ExecutorService executor;
  private final HttpServer cloud;
  private final HttpServer admin;

  private SimulatorServer(SimulatorConfig config) throws IOException {
    this.config = config;
    InstantSource clock = config.clock();
    Ids ids = new Ids(new Random(config.seed()));
    BodyRules rules = new BodyRules(config.profile().types());
    store = new RecordStore(clock, MOST_RECORDS, MOST_HISTORY);
    accounts = new SimulatedAccounts();
    roles = new Roles(config.oidcToken());
    denials = new Denials();
    config.fill(accounts);
    config.fill(roles);
    knobs =
        new Knobs(config.profile().domainField(), config.effectiveQuota(), config.latencyMillis());
    faults = new FaultRules(config.seed());
    log = new CallLog(MOST_CALLS);
    rateLimit = new RateLimit(knobs);
    executor = Executors.newVirtualThreadPerTaskExecutor();
    CloudApi.Time time = new RealTime(executor);
    api =
        new CloudApi(
            new RequestVerifier(accounts, knobs, config.effectiveRegions()),
            rateLimit,
            denials,
            faults,
            knobs,
            log,
            new ActionTable(
                new LiveActions(store, accounts, knobs, rules, clock),
                new DomainList(store, accounts),
                new StsActions(accounts, roles, knobs, ids, clock)),
            ids,
            clock,
            time);
    cloud = server(config.bind(), config.port(), new HttpShell(api::handle, time, Map.of()));
    try {
      admin =
          server(
              config.adminBind(),
              config.adminPort(),
              new HttpShell(
                  new AdminApi(this, new AdminGate(config.adminBind()), rules, clock)::handle,
                  time,
                  ConsoleFiles.HEADERS));
    } catch (IOException e) {
      cloud.stop(0);
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
    server.cloud.start();
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
    return uri(config.bind(), cloud);
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
    return store;
  }

  /** Returns the accounts, their keys and their names. */
  public SimulatedAccounts accounts() {
    return accounts;
  }

  /** Returns the roles that AssumeRoleWithOIDC gives. */
  public Roles roles() {
    return roles;
  }

  /** Returns the denials. */
  public Denials denials() {
    return denials;
  }

  /** Returns the knobs. */
  public Knobs knobs() {
    return knobs;
  }

  /** Returns the faults. */
  public FaultRules faults() {
    return faults;
  }

  /** Returns the log of calls. */
  public CallLog log() {
    return log;
  }

  /** Sets everything back to the state at the start. */
  public void reset() {
    api.forget();
    faults.restart();
    knobs.reset();
    accounts.clear();
    config.fill(accounts);
    roles.clear();
    config.fill(roles);
    denials.clear();
    store.clear();
    rateLimit.clear();
    log.clear();
  }

  /** Stops at once. Calls that are under way are dropped. */
  @Override
  public void close() {
    cloud.stop(0);
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
