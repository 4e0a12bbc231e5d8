package dev.livecallback.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The checked values of settings, from options, from the environment or from their defaults. */
public final class SettingValues {
  private final Map<Setting<?>, Object> values;

  /**
   * Reads settings.
   *
   * @param settings the settings to read
   * @param options the texts of the options that were given, by their names; they win
   * @param environment the environment's variables; a blank variable counts as not set
   * @throws SettingException if a value is wrong
   */
  public SettingValues(
      List<Setting<?>> settings, Map<String, String> options, Map<String, String> environment)
      throws SettingException {
    Map<Setting<?>, Object> read = new HashMap<>();
    for (Setting<?> setting : settings) {
      read.put(setting, setting.parse(text(setting, options, environment)));
    }
    values = read;
  }

  private SettingValues(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /** Returns the same values, except for one setting, which has this value whatever was given. */
  public <T> SettingValues with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> changed = new HashMap<>(values);
    changed.put(setting, value);
    return new SettingValues(changed);
  }

  private static String text(
      Setting<?> setting, Map<String, String> options, Map<String, String> environment) {
    return given(setting, options, environment).orElse(setting.byDefault());
  }

  /**
   * Returns the text that an option, or else the environment, gives a setting; empty = neither
   * does.
   */
  public static Optional<String> given(
      Setting<?> setting, Map<String, String> options, Map<String, String> environment) {
    String option = options.get(setting.option().orElse(""));
    if (option != null) {
      return Optional.of(option.strip());
    }
    return Stream.concat(Stream.of(setting.variable()), setting.aliases().stream())
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  /** Returns the value of a setting that was read. */
  public <T> T of(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting + " isn't in the command's table of settings");
    }
    @SuppressWarnings("unchecked") // it was put there by this setting
    T typed = (T) value;
    return typed;
  }
}
