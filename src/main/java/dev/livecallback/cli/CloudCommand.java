package dev.livecallback.cli;

import dev.livecallback.settings.CommandSettings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A command that may call the cloud. This class reads its settings, and returns its exit code. */
public abstract class CloudCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final CommandSettings settings;
  private final CommandClock clock;
  private @Nullable CommandSpec spec;

  /**
   * @param environment the environment variables
   * @param settings the settings that the command reads, some of them from options
   */
  protected CloudCommand(
      Map<String, String> environment, CommandSettings settings, CommandClock clock) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Adds the options of the settings after the command's own options. The command's {@code @Spec}
   * method calls this.
   */
  protected final void begin(CommandSpec given) {
    spec = given;
    settings.addTo(given);
  }

  /** Returns the options that choose the cloud account. */
  protected abstract CloudOptions cloud();

  /** Returns the options that choose the cluster. */
  protected abstract KubernetesOptions cluster();

  /** Refuses options that don't go together. */
  protected abstract void check() throws CommandFailedException;

  /**
   * Runs the command.
   *
   * @param out the stream for the answer
   * @param err the stream for everything else
   */
  protected abstract ExitCode run(CloudLogin login, PrintWriter out, PrintWriter err)
      throws CommandFailedException, InterruptedException;

  /** Returns the command's clock. */
  protected final CommandClock clock() {
    return clock;
  }

  /** Returns whether the terminal shows colours. */
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
