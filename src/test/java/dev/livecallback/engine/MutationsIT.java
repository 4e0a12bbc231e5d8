package dev.livecallback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation bites: each of these bugs is found, and soon. */
class MutationsIT {
  private static final long SEEDS = 2_000;
  private static final long BATCH = 40;

  @ParameterizedTest(name = "it is found if {0}")
  @EnumSource
  void isFound(Bug bug) {
    OptionalLong found = OptionalLong.empty();
    for (long first = 1; first <= SEEDS && found.isEmpty(); first += BATCH) {
      found =
          LongStream.range(first, first + BATCH)
              .parallel()
              .filter(seed -> Failing.of(Scripts.of(seed), bug.seams).isPresent())
              .findAny();
    }
    assertThat(found).as("a seed that finds it, up to %s", SEEDS).isPresent();
  }
}
