package dev.livecallback.operator.config;

/**
 * The reason why the operator can't start: a sentence for people, with the cause and the remedy.
 */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param sentence the cause and the remedy
   */
  public StartupException(String sentence) {
    super(sentence);
  }
}
