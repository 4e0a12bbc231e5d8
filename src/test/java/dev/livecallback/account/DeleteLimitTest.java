package dev.livecallback.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livecallback.api.Deadline;
import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeleteLimitTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  private final DeleteLimit limit = limit(2);

  private static DeleteLimit limit(@Nullable Integer perHour) {
    DeleteLimit made = new DeleteLimit();
    made.configure(perHour);
    return made;
  }

  private boolean takes(int record, long minute) {
    return limit.tryTake(key(record), at(minute));
  }

  @Test
  void letsSoManyThroughAndHoldsTheNextUntilTheFirstIsAnHourOld() {
    assertThat(takes(1, 0)).isTrue();
    assertThat(limit.heldUntil(at(5))).isEmpty();
    assertThat(takes(2, 10)).isTrue();

    assertThat(limit.heldUntil(at(20))).contains(at(60));
    assertThat(takes(3, 59)).isFalse();
    assertThat(limit.heldUntil(at(60))).isEmpty();
    assertThat(takes(3, 60)).isTrue();
    assertThat(limit.heldUntil(at(60))).contains(at(70));
  }

  @Test
  void countsARepeatOnce() {
    takes(1, 0);
    takes(1, 1);
    takes(2, 2);

    assertThat(limit.spent(at(3))).isEqualTo(2);
    assertThat(takes(1, 59)).isTrue();
    assertThat(limit.heldUntil(key(1), at(59))).isEmpty();
    assertThat(limit.heldUntil(key(3), at(59))).contains(at(60));
  }

  @Test
  void countsARepeatAnewAfterAnHour() {
    takes(1, 0);
    takes(2, 30);
    takes(3, 60);

    assertThat(limit.heldUntil(key(1), at(60))).contains(at(90));
    assertThat(takes(1, 60)).isFalse();
    assertThat(takes(1, 90)).isTrue();
  }

  @Test
  void doesNotCountWhatItHeld() {
    takes(1, 0);
    takes(2, 0);
    takes(3, 30);

    assertThat(limit.spent(at(30))).isEqualTo(2);
    assertThat(limit.spent(at(60))).isZero();
  }

  @Test
  void letsAllThroughUncountedWithoutALimit() {
    DeleteLimit none = limit(null);
    for (int record = 0; record < 1000; record++) {
      assertThat(none.tryTake(key(record), T)).isTrue();
    }

    assertThat(none.heldUntil(T)).isEmpty();
    assertThat(none.heldUntil(key(1), T)).isEmpty();
    assertThat(none.spent(T)).isZero();
  }

  @Test
  void hasNoLimitBeforeItIsTold() {
    assertThat(new DeleteLimit().tryTake(key(1), T)).isTrue();
    assertThat(new DeleteLimit().heldUntil(T)).isEmpty();
  }

  @Test
  void holdsAllAtALimitOfZeroRepeatsToo() {
    takes(1, 0);
    limit.configure(0);

    assertThat(takes(1, 1)).isFalse();
    assertThat(takes(2, 1)).isFalse();
    assertThat(limit.heldUntil(at(1))).contains(at(61));
    assertThat(limit.heldUntil(key(1), at(1))).contains(at(61));
    assertThat(limit.heldUntil(at(100))).contains(at(160));
  }

  @Test
  void goesOnCountingWhenTheLimitIsLowered() {
    limit.configure(5);
    for (int record = 0; record < 5; record++) {
      takes(record, record);
    }
    limit.configure(2);

    assertThat(limit.heldUntil(at(5)))
        .as("one of five has to go until one of two")
        .contains(at(63));
    assertThat(takes(9, 62)).isFalse();
    assertThat(takes(9, 63)).isTrue();
  }

  @Test
  void letsMoreThroughAtOnceWhenTheLimitIsRaised() {
    takes(1, 0);
    takes(2, 0);
    limit.configure(3);

    assertThat(limit.heldUntil(at(1))).isEmpty();
    assertThat(takes(3, 1)).isTrue();
  }

  @Test
  void holdsAndCountsNothingWhileReleased() {
    takes(1, 0);
    takes(2, 0);
    limit.releaseUntil(at(10));

    assertThat(limit.heldUntil(at(9))).isEmpty();
    assertThat(takes(3, 9)).isTrue();
    assertThat(limit.spent(at(9))).isEqualTo(2);
    assertThat(limit.heldUntil(at(10))).contains(at(60));
    assertThat(takes(4, 10)).isFalse();
    assertThat(takes(3, 10)).as("it was never counted").isFalse();
  }

  @Test
  void releasesEvenALimitOfZero() {
    limit.configure(0);
    limit.releaseUntil(at(10));

    assertThat(takes(1, 9)).isTrue();
    assertThat(takes(1, 10)).isFalse();
  }

  @Test
  void holdsAgainWhenTheReleaseIsTakenBack() {
    takes(1, 0);
    takes(2, 0);
    limit.releaseUntil(at(50));
    limit.releaseUntil(null);

    assertThat(limit.heldUntil(at(1))).contains(at(60));
    assertThat(takes(3, 1)).isFalse();
  }

  @Test
  void countsATimeThatWentBackAsTheLatest() {
    takes(1, 10);
    takes(2, 5);

    assertThat(limit.heldUntil(at(10))).contains(at(70));
    assertThat(takes(3, 69)).isFalse();
  }

  @Test
  void isReleasedByAnInstantAndNotByWhatIsNone() {
    assertThat(DeleteLimit.release("2026-01-01T01:00:00Z", T))
        .isEqualTo(new Deadline.Until(at(60)));
    assertThat(DeleteLimit.release(null, T)).isEqualTo(new Deadline.None());
    assertThat(DeleteLimit.release("yes", T))
        .isEqualTo(
            new Deadline.Unreadable(
                "The annotation livecallback.dev/release-deletes-until isn't an instant, so the"
                    + " limit of deletes holds: write one like 2026-01-31T18:00:00Z, or remove"
                    + " it."));
  }

  @Test
  void neverLetsTooManyThroughForSeveralThreads() throws Exception {
    limit.configure(100);
    List<Future<Integer>> counts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 1000;
        counts.add(threads.submit(() -> takenOf(first, first + 1000)));
      }
    }
    int all = 0;
    for (Future<Integer> count : counts) {
      all += count.get();
    }
    assertThat(all).isEqualTo(100);
  }

  private int takenOf(int from, int to) {
    int taken = 0;
    for (int record = from; record < to; record++) {
      taken += takes(record, 0) ? 1 : 0;
    }
    return taken;
  }

  @Property
  void inNoHourMoreRemovalsBeginThanTheLimitSays(
      @ForAll @IntRange(max = 5) int perHour,
      @ForAll @Size(max = 200) List<@IntRange(max = 20) Integer> records,
      @ForAll @IntRange(max = 20) int step) {
    DeleteLimit any = limit(perHour);
    Map<CallbackKey, Instant> begun = new HashMap<>();
    List<Instant> all = new ArrayList<>();
    Instant now = T;
    for (int record : records) {
      now = now.plusSeconds(60L * (record % (step + 1)));
      Instant hourAgo = now.minus(DeleteLimit.WINDOW);
      CallbackKey key = key(record);
      boolean repeat = begun.getOrDefault(key, Instant.MIN).isAfter(hourAgo);
      long before = all.stream().filter(at -> at.isAfter(hourAgo)).count();
      boolean free = any.heldUntil(key, now).isEmpty();

      boolean takes = any.tryTake(key, now);

      assertThat(takes).as("it says beforehand what it does").isEqualTo(free);
      assertThat(takes).as("the limit").isEqualTo(repeat || before < perHour);
      if (takes && !repeat) {
        begun.put(key, now);
        all.add(now);
      }
      assertThat(any.spent(now)).isEqualTo((int) before + (takes && !repeat ? 1 : 0));
      assertThat(any.spent(now)).isLessThanOrEqualTo(perHour);
    }
  }

  @Property
  void whatIsHeldMayGoAtTheInstantThatItNamesAndNotBefore(
      @ForAll @IntRange(min = 1, max = 5) int perHour,
      @ForAll @IntRange(min = 1, max = 5) int lowered,
      @ForAll @Size(min = 1, max = 10) List<@IntRange(max = 30) Integer> pauses) {
    DeleteLimit any = limit(perHour);
    Instant now = T;
    for (int i = 0; i < pauses.size(); i++) {
      now = now.plusSeconds(60L * pauses.get(i));
      any.tryTake(key(i), now);
    }
    any.configure(lowered);
    Instant asked = now;
    any.heldUntil(asked)
        .ifPresent(
            end -> {
              assertThat(end).isAfter(asked).isBeforeOrEqualTo(asked.plus(DeleteLimit.WINDOW));
              assertThat(any.tryTake(key(99), end.minusMillis(1))).isFalse();
              assertThat(any.tryTake(key(99), end)).isTrue();
            });
  }

  private static CallbackKey key(int record) {
    return new CallbackKey(
        "2100000001", Scope.vhost("live.example.com"), "app" + record, MessageType.PUSH);
  }

  private static Instant at(long minute) {
    return T.plusSeconds(60 * minute);
  }
}
