package dev.livecallback.engine.objects;

import static dev.livecallback.testing.SampleObjects.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.LiveCallback;
import org.junit.jupiter.api.Test;

class LatestObjectsTest {
  private final LatestObjects latest = new LatestObjects();

  private static LiveCallback version(String version) {
    return object(metadata -> metadata.withResourceVersion(version));
  }

  @Test
  void prefersWhatWasWrittenToACacheThatLags() {
    LiveCallback written = version("11");
    latest.wrote(written);

    assertThat(latest.latest(version("9"))).isSameAs(written);
    assertThat(latest.latest(version("10"))).isSameAs(written);
  }

  @Test
  void prefersTheCacheOnceItHasCaughtUp() {
    latest.wrote(version("9"));
    LiveCallback same = version("9");
    LiveCallback newer = version("10");

    assertThat(latest.latest(same)).isSameAs(same);
    assertThat(latest.latest(newer)).isSameAs(newer);
  }

  @Test
  void keepsTheNewestOfTwoWrites() {
    LiveCallback newer = version("100");
    latest.wrote(newer);
    latest.wrote(version("20"));

    assertThat(latest.latest(version("10"))).isSameAs(newer);
  }

  @Test
  void knowsOneObjectByItsUid() {
    latest.wrote(version("11"));
    LiveCallback other = object(metadata -> metadata.withUid("uid-2").withResourceVersion("1"));

    assertThat(latest.latest(other)).isSameAs(other);
  }

  @Test
  void remembersAWriteUntilTheCacheHasItHoweverOftenItIsAsked() {
    LiveCallback written = version("11");
    latest.wrote(written);

    assertThat(latest.latest(latest.latest(version("10")))).isSameAs(written);
    assertThat(latest.latest(version("10"))).isSameAs(written);
  }

  @Test
  void showsWhatTheCacheHasOnceAnObjectIsForgotten() {
    latest.wrote(version("11"));
    latest.forget("uid-1");
    LiveCallback cached = version("10");

    assertThat(latest.latest(cached)).isSameAs(cached);
  }
}
