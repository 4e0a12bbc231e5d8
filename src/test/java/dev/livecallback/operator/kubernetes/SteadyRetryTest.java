package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyRetryTest {
  private static final ResourceID OBJECT = new ResourceID("on-push", "team");

  private final List<Duration> delays = new ArrayList<>();
  private final RetryExecution tries =
      new SteadyRetry(
              (object, delay) -> {
                assertThat(object).isEqualTo(OBJECT);
                delays.add(delay);
              })
          .initExecution();

  /** A round that fails, as the SDK's task is one. */
  private final class Round implements Runnable {
    @SuppressWarnings("unused") // read as the SDK's is
    private final ResourceID resourceID = OBJECT;

    @Override
    public void run() {
      assertThat(tries.nextDelay()).as("by the SDK's timer").hasValue(86_400_000L);
    }
  }

  @Test
  void anObjectIsTriedAgainByOurTimerAtGrowingIntervalsWithoutAnEnd() {
    for (int i = 0; i < 20; i++) {
      SdkRounds.run(new Round());
    }

    assertThat(delays).startsWith(Duration.ofSeconds(1)).isSorted().hasSize(20);
    assertThat(delays.getLast()).isEqualTo(Duration.ofMinutes(1));
    assertThat(tries.isLastAttempt()).isFalse();
    assertThat(tries.getAttemptCount()).isEqualTo(20);
  }

  @Test
  void whoseRoundNobodyKnowsIsTriedAgainByTheTimerOfTheSdk() {
    assertThat(tries.nextDelay()).hasValue(1_000L);
    assertThat(delays).isEmpty();
    assertThat(SdkRounds.object()).isEmpty();
  }
}
