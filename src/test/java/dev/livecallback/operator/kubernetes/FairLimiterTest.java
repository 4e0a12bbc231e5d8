package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FairLimiterTest {
  private final FairLimiter turns = FairLimiter.patient(2);
  private final List<String> begun = new CopyOnWriteArrayList<>();

  /** A write that goes on until its latch is counted down, and has begun or waits. */
  private CompletableFuture<Void> write(String namespace, String name, CountDownLatch end) {
    int waiting = turns.waiting() + begun.size();
    CompletableFuture<Void> done = come(turns, namespace, name, end);
    Awaitility.await().until(() -> turns.waiting() + begun.size() > waiting);
    return done;
  }

  /** The same, in other turns; it fails if it is given up. */
  private CompletableFuture<Void> come(
      FairLimiter turns, String namespace, String name, CountDownLatch end) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          Optional<String> written =
              turns.tryToRun(
                  namespace,
                  () -> {
                    begun.add(name);
                    await(end);
                    return name;
                  });
          written.ifPresentOrElse(
              _ -> done.complete(null), () -> done.completeExceptionally(new TimeoutException()));
        });
    return done;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFewGoAtATimeAndNamespacesTakeTurns() {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(0);
    CompletableFuture<Void> a1 = write("a", "a1", first);
    CompletableFuture<Void> a2 = write("a", "a2", new CountDownLatch(1));
    CompletableFuture<Void> a3 = write("a", "a3", rest);
    CompletableFuture<Void> a4 = write("a", "a4", rest);
    CompletableFuture<Void> b1 = write("b", "b1", rest);
    assertThat(begun).containsExactly("a1", "a2");

    first.countDown();
    CompletableFuture.allOf(a1, a3, a4, b1).join();

    assertThat(begun).containsExactly("a1", "a2", "a3", "b1", "a4");
    assertThat(a2).isNotDone();
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void whileNothingIsAnsweredOnlyAFewWaitAndOfTheNamespaceThatHasMostTheLastGivesUp() {
    FairLimiter impatient = new FairLimiter(2, 4, Duration.ofMillis(50));
    CountDownLatch answers = new CountDownLatch(1);
    List<CompletableFuture<Void>> many =
        IntStream.range(0, 10).mapToObj(i -> come(impatient, "a", "a" + i, answers)).toList();
    Awaitility.await().until(() -> givenUp(many) == 6);

    CompletableFuture<Void> more = come(impatient, "a", "more", answers);
    Awaitility.await().until(more::isCompletedExceptionally);
    CompletableFuture<Void> other = come(impatient, "b", "other", answers);
    Awaitility.await().until(() -> givenUp(many) == 7);
    assertThat(impatient.waiting()).isEqualTo(2);
    assertThat(other).isNotDone();

    answers.countDown();
    other.join();
    Awaitility.await().until(() -> many.stream().allMatch(CompletableFuture::isDone));
    assertThat(givenUp(many)).isEqualTo(7);
    assertThat(impatient.waiting()).isZero();
  }

  private static long givenUp(List<CompletableFuture<Void>> many) {
    return many.stream().filter(CompletableFuture::isCompletedExceptionally).count();
  }

  @Test
  void howeverManyComeAtOnceAllWaitWhileTheyAreAnswered() {
    FairLimiter impatient = new FairLimiter(2, 4, Duration.ofMinutes(1));
    CountDownLatch answers = new CountDownLatch(1);
    List<CompletableFuture<Void>> many =
        IntStream.range(0, 100).mapToObj(i -> come(impatient, "a", "a" + i, answers)).toList();
    Awaitility.await().until(() -> impatient.waiting() == 98);

    answers.countDown();

    many.forEach(CompletableFuture::join);
  }

  /** As with a webhook that hangs for that namespace. */
  @Test
  void aNamespaceThatGetsNoAnswerLeavesRoomForOthers() {
    FairLimiter four = FairLimiter.patient(4);
    CountDownLatch never = new CountDownLatch(1);
    List<CompletableFuture<Void>> stuck =
        IntStream.range(0, 10).mapToObj(i -> come(four, "stuck", "s" + i, never)).toList();
    Awaitility.await().until(() -> four.waiting() == 7);

    for (int i = 0; i < 20; i++) {
      come(four, "team", "t" + i, new CountDownLatch(0)).join();
    }

    assertThat(stuck).noneMatch(CompletableFuture::isDone);
    never.countDown();
    stuck.forEach(CompletableFuture::join);
  }

  @Test
  void aWriteThatFailsFreesItsPlace() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  turns.run(
                      "a",
                      () -> {
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");
    }

    assertThat(turns.run("a", () -> "yes")).isEqualTo("yes");
  }
}
