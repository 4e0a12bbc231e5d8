package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.testing.SampleObjects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CacheCheckTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Map<String, String> there = new HashMap<>();
  private final Map<String, LiveCallback> cache = new HashMap<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private boolean down;
  private final Set<String> forbidden = new HashSet<>();
  private final CacheCheck check =
      new CacheCheck(
          (kind, _) -> {
            if (down || forbidden.contains(kind)) {
              throw new IOException("down");
            }
            return kind.equals("livecallbacks") ? there : Map.of();
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
    assertThat(check.staleObjects()).isZero();
  }

  @Test
  void oneThatMissesAnEditForTwoMinutesIsNot() {
    there("8");

    assertThat(check.run()).isEmpty();
    assertThat(check.staleObjects()).as("it may be about to come").isZero();
    assertThat(aMinuteLater()).isEmpty();
    assertThat(check.staleObjects()).isEqualTo(1);
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
      assertThat(check.staleObjects()).isZero();
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

  @Test
  void aCheckThatNeverRunsIsSeenThoughItIsNoFaultOfTheCache() {
    check.add("secrets", "", Stream::of);
    assertThat(check.oldest()).isZero();
    aMinuteLater();
    assertThat(check.oldest()).isZero();

    forbidden.add("secrets");
    for (int i = 0; i < 20; i++) {
      assertThat(aMinuteLater()).isEmpty();
    }
    assertThat(check.staleObjects()).isZero();
    assertThat(check.oldest()).isEqualTo(Duration.ofMinutes(20));

    there("8");
    aMinuteLater();
    aMinuteLater();
    assertThat(aMinuteLater()).as("the others are compared as before").isPresent();

    forbidden.clear();
    aMinuteLater();
    assertThat(check.oldest()).isZero();
  }

  @Test
  void oneThatIsAddedWaitsForNoAnswer() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<?> answering = new CompletableFuture<>();
    CacheCheck slow =
        new CacheCheck(
            (_, _) -> {
              asked.countDown();
              answering.join();
              return Map.of();
            },
            () -> now);
    slow.add("secrets", "one", Stream::of);
    CompletableFuture<?> run = CompletableFuture.supplyAsync(slow::run, Thread::startVirtualThread);
    asked.await();

    var added =
        CompletableFuture.runAsync(
            () -> slow.add("secrets", "two", Stream::of), Thread::startVirtualThread);
    await().until(added::isDone);

    answering.complete(null);
    run.join();
  }

  @Test
  void whatCannotBeComparedIsToldOnceInARow() {
    Logger log = (Logger) LoggerFactory.getLogger(CacheCheck.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    log.addAppender(told);
    log.setLevel(Level.INFO);
    try {
      forbidden.add("livecallbacks");
      aMinuteLater();
      aMinuteLater();
      forbidden.clear();
      aMinuteLater();
      aMinuteLater();
    } finally {
      log.detachAppender(told);
      log.setLevel(null);
    }

    assertThat(told.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "The cache of livecallbacks can't be compared with the API server (down); it is tried"
                + " again every minute.",
            "The cache of livecallbacks can be compared with the API server again.");
  }
}
