package dev.livecallback.operator.process;

import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.operator.config.StartupException;
import dev.livecallback.settings.CommandSettings;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.SettingException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code livecallback operator}: reads and checks the settings, and runs the operator. */
@Command(
    name = "operator",
    description =
        "Runs the operator. Every option can be an environment variable instead: in brackets, with"
            + " what holds without it.",
    mixinStandardHelpOptions = true)
public final class OperatorCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final Map<String, String> environment;
  private final CommandSettings settings;
  private @Nullable CommandSpec spec;

  /**
   * Creates the command. It reads each setting that isn't given as an option from these variables.
   */
  public OperatorCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.settings = new CommandSettings(OperatorSetting.ALL, environment);
  }

  @Spec
  void spec(CommandSpec given) {
    spec = given;
    settings.addTo(given);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      return new OperatorProcess(settings()).run() ? 0 : FAILED;
    } catch (StartupException e) {
      if (spec != null) {
        spec.commandLine().getErr().println("livecallback operator: " + e.getMessage());
        spec.commandLine().getErr().flush();
      }
      return FAILED;
    }
  }

  /** Returns the checked settings. */
  public OperatorSettings settings() throws StartupException {
    try {
      return OperatorSettings.of(settings.read(), processName());
    } catch (SettingException e) {
      throw new StartupException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the Pod's name, or a fixed name outside a Pod, with a random suffix. */
  private String processName() {
    String host = environment.getOrDefault("HOSTNAME", "").strip();
    return (host.isEmpty() ? "live-callback-operator" : host)
        + "_"
        + UUID.randomUUID().toString().substring(0, 8);
  }
}
