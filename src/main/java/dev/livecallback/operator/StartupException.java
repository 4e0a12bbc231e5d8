package dev.livecallback.operator;

/** Why the operator can't start, as one sentence for a person: the cause and the remedy. */
final class StartupException extends Exception {
  private static final long serialVersionUID = 1;

  StartupException(String sentence) {
    super(sentence);
  }
}
