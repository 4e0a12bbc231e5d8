package dev.livecallback.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");

  private long nanos = -7;
  private Instant wall = T;
  private final SteadyClock clock = SteadyClock.of(() -> nanos, () -> wall);

  @Test
  void itBeginsAsTheWallClockAndGoesByTheOther() {
    assertThat(clock.instant()).isEqualTo(T);

    nanos += 5_000_000_000L;

    assertThat(clock.instant()).isEqualTo(T.plusSeconds(5));
    assertThat(clock.wall().instant()).isEqualTo(T);
  }

  @ParameterizedTest
  @ValueSource(ints = {-8, 0, 8})
  void whatPeopleWroteIsDueWhenTheirClockShowsIt(int hours) {
    wall = T.plus(Duration.ofHours(hours));
    Instant deadline = wall.plusSeconds(30);

    assertThat(clock.wallAhead()).isEqualTo(Duration.ofHours(hours));
    assertThat(clock.fromWall(deadline)).isEqualTo(T.plusSeconds(30));
  }

  @Test
  void aClockThatNobodySetsIsTakenAsItIs() {
    SteadyClock plain = SteadyClock.of(() -> T);

    assertThat(plain.instant()).isEqualTo(T);
    assertThat(plain.wallAhead()).isZero();
    assertThat(SteadyClock.of(clock)).isSameAs(clock);
  }
}
