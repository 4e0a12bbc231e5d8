package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NewestFirstTest {
  @Test
  void theNewestGoesFirstAndTheOldestIsNotForgotten() throws InterruptedException {
    List<Integer> ran = new ArrayList<>();
    CountDownLatch begin = new CountDownLatch(1);
    try (ThreadPoolExecutor one =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new NewestFirst())) {
      one.execute(
          () -> {
            try {
              begin.await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
      for (int i = 1; i <= 12; i++) {
        int number = i;
        one.execute(() -> ran.add(number));
      }
      begin.countDown();
    }

    assertThat(ran).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(ran.getFirst()).isEqualTo(12);
    assertThat(ran.indexOf(1)).isLessThan(5);
    assertThat(ran.indexOf(2)).isLessThan(9);
  }
}
