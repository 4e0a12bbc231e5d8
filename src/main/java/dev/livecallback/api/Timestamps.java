package dev.livecallback.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instants as the objects spell them: RFC 3339 in UTC, to the second. */
public final class Timestamps {
  private Timestamps() {}

  /** Returns a text like {@code 2026-01-31T23:59:58Z}; fractions of a second are cut off. */
  public static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * Returns the instant of an RFC 3339 text with any offset; empty = the text is absent or isn't
   * one.
   */
  public static Optional<Instant> instant(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
