package dev.livecallback.cli;

import java.time.Duration;

/** Texts of durations for people. */
public final class Durations {
  private Durations() {}

  /** Returns a duration as text: {@code 45s}, {@code 10m}, {@code 1m 30s}. */
  public static String text(Duration duration) {
    long seconds = duration.toSeconds();
    long minutes = seconds / 60;
    if (minutes == 0) {
      return seconds + "s";
    }
    return minutes + "m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + "s");
  }

  /** Returns an age as text, roughly: {@code 45s}, {@code 90m}, {@code 30h}, {@code 12d}. */
  public static String age(Duration duration) {
    if (duration.isNegative()) {
      return "0s";
    }
    if (duration.toMinutes() < 2) {
      return duration.toSeconds() + "s";
    }
    if (duration.toHours() < 2) {
      return duration.toMinutes() + "m";
    }
    return duration.toDays() < 2 ? duration.toHours() + "h" : duration.toDays() + "d";
  }
}
