package dev.livecallback.cli;

/** The failure of a command, as one sentence for a person: the cause and the remedy. */
public final class CommandFailedException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence the sentence: what happened, to which object, and what to do; without any
   *     secret
   */
  public CommandFailedException(String sentence) {
    super(sentence);
  }
}
