package dev.livecallback.cli;

/** How a command ended, as the shell is told. */
public enum ExitCode {
  /** All was done. */
  DONE(0, "done"),
  /** Nothing was done, or not all: stderr says why. */
  FAILED(1, "an error, or wrong usage"),
  /** Only where a command was asked to say so. */
  CHANGES(2, "there are changes; only with `--detailed-exitcode`"),
  /** The rest was done; a person should look at something. */
  LEFT_OUT(
      3,
      "something was left out, would be refused or blocked, or isn't Ready; it counts for more than 2");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }

  /** What it means, for people, in Markdown. */
  public String meaning() {
    return meaning;
  }
}
