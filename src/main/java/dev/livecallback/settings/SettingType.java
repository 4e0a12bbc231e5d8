package dev.livecallback.settings;

/**
 * What the values of a setting are: how a text is read, and what people are told of it.
 *
 * @param <T> what a value is to the program
 */
public interface SettingType<T> {
  /**
   * Reads a value from a text without white space around it.
   *
   * @throws WrongValueException if the text is no such value
   */
  T parse(String text) throws WrongValueException;

  /** What it takes, as the end of a sentence for people, such as {@code true or false}. */
  String takes();

  /** How {@code --help} calls a value, such as {@code URL}. */
  String label();

  /** Which values there are, in the few words of a table: {@code 1 to 1000}. Empty = any. */
  default String values() {
    return "";
  }

  /** Several such values with commas between them. */
  default ListOf<T> list() {
    return new ListOf<>(this);
  }
}
