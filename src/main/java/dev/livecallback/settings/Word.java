package dev.livecallback.settings;

/**
 * A text that matches a pattern.
 *
 * @param label the name of a value in {@code --help}
 * @param pattern the regular expression that the whole text matches
 * @param takes the description of its values, as the end of a sentence
 */
public record Word(String label, String pattern, String takes) implements SettingType<String> {
  @Override
  public String parse(String text) throws WrongValueException {
    if (text.matches(pattern)) {
      return text;
    }
    throw WrongValueException.of(text, takes);
  }
}
