package dev.livecallback.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged program, {@code target/app/bin/livecallback}, as a person starts it. */
final class LiveCallbackProgram {
  private static final Path PROGRAM = Path.of("target/app/bin/livecallback").toAbsolutePath();

  /** Of one Java alone: another would say on stdout that it can't use it. */
  private static final Path ARCHIVE =
      Path.of("target", "app-" + Runtime.version() + ".jsa").toAbsolutePath();

  /** What the machine's own environment may set; empty counts as not set. */
  private static final List<String> OURS =
      List.of(
          "KUBECONFIG",
          "ACCESS_KEY_ID",
          "ACCESS_KEY_SECRET",
          "SESSION_TOKEN",
          "SECRET_ACCESS_KEY",
          "VOLC_ACCESSKEY",
          "VOLC_SECRETKEY",
          "VOLC_SESSIONTOKEN",
          "VOLCENGINE_ACCESS_KEY",
          "VOLCENGINE_SECRET_KEY",
          "VOLCENGINE_SESSION_TOKEN",
          "CREDENTIALS_DIR",
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
    Map<String, String> all = new HashMap<>(environment);
    if (isArchived()) {
      all.merge(
          "LIVECALLBACK_JAVA_OPTS",
          "-XX:SharedArchiveFile=" + ARCHIVE,
          (own, ours) -> ours + " " + own);
    }
    return startPlain(arguments, all);
  }

  /**
   * Keeps the program's classes as the JVM has them once they are loaded, for all who start it from
   * then on: hundreds of starts spend a third less of the processor. An operator that watches a
   * namespace which isn't there loads them; it is done once a build.
   */
  static synchronized void archiveClasses(Path kubeconfig) {
    try {
      if (!Files.isExecutable(PROGRAM) || isArchived()) {
        return;
      }
      // Another process may be at it too.
      Path unfinished = Path.of(ARCHIVE + "." + ProcessHandle.current().pid());
      Files.deleteIfExists(unfinished);
      try (ChildProcess operator =
          startPlain(
              List.of("operator"),
              Map.ofEntries(
                  Map.entry("KUBECONFIG", kubeconfig.toString()),
                  Map.entry("WATCH_NAMESPACES", "no-such-namespace"),
                  Map.entry("POD_NAMESPACE", "no-such-namespace"),
                  Map.entry("LIVE_ENDPOINT", "http://127.0.0.1:9"),
                  Map.entry("STS_ENDPOINT", "http://127.0.0.1:9"),
                  Map.entry("HTTP_PORT", "0"),
                  Map.entry("LEADER_ELECTION", "false"),
                  Map.entry(
                      "LIVECALLBACK_JAVA_OPTS",
                      "-Xlog:cds=off -XX:ArchiveClassesAtExit=" + unfinished)))) {
        operator.awaitLine("health on port");
        operator.terminate(Duration.ofMinutes(1));
      }
      Files.move(unfinished, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of an earlier build isn't this program's: the JVM would complain, and not use it. */
  private static boolean isArchived() {
    try {
      return Files.exists(ARCHIVE)
          && Files.getLastModifiedTime(ARCHIVE)
                  .compareTo(Files.getLastModifiedTime(PROGRAM.resolveSibling("../lib/app.jar")))
              > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChildProcess startPlain(List<String> arguments, Map<String, String> environment) {
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
