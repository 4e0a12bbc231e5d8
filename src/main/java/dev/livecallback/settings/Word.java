package dev.livecallback.settings;

/**
 * A text of some pattern.
 *
 * @param label how {@code --help} calls it
 * @param pattern the regular expression that all of it matches
 * @param takes what it takes, as the end of a sentence
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
