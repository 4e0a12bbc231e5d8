package dev.livecallback.operator.config;

/** Why the operator can't start, as one sentence for a person: the cause and the remedy. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence what is wrong, and what to do
   */
  public StartupException(String sentence) {
    super(sentence);
  }
}
