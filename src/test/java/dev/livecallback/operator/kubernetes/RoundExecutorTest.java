package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundExecutorTest {
  private final CountDownLatch begin = new CountDownLatch(1);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  /** A round, as the SDK's task is one. */
  private class Round implements Runnable {
    @SuppressWarnings("unused") // read as the SDK's is
    private final ResourceID resourceID;

    Round(String namespace, String name) {
      this.resourceID = new ResourceID(name, namespace);
    }

    @Override
    public void run() {
      ran.add(resourceID.getNamespace().orElse("") + "/" + resourceID.getName());
    }
  }

  private void waits() {
    try {
      begin.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void runAll(RoundExecutor executor) throws InterruptedException {
    begin.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void theNewestGoesFirstAndTheOldestIsNotForgotten() throws InterruptedException {
    RoundExecutor executor = new RoundExecutor(1, SdkRounds::namespace);
    executor.execute(this::waits);
    for (int i = 1; i <= 12; i++) {
      executor.execute(new Round("team", String.valueOf(i)));
    }
    runAll(executor);

    assertThat(ran).hasSize(12).doesNotHaveDuplicates();
    assertThat(ran.getFirst()).isEqualTo("team/12");
    assertThat(ran.indexOf("team/1")).isEqualTo(3);
    assertThat(ran.indexOf("team/2")).isEqualTo(7);
  }

  @Test
  void namespacesHaveTurnsHoweverMuchOneHas() throws InterruptedException {
    RoundExecutor executor = new RoundExecutor(1, SdkRounds::namespace);
    executor.execute(this::waits);
    for (int i = 0; i < 1_000; i++) {
      executor.execute(new Round("import", String.valueOf(i)));
    }
    executor.execute(new Round("team", "one"));
    executor.execute(new Round("other", "two"));
    runAll(executor);

    assertThat(ran.indexOf("team/one")).isLessThan(3);
    assertThat(ran.indexOf("other/two")).isLessThan(3);
  }

  /** As where the API server takes no status of that namespace. */
  @Test
  void aNamespaceWhoseRoundsAllWaitLeavesRoomForOthers() throws InterruptedException {
    RoundExecutor executor =
        new RoundExecutor(8, round -> round instanceof Round ? "team" : "stuck");
    CountDownLatch done = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      executor.execute(this::waits);
    }
    for (int i = 0; i < 100; i++) {
      executor.execute(
          new Round("team", String.valueOf(i)) {
            @Override
            public void run() {
              super.run();
              done.countDown();
            }
          });
    }

    assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    runAll(executor);
  }

  @Test
  void noMoreRunAtOnceThanMayAndABugEndsNone() throws InterruptedException {
    RoundExecutor executor = new RoundExecutor(3, _ -> "any");
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      executor.execute(
          () -> {
            waits();
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            running.decrementAndGet();
            done.incrementAndGet();
            throw new IllegalStateException("a bug");
          });
    }
    runAll(executor);

    assertThat(done.get()).isEqualTo(100);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void afterItsEndNothingIsTaken() throws InterruptedException {
    RoundExecutor executor = new RoundExecutor(1, _ -> "any");
    CountDownLatch begun = new CountDownLatch(1);
    executor.execute(
        () -> {
          begun.countDown();
          waits();
        });
    begun.await();
    executor.execute(() -> ran.add("left"));

    assertThat(executor.shutdownNow()).hasSize(1);
    assertThat(executor.isTerminated()).isFalse();
    assertThatThrownBy(() -> executor.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    begin.countDown();
    assertThat(ran).isEmpty();
  }

  /** What the SDK calls its field: a new version may call it otherwise. */
  @Test
  void theSdksTaskSaysWhoseItIs() throws ClassNotFoundException {
    Class<?> task =
        Class.forName(
            "io.javaoperatorsdk.operator.processing.event.EventProcessor$ReconcilerExecutor");

    assertThat(Arrays.stream(task.getDeclaredFields()))
        .anyMatch(
            field -> field.getName().equals("resourceID") && field.getType() == ResourceID.class);
    assertThat(Runnable.class).isAssignableFrom(task);
  }
}
