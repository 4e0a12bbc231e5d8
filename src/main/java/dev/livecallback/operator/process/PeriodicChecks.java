package dev.livecallback.operator.process;

import dev.livecallback.operator.metrics.Guard;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs checks again and again, each in a thread of its own. A check that waits for an API server
 * without an answer doesn't hold up the others.
 *
 * @param guard lets a check go on after a bug
 */
record PeriodicChecks(Guard guard) {

  /** Runs a check until the process ends, with this pause before each run. */
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
