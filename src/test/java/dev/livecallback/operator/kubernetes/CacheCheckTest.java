package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.testing.SampleObjects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheCheckTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Map<String, String> there = new HashMap<>();
  private final Map<String, LiveCallback> cache = new HashMap<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private boolean down;
  private final CacheCheck check =
      new CacheCheck(
          (_, _) -> {
            if (down) {
              throw new IOException("down");
            }
            return there;
          },
          () -> now);

  CacheCheckTest() {
    check.add("livecallbacks", "", () -> cache.values().stream());
    there("7");
    cached("7");
  }

  private void there(String version) {
    there.put("team/one", version);
  }

  private void cached(String version) {
    cache.put(
        "team/one",
        SampleObjects.object(
            metadata ->
                metadata.withNamespace("team").withName("one").withResourceVersion(version)));
  }

  private Optional<String> aMinuteLater() {
    now = now.plus(MINUTE);
    return check.run();
  }

  @Test
  void aCacheThatFollowsIsFine() {
    assertThat(check.run()).isEmpty();
    assertThat(check.behind()).isZero();
  }

  @Test
  void oneThatMissesAnEditForTwoMinutesIsNot() {
    there("8");

    assertThat(check.run()).isEmpty();
    assertThat(check.behind()).as("it may be about to come").isZero();
    assertThat(aMinuteLater()).isEmpty();
    assertThat(check.behind()).isEqualTo(1);
    assertThat(aMinuteLater())
        .hasValue(
            "livecallbacks team/one is at version 8, in the cache for two minutes at version 7");
  }

  @Test
  void norIsOneFromTheFuture() {
    there("3");
    check.run();
    aMinuteLater();

    assertThat(aMinuteLater()).isPresent();
  }

  @Test
  void norOneThatMissesAnObjectOrKeepsOne() {
    there.put("team/new", "9");
    check.run();
    aMinuteLater();
    assertThat(aMinuteLater()).hasValueSatisfying(what -> assertThat(what).endsWith("gone"));

    there.remove("team/new");
    there.remove("team/one");
    check.run();
    aMinuteLater();
    assertThat(aMinuteLater()).hasValueSatisfying(what -> assertThat(what).contains("is gone"));
  }

  @Test
  void oneThatMovesIsFineHoweverQuicklyAnObjectChanges() {
    for (int i = 8; i < 20; i++) {
      there("" + (i + 1));
      cached("" + i);

      assertThat(aMinuteLater()).isEmpty();
      assertThat(check.behind()).isZero();
    }
  }

  @Test
  void anObjectThatComesAndGoesAllTheTimeIsNoFaultOfTheCache() {
    for (int i = 0; i < 10; i++) {
      there.put("team/toggled", "2" + i);

      assertThat(aMinuteLater()).isEmpty();
    }
  }

  @Test
  void anApiServerThatIsOutOfReachIsNoFaultOfTheCache() {
    there("8");
    check.run();
    aMinuteLater();
    down = true;
    assertThat(aMinuteLater()).isEmpty();

    down = false;
    assertThat(aMinuteLater()).as("what was behind may be catching up").isEmpty();
    aMinuteLater();
    assertThat(aMinuteLater()).isPresent();
  }
}
