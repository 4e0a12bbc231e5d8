package dev.livecallback.testing;

/**
 * How a short-lived command ended.
 *
 * @param exitCode 0 for success
 * @param stdout everything it wrote there, as UTF-8
 * @param stderr everything it wrote there, as UTF-8
 */
public record CommandResult(int exitCode, String stdout, String stderr) {

  /** This result, if it is a success. An {@link AssertionError} that shows all of it, if not. */
  public CommandResult succeeded() {
    if (exitCode != 0) {
      throw new AssertionError("The command failed: " + this);
    }
    return this;
  }
}
