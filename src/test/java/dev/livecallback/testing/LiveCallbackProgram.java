package dev.livecallback.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged program, {@code target/app/bin/livecallback}, as a person starts it. */
final class LiveCallbackProgram {
  private static final Path PROGRAM = Path.of("target/app/bin/livecallback").toAbsolutePath();

  /** What the machine's own environment may set; empty counts as not set. */
  private static final List<String> OURS =
      List.of(
          "KUBECONFIG",
          "ACCESS_KEY_ID",
          "SECRET_ACCESS_KEY",
          "SESSION_TOKEN",
          "LIVE_ENDPOINT",
          "STS_ENDPOINT",
          "LIVE_REGION",
          "LIVE_QUOTA",
          "SYNC_PERIOD",
          "WATCH_NAMESPACES",
          "HTTP_PORT",
          "HTTP_BIND",
          "POD_NAMESPACE",
          "DEFAULT_ACCOUNT",
          "ALLOWED_ENDPOINTS",
          "LEADER_ELECTION",
          "LEASE_DURATION",
          "LEASE_RENEW_DEADLINE",
          "LEASE_RETRY_PERIOD",
          "VOLCENGINE_OIDC_TOKEN_FILE",
          "HTTPS_PROXY",
          "https_proxy",
          "NO_PROXY",
          "no_proxy",
          "CA_BUNDLE",
          "LOG_FORMAT",
          "LOG_LEVEL",
          "LIVECALLBACK_JAVA_OPTS");

  private LiveCallbackProgram() {}

  /**
   * Starts it.
   *
   * @param environment all of its settings; what this JVM's environment says of them doesn't count
   */
  static ChildProcess start(List<String> arguments, Map<String, String> environment) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException("There is no " + PROGRAM + ": run mvn package first.");
    }
    Map<String, String> all = new HashMap<>();
    OURS.forEach(name -> all.put(name, ""));
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.putAll(environment);
    return ChildProcess.start(
        Stream.concat(Stream.of(PROGRAM.toString()), arguments.stream()).toList(), all);
  }
}
