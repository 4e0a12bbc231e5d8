package dev.livecallback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A command's clock")
@Timeout(60)
class SystemCommandClockTest {
  private final CommandClock clock = new SystemCommandClock();

  @Test
  void waitsForAnAnswer() throws Exception {
    assertThat(clock.within(Duration.ofMinutes(1), () -> "yes")).contains("yes");
  }

  @Test
  void endsAQuestionThatIsNotAnsweredInTime() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);

    assertThat(clock.within(Duration.ofMillis(50), () -> never(ended))).isEmpty();

    ended.await();
  }

  private static String never(CountDownLatch ended) {
    try {
      new CountDownLatch(1).await();
      return "";
    } catch (InterruptedException e) {
      ended.countDown();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void doesNotTakeAProgramErrorForSilence() {
    assertThatThrownBy(
            () ->
                clock.within(
                    Duration.ofMinutes(1),
                    () -> {
                      throw new IllegalArgumentException("a bug");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a bug");
  }
}
