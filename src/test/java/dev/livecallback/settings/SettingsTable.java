package dev.livecallback.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of settings on a page of the documentation, between two comments. */
public record SettingsTable(Path page, List<Setting<?>> settings) {
  private static final String BEGIN = "<!-- settings: generated from the code -->\n";
  private static final String END = "<!-- end of settings -->";

  /** The page with the table as the code says. */
  public String wanted() throws IOException {
    String now = Files.readString(page);
    return now.substring(0, now.indexOf(BEGIN) + BEGIN.length())
        + "| option | variable | default | meaning |\n| --- | --- | --- | --- |\n"
        + settings.stream().map(SettingsTable::row).collect(Collectors.joining())
        + now.substring(now.indexOf(END));
  }

  /** Variables, option, default and values of each; {@code -} and {@code any} where it has none. */
  public static List<String> pinned(List<Setting<?>> settings) {
    return settings.stream()
        .map(
            setting ->
                "%s %s %s %s"
                    .formatted(
                        String.join(" ", variables(setting)),
                        setting.option().orElse("-"),
                        setting.byDefault().isEmpty() ? "-" : setting.byDefault(),
                        setting.type().values().isEmpty() ? "any" : setting.type().values()))
        .toList();
  }

  private static List<String> variables(Setting<?> setting) {
    return Stream.concat(Stream.of(setting.variable()), setting.aliases().stream()).toList();
  }

  /** How many settings a class declares. */
  public static int declaredIn(Class<?> table) {
    return (int)
        Arrays.stream(table.getDeclaredFields())
            .filter(field -> field.getType() == Setting.class)
            .count();
  }

  private static String row(Setting<?> setting) {
    return "|%s | `%s` | %s | %s |\n"
        .formatted(
            setting.option().map(option -> " `" + option + "`").orElse(""),
            setting.variable(),
            setting.without(),
            setting.meaning() + (setting.details().isEmpty() ? "" : ". " + setting.details()));
  }
}
