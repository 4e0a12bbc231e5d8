package dev.livecallback;

import ch.qos.logback.classic.Level;
import dev.livecallback.operator.OperatorCommand;
import dev.livecallback.simulator.SimulatorCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code bin/livecallback}. */
@Command(
    name = "livecallback",
    description = "Callback settings of Volcengine Live as Kubernetes objects.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main {
  private static final int WRONG_USAGE = 2;

  private Main() {}

  /** Runs the subcommand that the first argument names. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Optional<LogFormat> format = logFormat(environment.getOrDefault("LOG_FORMAT", "json"));
    if (format.isEmpty()) {
      err.println(
          "livecallback: LOG_FORMAT is \""
              + environment.get("LOG_FORMAT")
              + "\": it takes json or text.");
      System.exit(WRONG_USAGE);
      return;
    }
    Optional<Level> level = logLevel(environment.getOrDefault("LOG_LEVEL", "info"));
    if (level.isEmpty()) {
      err.println(
          "livecallback: LOG_LEVEL is \""
              + environment.get("LOG_LEVEL")
              + "\": it takes error, warn, info, debug or trace.");
      System.exit(WRONG_USAGE);
      return;
    }
    format.get().apply(level.get());
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new OperatorCommand(environment))
            .addSubcommand(new SimulatorCommand(environment))
            .setErr(err)
            .setParameterExceptionHandler(
                (wrong, arguments) -> {
                  String message = String.valueOf(wrong.getMessage());
                  err.println(
                      "livecallback: "
                          + message
                          + (message.endsWith(".") ? "" : ".")
                          + " See livecallback --help.");
                  return WRONG_USAGE;
                });
    System.exit(args.length == 0 ? commands.execute("--help") : commands.execute(args));
  }

  private static Optional<LogFormat> logFormat(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "json", "" -> Optional.of(LogFormat.JSON);
      case "text" -> Optional.of(LogFormat.TEXT);
      default -> Optional.empty();
    };
  }

  private static Optional<Level> logLevel(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "error" -> Optional.of(Level.ERROR);
      case "warn" -> Optional.of(Level.WARN);
      case "info", "" -> Optional.of(Level.INFO);
      case "debug" -> Optional.of(Level.DEBUG);
      case "trace" -> Optional.of(Level.TRACE);
      default -> Optional.empty();
    };
  }

  /** Where {@code --version} gets its answer. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"livecallback " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
