package dev.livecallback.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code livecallback completion}, which prints the script for completion in a shell.
 */
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in a shell.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 1,
    usageHelpWidth = 100,
    footer = {
      "",
      "For bash, also in ~/.bashrc: source <(livecallback completion bash)",
      "For zsh, also in ~/.zshrc:   source <(livecallback completion zsh)"
    })
public final class CompletionCommand implements Callable<Integer> {
  /** The shells that there is a script for. */
  enum Shell {
    bash,
    zsh
  }

  @SuppressWarnings("UnusedVariable") // one script does for both
  @Parameters(
      paramLabel = "SHELL",
      description = "${COMPLETION-CANDIDATES}. One script does for both.")
  private @Nullable Shell shell;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("the command runs by way of picocli");
    }
    CommandSpec root = spec.root();
    spec.commandLine().getOut().print(AutoComplete.bash(root.name(), root.commandLine()));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.number();
  }
}
