package dev.livecallback.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final VirtualTime time = new VirtualTime(START, 100);
  private final List<String> happened = new ArrayList<>();

  @Test
  void thingsHappenInTheOrderOfTheirTimesAndThenInWhichTheyWereTold() {
    time.in(20, () -> happened.add("last"));
    time.in(10, () -> happened.add("first"));
    time.in(10, () -> happened.add("second"));

    time.runUntil(10);
    assertThat(happened).containsExactly("first", "second");

    time.runUntil(30);
    assertThat(happened).containsExactly("first", "second", "last");
    assertThat(time.instant()).isEqualTo(START.plusMillis(30));
  }

  @Test
  void whatHappensMayLetOthersGoOnMeanwhile() {
    time.in(
        10,
        () -> {
          time.runUntil(25);
          happened.add("slow at " + time.elapsed());
        });
    time.in(20, () -> happened.add("quick at " + time.elapsed()));

    time.runUntil(30);

    assertThat(happened).containsExactly("quick at 20", "slow at 25");
  }

  @Test
  void anInstantIsRoundedUpToMilliseconds() {
    assertThat(time.millis(START.plusNanos(1))).isEqualTo(1);
    assertThat(time.millis(START.plusMillis(7))).isEqualTo(7);
  }

  @Test
  void aFailureIsThrownThoughSomebodyCatchesItWhereItCameToBe() {
    AssertionError first = new AssertionError("first");
    time.in(
        10,
        () -> {
          time.fail(first);
          time.fail(new AssertionError("second"));
        });

    assertThatThrownBy(() -> time.runUntil(20)).isSameAs(first);
  }

  @Test
  void whatGoesOnForEverIsEnded() {
    forEver();

    assertThatThrownBy(() -> time.runUntil(1)).isInstanceOf(NeverAtRest.class);
  }

  private void forEver() {
    time.in(0, this::forEver);
  }
}
