package dev.livecallback.settings;

import java.time.Duration;

/**
 * A duration from a second to a day: a whole number, then {@code s}, {@code m} or {@code h}.
 *
 * @param example an example for people
 */
public record Period(String example) implements SettingType<Duration> {
  /** The regular expression of a duration of any length. */
  public static final String PATTERN = "[0-9]{1,6}[smh]";

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  @Override
  public Duration parse(String text) throws WrongValueException {
    if (text.matches(PATTERN)) {
      int unit = text.length() - 1;
      long amount = Long.parseLong(text.substring(0, unit));
      Duration period =
          switch (text.charAt(unit)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          };
      if (period.compareTo(SHORTEST) >= 0 && period.compareTo(LONGEST) <= 0) {
        return period;
      }
    }
    throw WrongValueException.of(text, takes());
  }

  @Override
  public String takes() {
    return "a duration from " + values() + ", such as " + example;
  }

  @Override
  public String values() {
    return SHORTEST.toSeconds() + "s to " + LONGEST.toHours() + "h";
  }

  @Override
  public String label() {
    return "DURATION";
  }
}
