package dev.livecallback.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusesProtectedTest {
  private final StatusesProtected statuses = new StatusesProtected();
  private final List<Boolean> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whoBeginsLearnsWhatIsKnownAndThenWhatIsFound() {
    statuses.found(true);
    statuses.tell(told::add);
    statuses.found(false);

    assertThat(told).containsExactly(true, false);
  }

  @Test
  void aLookThatEndsWhileSomeoneBeginsIsNotLost() throws InterruptedException {
    Thread look = new Thread(() -> statuses.found(true));

    statuses.tell(
        now -> {
          if (!now) {
            look.start();
            await()
                .until(
                    () ->
                        EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED)
                            .contains(look.getState()));
          }
          told.add(now);
        });
    look.join();

    assertThat(told).endsWith(true);
  }
}
