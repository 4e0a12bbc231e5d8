package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code allow-drift-until} says at noon of the first of March. */
class DriftDeadlineTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void reads(String annotation, @Nullable String text, Deadline allowance) {
    assertThat(Deadline.ofAllowedDrift(text, NOW)).isEqualTo(allowance);
  }

  static Stream<Arguments> reads() {
    Deadline none = new Deadline.None();
    return Stream.of(
        arguments("no annotation allows nothing", null, none),
        arguments("an instant ahead allows until then", "2026-03-01T12:00:01Z", until(1)),
        arguments("with spaces around it, too", " 2026-03-01T12:00:01Z\n", until(1)),
        arguments("in another time zone, too", "2026-03-01T20:30:00+08:00", until(1800)),
        arguments("with fractions of a second, too", "2026-03-01T12:00:30.000Z", until(30)),
        arguments("in small letters, too", "2026-03-01t12:00:30z", until(30)),
        arguments("the instant itself allows nothing more", "2026-03-01T12:00:00Z", none),
        arguments("one that is over allows nothing more", "2025-03-01T12:00:00Z", none),
        arguments("seven days ahead is allowed", "2026-03-08T12:00:00Z", until(7 * 86_400)));
  }

  @ParameterizedTest(name = "{0} isn''t an instant")
  @ValueSource(
      strings = {
        "",
        "true",
        "tomorrow",
        "2026-03-01",
        "2026-03-01T12:30:00",
        "2026-03-01 12:30:00Z",
        "2026-02-30T12:00:00Z",
        "1772366400",
        "+1000000000-01-01T00:00:00Z"
      })
  void whatIsNoInstantHoldsCorrectionsAndSaysSo(String text) {
    assertThat(Deadline.ofAllowedDrift(text, NOW))
        .isInstanceOfSatisfying(
            Deadline.Unreadable.class,
            unreadable ->
                assertThat(unreadable.problem())
                    .contains("livecallback.dev/allow-drift-until isn't an instant")
                    .contains("2026-01-31T18:00:00Z")
                    .contains("remove it"));
  }

  @ParameterizedTest(name = "{0} is too far ahead")
  @ValueSource(strings = {"2026-03-08T12:00:01Z", "2027-03-01T12:00:00Z", "9999-12-31T23:59:59Z"})
  void whatIsMoreThanSevenDaysAheadDoesToo(String text) {
    assertThat(Deadline.ofAllowedDrift(text, NOW))
        .isInstanceOfSatisfying(
            Deadline.Unreadable.class,
            unreadable -> assertThat(unreadable.problem()).contains("more than 7 days ahead"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"hush=1", "https://user:hush@example.com"})
  void whatSomebodyPastedIsNotRepeated(String text) {
    assertThat(Deadline.ofAllowedDrift(text, NOW))
        .isInstanceOfSatisfying(
            Deadline.Unreadable.class,
            unreadable -> assertThat(unreadable.problem()).doesNotContain("hush"));
  }

  private static Deadline until(long seconds) {
    Instant end = NOW.plusSeconds(seconds);
    return new Deadline.Until(end);
  }
}
