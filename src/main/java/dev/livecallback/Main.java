package dev.livecallback;

import static dev.livecallback.settings.OperatorSetting.LOG_FORMAT;
import static dev.livecallback.settings.OperatorSetting.LOG_LEVEL;

import ch.qos.logback.classic.Level;
import dev.livecallback.operator.process.OperatorCommand;
import dev.livecallback.settings.CommandSettings;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import dev.livecallback.simulator.SimulatorCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    try {
      JvmOptions.apply(environment, args.length);
      log(new CommandSettings(List.of(LOG_FORMAT, LOG_LEVEL), environment).read());
    } catch (SettingException e) {
      err.println("livecallback: " + e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    }
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

  private static void log(SettingValues settings) {
    LogFormat.valueOf(settings.of(LOG_FORMAT).toUpperCase(Locale.ROOT))
        .apply(Level.toLevel(settings.of(LOG_LEVEL)));
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
