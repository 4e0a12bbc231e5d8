package dev.livecallback.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The settings of a command. The command's options are made of them, and their values are read when
 * the command runs.
 */
public final class CommandSettings {
  private final List<Setting<?>> settings;
  private final List<Setting<?>> offered;
  private final Map<String, String> environment;
  private final List<OptionSpec> options = new ArrayList<>();

  /** Creates the settings of a command that runs with these environment variables. */
  public CommandSettings(List<Setting<?>> settings, Map<String, String> environment) {
    this(settings, settings, environment);
  }

  /**
   * Creates the settings of a command that has options for only some of them.
   *
   * @param offered the settings that have an option; the others are read from the environment alone
   */
  public CommandSettings(
      List<Setting<?>> settings, List<Setting<?>> offered, Map<String, String> environment) {
    this.settings = List.copyOf(settings);
    this.offered = List.copyOf(offered);
    this.environment = Map.copyOf(environment);
  }

  /** Adds to the command the option of each setting that has one. */
  public void addTo(CommandSpec command) {
    for (Setting<?> setting : offered) {
      setting.option().map(name -> option(name, setting)).ifPresent(options::add);
    }
    options.forEach(command::addOption);
  }

  /**
   * Creates the option of a setting. It is a text. If the setting is a list, it may be repeated.
   */
  private static OptionSpec option(String name, Setting<?> setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(name)
            .paramLabel(setting.type().label())
            .description(description(setting).replace("%", "%%"));
    return setting.type() instanceof ListOf<?>
        ? option.type(List.class).auxiliaryTypes(String.class).splitRegex(",").build()
        : option.type(String.class).build();
  }

  private static String description(Setting<?> setting) {
    String text =
        "%s (%s; %s)."
            .formatted(setting.meaning(), setting.variable(), setting.without())
            .replace("`", "");
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /**
   * Reads the values from the command's options and the environment.
   *
   * @throws SettingException if a value is wrong
   */
  public SettingValues read() throws SettingException {
    Map<String, String> given = new HashMap<>();
    for (OptionSpec option : options) {
      Object value = option.getValue();
      if (value instanceof List<?> several) {
        given.put(
            option.longestName(),
            String.join(",", several.stream().map(Object::toString).toList()));
      } else if (value != null) {
        given.put(option.longestName(), value.toString());
      }
    }
    return new SettingValues(settings, given, environment);
  }
}
