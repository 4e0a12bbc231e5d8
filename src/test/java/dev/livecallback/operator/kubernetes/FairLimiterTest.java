package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FairLimiterTest {
  private final FairLimiter turns = new FairLimiter(2);
  private final List<String> begun = new CopyOnWriteArrayList<>();

  /** A write that goes on until its latch is counted down. */
  private CompletableFuture<Void> write(String namespace, String name, CountDownLatch end) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    int waiting = turns.waiting() + begun.size();
    Thread.startVirtualThread(
        () -> {
          turns.run(
              namespace,
              () -> {
                begun.add(name);
                await(end);
                return name;
              });
          done.complete(null);
        });
    Awaitility.await().until(() -> turns.waiting() + begun.size() > waiting);
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
