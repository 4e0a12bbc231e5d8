package dev.livecallback.settings;

/**
 * A text that isn't a value of a type. The message is the sentence that follows the setting's name.
 */
public final class WrongValueException extends Exception {
  private static final long serialVersionUID = 1;

  /** Creates an exception from the rest of the sentence, with the blank before it. */
  public WrongValueException(String sentence) {
    super(sentence);
  }

  /** Creates an exception that repeats the text and says what would be right. */
  static WrongValueException of(String text, String takes) {
    return new WrongValueException(" is \"" + text + "\": it takes " + takes + ".");
  }

  /**
   * Creates an exception that says what would be right, but doesn't repeat the text: it may be
   * secret.
   */
  public static WrongValueException hiding(String takes) {
    return new WrongValueException(" takes " + takes + ".");
  }
}
