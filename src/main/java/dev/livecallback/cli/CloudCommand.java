package dev.livecallback.cli;

import dev.livecallback.settings.CommandSettings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A command that may ask the cloud: how each of them begins and ends. */
public abstract class CloudCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final CommandSettings settings;
  private final CommandClock clock;
  private @Nullable CommandSpec spec;

  /**
   * @param environment the variables that count
   * @param settings those of them that a command has options for, too
   */
  protected CloudCommand(
      Map<String, String> environment, CommandSettings settings, CommandClock clock) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
    this.clock = clock;
  }

  /** Has the options of settings behind the command's own, whose {@code @Spec} calls this. */
  protected final void begin(CommandSpec given) {
    spec = given;
    settings.addTo(given);
  }

  /** Which cloud account. */
  protected abstract CloudOptions cloud();

  /** Which cluster. */
  protected abstract KubernetesOptions cluster();

  /** Refuses options that don't go together. */
  protected abstract void check() throws CommandFailedException;

  /**
   * Does it.
   *
   * @param out for the answer
   * @param err for all else
   */
  protected abstract ExitCode run(CloudLogin login, PrintWriter out, PrintWriter err)
      throws CommandFailedException, InterruptedException;

  /** The command's time. */
  protected final CommandClock clock() {
    return clock;
  }

  /** Whether a terminal shows colours. */
  protected final boolean isColoured() {
    return spec().commandLine().getColorScheme().ansi().enabled();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("the command runs by way of picocli");
    }
    return spec;
  }

  @Override
  public final Integer call() throws CommandFailedException, InterruptedException {
    PrintWriter out = spec().commandLine().getOut();
    check();
    ExitCode code =
        run(
            CloudLogin.of(environment, settings, cluster(), cloud(), clock),
            out,
            spec().commandLine().getErr());
    if (out.checkError()) {
      throw new CommandFailedException("The answer can't be written to standard output.");
    }
    return code.number();
  }
}
