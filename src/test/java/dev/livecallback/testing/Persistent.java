package dev.livecallback.flow;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who does the same once a second beside a test, until {@link #close}. */
final class Persistent implements AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private Persistent() {}

  /** Starts it. */
  static Persistent start(Runnable act) {
    Persistent persistent = new Persistent();
    var _ = persistent.timer.scheduleWithFixedDelay(act, 0, 1, TimeUnit.SECONDS);
    return persistent;
  }

  /** Waits until it is done with what it does. */
  @Override
  public void close() {
    timer.close();
  }
}
