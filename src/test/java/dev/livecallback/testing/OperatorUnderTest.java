package dev.livecallback.testing;

import dev.livecallback.volcengine.CredentialNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged operator as a process of its own, with the settings of {@link Builder}. {@link
 * #close} kills it; {@link #terminate} ends it as Kubernetes does.
 *
 * <p>{@code OperatorUnderTest.of(cluster.kubeconfig(), simulator).start()} in a try-with-resources,
 * after {@code SimulatorUnderTest.start()}, is all it takes.
 */
public final class OperatorUnderTest implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofMinutes(1);

  /** In milliseconds, for an answer over HTTP. */
  private static final int PATIENCE = 60_000;

  /**
   * Who starts computes, and gives the API server only so long to answer: more at a time than there
   * are processors would only starve each other and it.
   */
  private static final Semaphore STARTS =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  private static final Pattern PORT = Pattern.compile("health on port (\\d+)");

  private final ChildProcess process;

  private OperatorUnderTest(ChildProcess process) {
    this.process = process;
  }

  /**
   * An operator of the simulator's first account. It watches all namespaces, sweeps every 10 min,
   * takes any port and is alone, unless told otherwise.
   */
  public static Builder of(Path kubeconfig, SimulatorUnderTest simulator) {
    return of(kubeconfig, simulator.endpoint());
  }

  /** The same for whatever plays the cloud at this URL. */
  public static Builder of(Path kubeconfig, URI cloud) {
    return new Builder()
        .with("KUBECONFIG", kubeconfig.toString())
        .with("LIVE_ENDPOINT", cloud.toString())
        .with("STS_ENDPOINT", cloud.toString());
  }

  /** What it is started with. */
  public static final class Builder {
    private static final List<String> SECRET =
        CredentialNames.USUAL.stream()
            .flatMap(names -> Stream.of(names.secretAccessKey(), names.sessionToken()))
            .distinct()
            .toList();

    private final Map<String, String> environment = new HashMap<>();

    private Builder() {
      with("ACCESS_KEY_ID", SimulatorUnderTest.ACCESS_KEY_ID);
      with("SECRET_ACCESS_KEY", SimulatorUnderTest.SECRET_ACCESS_KEY);
      with("HTTP_PORT", "0");
      with("LEADER_ELECTION", "false");
    }

    /** Sets an environment variable of it. Empty = as if it weren't set. */
    public Builder with(String variable, String value) {
      environment.put(variable, value);
      if (SECRET.contains(variable)) {
        KnownSecrets.add(value);
      }
      return this;
    }

    /** Has it live in this namespace, where its default account is. */
    public Builder in(String namespace) {
      return with("POD_NAMESPACE", namespace);
    }

    /** Has it watch these namespaces only, and live in the first. */
    public Builder watching(String... namespaces) {
      return with("WATCH_NAMESPACES", String.join(",", namespaces)).in(namespaces[0]);
    }

    /**
     * Has it be one of several, of which one acts. A lease is over 20 s after its last renewal, and
     * its holder acts for 15 s after it: on a busy machine a process stood still for 7 s.
     */
    public Builder amongOthers() {
      return with("LEADER_ELECTION", "true")
          .with("LEASE_DURATION", "20s")
          .with("LEASE_RENEW_DEADLINE", "15s")
          .with("LEASE_RETRY_PERIOD", "1s");
    }

    /** Starts it and waits until it is ready. */
    public OperatorUnderTest start(String... arguments) {
      STARTS.acquireUninterruptibly();
      try {
        OperatorUnderTest operator = launch(arguments);
        try {
          operator.awaitReady();
          return operator;
        } catch (AssertionError e) {
          operator.close();
          throw e;
        }
      } finally {
        STARTS.release();
      }
    }

    /** Starts it and waits for nothing: for one that won't get ready. */
    public OperatorUnderTest launch(String... arguments) {
      return new OperatorUnderTest(
          LiveCallbackProgram.start(
              Stream.concat(Stream.of("operator"), List.of(arguments).stream()).toList(),
              environment));
    }
  }

  /** Waits until it says that it is ready. */
  public void awaitReady() {
    process.awaitLine("the operator to be ready", START, line -> PORT.matcher(line).find());
  }

  /** Its process, with all of its output. */
  public ChildProcess process() {
    return process;
  }

  /** Its log lines so far: JSON unless {@code LOG_FORMAT} says otherwise. */
  public List<String> log() {
    return process.stderr();
  }

  /** The log lines so far that contain a text. */
  public List<String> logWith(String text) {
    return log().stream().filter(line -> line.contains(text)).toList();
  }

  /** Where it serves {@code /healthz} and {@code /readyz}. It must be ready. */
  public URI health() {
    Matcher port =
        process.stderr().stream()
            .map(PORT::matcher)
            .filter(Matcher::find)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("The operator isn't ready yet."));
    return URI.create("http://127.0.0.1:" + port.group(1));
  }

  /** What {@code /metrics} says now, in Prometheus' text format. It must be ready. */
  public String metrics() {
    return answer("/metrics");
  }

  /** What {@code /readyz} says now. It must be ready. */
  public String readyz() {
    return answer("/readyz");
  }

  private String answer(String path) {
    try {
      return read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM, waits for the end and returns the exit code. */
  public int terminate() {
    return process.terminate(STOP);
  }

  /** Kills it: a crash. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    List<String> metrics = lastMetrics();
    process.close();
    KnownSecrets.assertNoneIn("the log of an operator", log());
    KnownSecrets.assertNoneIn("the metrics of an operator", metrics);
  }

  /** Nothing, of one that can't be asked any more. */
  private List<String> lastMetrics() {
    boolean serves = log().stream().anyMatch(line -> PORT.matcher(line).find());
    try {
      return process.isAlive() && serves ? List.of(read("/metrics")) : List.of();
    } catch (IOException _) {
      return List.of();
    }
  }

  private String read(String path) throws IOException {
    URLConnection connection = health().resolve(path).toURL().openConnection();
    connection.setConnectTimeout(PATIENCE);
    connection.setReadTimeout(PATIENCE);
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
