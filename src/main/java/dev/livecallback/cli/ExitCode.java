package dev.livecallback.cli;

/** The exit status of a command. */
public enum ExitCode {
  /** Everything was done. */
  DONE(0, "done"),
  /** An error: the command did nothing, or not everything. Standard error says why. */
  FAILED(1, "an error, or wrong usage"),
  /** There are changes. Only {@code --detailed-exitcode} asks for this code. */
  CHANGES(2, "there are changes; only with `--detailed-exitcode`"),
  /**
   * Something was left out, would be refused or blocked, or isn't Ready, and a person should look
   * at it. The rest was done.
   */
  LEFT_OUT(
      3,
      "something was left out, would be refused or blocked, or isn't Ready; it counts for more than 2");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** Returns the process's exit status. */
  public int number() {
    return number;
  }

  /** Returns the meaning for people, in Markdown. */
  public String meaning() {
    return meaning;
  }
}
