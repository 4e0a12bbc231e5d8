package dev.livecallback.cli;

import java.time.Duration;

/** Durations for people. */
final class Durations {
  private Durations() {}

  /** {@code 45s}, {@code 10m}, {@code 1m 30s}. */
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    long minutes = seconds / 60;
    if (minutes == 0) {
      return seconds + "s";
    }
    return minutes + "m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + "s");
  }
}
