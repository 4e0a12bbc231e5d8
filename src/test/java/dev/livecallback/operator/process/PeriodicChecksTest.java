package dev.livecallback.operator.process;

import static org.awaitility.Awaitility.await;

import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicChecksTest {
  private static final Duration PAUSE = Duration.ofMillis(1);

  @Test
  void oneThatWaitsHoldsUpNoOther() {
    PeriodicChecks checks = new PeriodicChecks(new Guard(new Metrics()));
    CompletableFuture<Void> answer = new CompletableFuture<>();
    AtomicInteger began = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();

    checks.every(
        PAUSE,
        "waits",
        () -> {
          began.incrementAndGet();
          answer.join();
        });
    await().until(() -> began.get() == 1);
    checks.every(PAUSE, "fails", () -> fail(others));

    await().until(() -> others.get() > 2);
    answer.complete(null);
    await().until(() -> began.get() > 2);
  }

  private static void fail(AtomicInteger count) {
    count.incrementAndGet();
    throw new IllegalStateException("as it may happen");
  }
}
