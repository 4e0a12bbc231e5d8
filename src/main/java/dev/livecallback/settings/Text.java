package dev.livecallback.settings;

/**
 * Any text.
 *
 * @param label the name of a value in {@code --help}, such as {@code PATH}
 */
public record Text(String label) implements SettingType<String> {
  @Override
  public String parse(String text) {
    return text;
  }

  @Override
  public String takes() {
    return "a text";
  }
}
