package dev.livecallback.operator.process;

import dev.livecallback.operator.metrics.Guard;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What is looked at again and again, each in a thread of its own: whatever waits for an API server
 * that doesn't answer holds up nothing else.
 *
 * @param guard keeps what goes wrong once from ending it
 */
record PeriodicChecks(Guard guard) {

  /** Runs this until the process ends, with so long a pause before each time. */
  void every(Duration pause, String name, Runnable check) {
    var _ =
        Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory())
            .scheduleWithFixedDelay(
                () -> guard.run(Guard.TIMER, name, check),
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
  }
}
