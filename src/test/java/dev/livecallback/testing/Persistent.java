package dev.livecallback.testing;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who does the same again and again beside a test, until {@link #close}. */
public final class Persistent implements AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private Persistent() {}

  /**
   * Starts it.
   *
   * @param pause from the end of one time to the begin of the next
   */
  public static Persistent start(Runnable act, Duration pause) {
    Persistent persistent = new Persistent();
    var _ =
        persistent.timer.scheduleWithFixedDelay(act, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return persistent;
  }

  /** Waits until it is done with what it does. */
  @Override
  public void close() {
    timer.close();
  }
}
