package dev.livecallback.settings;

/**
 * The type of the values of a setting. It reads a value from a text, and describes the values to
 * people.
 *
 * @param <T> the type of a value in the program
 */
public interface SettingType<T> {
  /**
   * Reads a value from a text without white space around it.
   *
   * @throws WrongValueException if the text is no such value
   */
  T parse(String text) throws WrongValueException;

  /** Returns what it takes, as the end of a sentence for people, such as {@code true or false}. */
  String takes();

  /** Returns the name of a value in {@code --help}, such as {@code URL}. */
  String label();

  /** Returns the values in the few words of a table, such as {@code 1 to 1000}; empty = any. */
  default String values() {
    return "";
  }

  /** Returns the type of several such values with commas between them. */
  default ListOf<T> list() {
    return new ListOf<>(this);
  }
}
