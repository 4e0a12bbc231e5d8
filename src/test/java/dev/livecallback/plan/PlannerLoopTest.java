package dev.livecallback.plan;

import static dev.livecallback.plan.Given.A;
import static dev.livecallback.plan.Given.B;
import static dev.livecallback.plan.Given.D;
import static dev.livecallback.plan.Given.FOREIGN;
import static dev.livecallback.plan.Given.K1;
import static dev.livecallback.plan.Given.K2;
import static dev.livecallback.plan.Given.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.volcengine.CallbackContent;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that are carried out, one after the other, until there is nothing left to do. */
class PlannerLoopTest {
  private static final int BOUND = 40;

  /**
   * What happens to an object.
   *
   * @param before what the world is like; then the object comes to rest, unless it is to be new
   * @param act what happens then
   * @param record what the cloud holds in the end
   * @param calls how many calls that takes
   */
  record Story(
      String name,
      boolean isNew,
      Consumer<Loop> before,
      Consumer<Loop> act,
      @Nullable CallbackContent record,
      int calls) {

    Loop begin() {
      Loop loop = new Loop(true);
      before.accept(loop);
      if (!isNew) {
        loop.settle(BOUND);
      }
      return loop;
    }

    void assertEnded(Loop loop) {
      assertThat(loop.cloud.record(D)).isEqualTo(record);
      assertThat(loop.cloud.record(OLD)).isNull();
      assertThat(loop.released()).isEqualTo(loop.deleting());
      if (!loop.deleting()) {
        assertThat(loop.reason()).isEqualTo("InSync");
        assertThat(loop.status().records()).hasSize(1);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void comesToRestAfterSoManyCalls(Story story) {
    Loop loop = story.begin();

    story.act.accept(loop);

    assertThat(loop.settle(BOUND)).isEqualTo(story.calls);
    story.assertEnded(loop);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void comesToRestThoughTheOperatorDiesAtAnyPoint(Story story) {
    int point = 0;
    for (boolean died = true; died; ) {
      Loop loop = story.begin();
      loop.dieAt(++point);
      story.act.accept(loop);
      loop.settle(BOUND);
      died = loop.diedAsAsked();
      loop.liveOn();
      loop.sweep();
      loop.settle(BOUND);
      story.assertEnded(loop);
    }
    assertThat(point).isGreaterThan(story.calls);
  }

  static Stream<Story> stories() {
    Consumer<Loop> later = loop -> loop.passUntil(loop.now.plus(Duration.ofMinutes(10)));
    Consumer<Loop> signed = loop -> loop.wants(D, K1, "v1");
    return Stream.of(
        new Story(
            "an object is created", true, PlannerLoopTest::nothing, PlannerLoopTest::nothing, A, 3),
        new Story("an equal record is adopted", true, console(A), PlannerLoopTest::nothing, A, 1),
        new Story("an edit", false, PlannerLoopTest::nothing, edit(B), B, 2),
        new Story(
            "an edit and back", false, PlannerLoopTest::nothing, edit(B).andThen(edit(A)), A, 0),
        new Story("a hidden key is rotated", false, signed, PlannerLoopTest::rotate, K2, 2),
        new Story(
            "drift",
            false,
            PlannerLoopTest::nothing,
            later.andThen(console(FOREIGN)).andThen(Loop::sweep),
            A,
            2),
        new Story(
            "a record vanishes",
            false,
            PlannerLoopTest::nothing,
            later.andThen(console(null)).andThen(Loop::sweep),
            A,
            2),
        new Story("another identity", false, loop -> loop.wants(OLD, A, null), edit(A), A, 5),
        new Story("a delete", false, PlannerLoopTest::nothing, loop -> loop.delete(false), null, 2),
        new Story(
            "a delete that orphans",
            false,
            PlannerLoopTest::nothing,
            loop -> loop.delete(true),
            A,
            0),
        new Story(
            "a delete of a new object",
            true,
            PlannerLoopTest::nothing,
            loop -> loop.delete(false),
            null,
            1),
        new Story(
            "a delete after a restore",
            false,
            PlannerLoopTest::nothing,
            PlannerLoopTest::restoredAndDeleted,
            null,
            4));
  }

  private static Consumer<Loop> edit(CallbackContent content) {
    return loop -> loop.wants(D, content, null);
  }

  private static void nothing(Loop loop) {
    assertThat(loop.released()).isFalse();
  }

  private static void rotate(Loop loop) {
    loop.wants(D, K2, "v2");
  }

  private static Consumer<Loop> console(@Nullable CallbackContent content) {
    return loop -> loop.cloud.change(D, content);
  }

  private static void restoredAndDeleted(Loop loop) {
    loop.restart();
    loop.loseStatus();
    loop.delete(false);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void holdsItsPropertiesWhateverHappens(long seed) {
    Random random = new Random(seed);
    for (int life = 0; life < 25; life++) {
      Loop loop = new Loop(random.nextBoolean());
      loop.mood = () -> mood(random);
      for (int step = 0; step < 60 && !loop.released(); step++) {
        act(loop, random);
        loop.carryOutNext();
      }
      loop.mood = () -> Cloud.Mood.FINE;
      loop.passUntil(loop.now.plus(Duration.ofMinutes(20)));
      if (!loop.deleting()) {
        loop.wants(B);
      }
      if (!loop.released()) {
        loop.sweep();
        loop.settle(BOUND);
      }
      assertAtRest(loop);
    }
  }

  private static void assertAtRest(Loop loop) {
    CallbackContent record = loop.cloud.record(D);
    if (loop.deleting()) {
      assertThat(loop.released()).isTrue();
    } else if (loop.reason().equals("AlreadyExists")) {
      assertThat(loop.status().records()).isEmpty();
      assertThat(record).isNotNull().isNotEqualTo(B);
    } else {
      assertThat(loop.reason()).isEqualTo("InSync");
      assertThat(record).isEqualTo(B);
      // And then it goes, with its record.
      loop.delete(false);
      loop.settle(BOUND);
      assertThat(loop.released()).isTrue();
      assertThat(loop.cloud.record(D)).isNull();
    }
  }

  private static void act(Loop loop, Random random) {
    switch (random.nextInt(24)) {
      case 0 -> loop.wants(A);
      case 1 -> loop.wants(B);
      case 2 -> loop.wants(Cloud.REFUSED);
      case 3 -> loop.wants(D, K1, "v1");
      case 4 -> loop.wants(D, K2, "v2");
      case 5 -> loop.cloud.change(D, List.of(A, B, FOREIGN).get(random.nextInt(3)));
      case 6 -> loop.cloud.change(D, null);
      case 7, 8 -> loop.sweep();
      case 9 -> loop.restart();
      case 10 -> loop.dieAt(1 + random.nextInt(6));
      case 11 -> {
        if (random.nextInt(8) == 0) {
          loop.delete(random.nextInt(4) == 0);
        }
      }
      default -> {
        // Time passes.
      }
    }
  }

  private static Cloud.Mood mood(Random random) {
    List<Cloud.Mood> moods =
        List.of(
            Cloud.Mood.FINE,
            Cloud.Mood.THROTTLED,
            Cloud.Mood.DONE_UNSAID,
            Cloud.Mood.LOST,
            Cloud.Mood.LATE);
    return random.nextInt(3) == 0 ? moods.get(random.nextInt(moods.size())) : Cloud.Mood.FINE;
  }
}
