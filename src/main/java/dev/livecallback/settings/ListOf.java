package dev.livecallback.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of values with commas between them. Empty values don't count.
 *
 * @param <T> the type of each value in the program
 * @param element the type of each value
 */
public record ListOf<T>(SettingType<T> element) implements SettingType<List<T>> {
  @Override
  public List<T> parse(String text) throws WrongValueException {
    List<T> values = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      if (!each.isBlank()) {
        values.add(element.parse(each.strip()));
      }
    }
    return List.copyOf(values);
  }

  @Override
  public String takes() {
    return element.takes();
  }

  @Override
  public String label() {
    return element.label();
  }
}
