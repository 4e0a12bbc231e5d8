package dev.livecallback.settings;

/** A text is no value of a type. Its message is the sentence that follows the setting's name. */
public final class WrongValueException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says the rest of the sentence, with the blank before it. */
  public WrongValueException(String sentence) {
    super(sentence);
  }

  /** Repeats the text, and says what would be right. */
  static WrongValueException of(String text, String takes) {
    return new WrongValueException(" is \"" + text + "\": it takes " + takes + ".");
  }

  /** Says what would be right. The text isn't repeated: it may hold a secret. */
  public static WrongValueException hiding(String takes) {
    return new WrongValueException(" takes " + takes + ".");
  }
}
