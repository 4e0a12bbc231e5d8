package dev.livecallback.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation bites: each of these bugs is found, and soon. */
class MutationsIT {
  private static final long SEEDS = 2_000;
  private static final long BATCH = 40;

  /** By which seed each bug was found last: that one is tried first, which saves minutes. */
  private static final Properties FOUND_BY = read("found-by.properties");

  @ParameterizedTest(name = "it is found if {0}")
  @EnumSource
  void isFound(Bug bug) {
    boolean known =
        Optional.ofNullable(FOUND_BY.getProperty(bug.name()))
            .map(Long::valueOf)
            .filter(seed -> seed <= SEEDS)
            .filter(seed -> finds(bug, seed))
            .isPresent();
    if (known) {
      return;
    }
    OptionalLong found = OptionalLong.empty();
    for (long first = 1; first <= SEEDS && found.isEmpty(); first += BATCH) {
      found =
          LongStream.range(first, first + BATCH)
              .parallel()
              .filter(seed -> finds(bug, seed))
              .findAny();
    }
    assertThat(found).as("a seed that finds it, up to %s", SEEDS).isPresent();
    System.out.println(
        "found-by.properties would save this search: " + bug.name() + "=" + found.getAsLong());
  }

  private static boolean finds(Bug bug, long seed) {
    return Failing.of(Scripts.of(seed), bug.seams).isPresent();
  }

  private static Properties read(String name) {
    Properties properties = new Properties();
    try (InputStream file = MutationsIT.class.getResourceAsStream(name)) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
