package dev.livecallback;

import static dev.livecallback.settings.OperatorSetting.LOG_FORMAT;
import static dev.livecallback.settings.OperatorSetting.LOG_LEVEL;

import ch.qos.logback.classic.Level;
import dev.livecallback.api.Texts;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.CompletionCommand;
import dev.livecallback.cli.doctor.DoctorCommand;
import dev.livecallback.cli.export.ExportCommand;
import dev.livecallback.cli.plan.PlanCommand;
import dev.livecallback.cli.status.ExplainCommand;
import dev.livecallback.cli.status.StatusCommand;
import dev.livecallback.operator.process.OperatorCommand;
import dev.livecallback.settings.CommandSettings;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import dev.livecallback.simulator.SimulatorCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code bin/livecallback}. */
@Command(
    name = "livecallback",
    description = "Callback settings of Volcengine Live as Kubernetes objects.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 1,
    versionProvider = Main.Version.class)
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** The commands that run as servers, and log for machines. */
  private static final Set<String> SERVERS = Set.of("operator", "simulator");

  private final Map<String, String> environment;
  private final boolean terminal;

  private Main(Map<String, String> environment, boolean terminal) {
    this.environment = Map.copyOf(environment);
    this.terminal = terminal;
  }

  /** Runs the subcommand that the first argument names. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    String command = args.length == 0 ? "" : args[0];
    Map<String, String> environment = System.getenv();
    try {
      JvmOptions.apply(environment, args.length);
      log(
          new CommandSettings(List.of(LOG_FORMAT, LOG_LEVEL), logging(command, environment))
              .read());
    } catch (SettingException e) {
      err.println("livecallback: " + e.getMessage());
      System.exit(SERVERS.contains(command) ? WRONG_USAGE : FAILED);
      return;
    }
    CommandLine commands =
        new Main(environment, Boolean.getBoolean("livecallback.terminal")).commands(command);
    commands.setOut(out).setErr(err);
    System.exit(args.length == 0 ? commands.execute("--help") : commands.execute(args));
  }

  /** Returns the command line with all commands, to document them. */
  public static CommandLine commands(Map<String, String> environment) {
    return new Main(environment, false).commands("");
  }

  /**
   * Returns the command line with only the named command, so that no command loads classes that
   * only another command needs. It has all commands if {@code named} is none of them, or is {@code
   * completion}, which is about the others.
   */
  private CommandLine commands(String named) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("operator", () -> new OperatorCommand(environment));
    all.put("export", () -> new ExportCommand(environment, terminal));
    all.put("plan", () -> new PlanCommand(environment, terminal, System.in));
    all.put("status", () -> new StatusCommand(environment));
    all.put("doctor", () -> new DoctorCommand(environment, terminal));
    all.put("explain", () -> new ExplainCommand()); // a method reference would load it
    all.put("simulator", () -> new SimulatorCommand(environment));
    all.put("completion", () -> new CompletionCommand()); // the same
    CommandLine commands = new CommandLine(this);
    Supplier<Object> one = named.equals("completion") ? null : all.get(named);
    if (one == null) {
      all.values().forEach(each -> commands.addSubcommand(each.get()));
    } else {
      commands.addSubcommand(one.get());
    }
    return prepared(commands);
  }

  /**
   * Makes a command line report errors as all commands do: in one sentence, and by the exit code.
   * Returns the command line that was given.
   */
  public static CommandLine prepared(CommandLine commands) {
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int wrongUsage(CommandLine.ParameterException wrong, String... arguments) {
    CommandLine command = wrong.getCommandLine();
    String message = message(wrong);
    command
        .getErr()
        .println(
            "livecallback: "
                + message
                + (message.endsWith(".") ? "" : ".")
                + " See "
                + command.getCommandSpec().qualifiedName()
                + " --help.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String message(CommandLine.ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !command.getSubcommands().isEmpty()) {
      return "There is no command \"%s\".".formatted(unmatched.getUnmatched().getFirst());
    }
    return String.valueOf(wrong.getMessage());
  }

  private static int failed(
      Exception thrown, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    String name = command.getCommandSpec().qualifiedName();
    if (thrown instanceof CommandFailedException) {
      command.getErr().println(name + ": " + thrown.getMessage());
      return FAILED;
    }
    if (SERVERS.contains(command.getCommandName())) {
      throw thrown;
    }
    // The exception's message may quote its input, even a key.
    command
        .getErr()
        .println(
            name
                + ": this is a bug in the program ("
                + Texts.origin(thrown)
                + "). Nothing was changed; please report it with this line.");
    return FAILED;
  }

  /**
   * Adds the defaults for a command's log. A person reads the log, and wants to see the command's
   * answer.
   */
  private static Map<String, String> logging(String command, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    if (!SERVERS.contains(command)) {
      variables.putIfAbsent(LOG_FORMAT.variable(), "text");
      // The plan itself reports the warnings of an engine in a rehearsal.
      variables.putIfAbsent(LOG_LEVEL.variable(), command.equals("plan") ? "error" : "warn");
    }
    return variables;
  }

  private static void log(SettingValues settings) {
    LogFormat.valueOf(settings.of(LOG_FORMAT).toUpperCase(Locale.ROOT))
        .apply(Level.toLevel(settings.of(LOG_LEVEL)));
  }

  /** The source of the answer to {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"livecallback " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
