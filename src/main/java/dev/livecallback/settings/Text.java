package dev.livecallback.settings;

/**
 * Any text.
 *
 * @param label how {@code --help} calls it, such as {@code PATH}
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
