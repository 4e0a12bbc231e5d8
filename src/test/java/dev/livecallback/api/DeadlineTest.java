package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an annotation with an instant says at noon of the first of March. */
class DeadlineTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void reads(String situation, @Nullable String text, Deadline expected) {
    Deadline read =
        Deadline.of("livecallback.dev/release-deletes-until", "the limit holds", text, NOON);

    assertThat(read).isEqualTo(expected);
  }

  static Stream<Arguments> reads() {
    Deadline none = new Deadline.None();
    Deadline unreadable =
        new Deadline.Unreadable(
            "The annotation livecallback.dev/release-deletes-until isn't an instant, so the limit"
                + " holds: write one like 2026-01-31T18:00:00Z, or remove it.");
    Deadline tooFar =
        new Deadline.Unreadable(
            "The annotation livecallback.dev/release-deletes-until is more than 7 days ahead, so"
                + " the limit holds: write an earlier instant, or remove it.");
    return Stream.of(
        arguments("no annotation does nothing", null, none),
        arguments("an instant ahead holds until then", "2026-03-01T12:00:01Z", until(1)),
        arguments("with spaces around it, too", " 2026-03-01T12:00:01Z\n", until(1)),
        arguments("in another time zone, too", "2026-03-01T20:30:00+08:00", until(1800)),
        arguments("the instant itself is past", "2026-03-01T12:00:00Z", none),
        arguments("seven days ahead is allowed", "2026-03-08T12:00:00Z", until(7 * 86_400)),
        arguments("a moment more is too far", "2026-03-08T12:00:00.001Z", tooFar),
        arguments("nothing written is no instant", "", unreadable),
        arguments("a day is no instant", "2026-03-01", unreadable),
        arguments("a time without zone is no instant", "2026-03-01T12:30:00", unreadable),
        arguments("a word is no instant", "true", unreadable));
  }

  private static Deadline until(long seconds) {
    return new Deadline.Until(NOON.plusSeconds(seconds));
  }
}
