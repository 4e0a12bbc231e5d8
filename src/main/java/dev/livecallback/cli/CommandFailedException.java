package dev.livecallback.cli;

/** Why a command can't go on, as one sentence for a person: the cause and the remedy. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence what happened, to what, and what to do; without any secret
   */
  public CommandFailedException(String sentence) {
    super(sentence);
  }
}
