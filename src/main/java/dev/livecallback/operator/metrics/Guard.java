package dev.livecallback.operator.metrics;

import dev.livecallback.api.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A guard that keeps a bug met with one object from stopping anything else. It logs and counts the
 * bug, and goes on. Only bugs may reach it, so no code may rely on it.
 */
public final class Guard {
  /** The kind of a timed task, which has no object. */
  public static final String TIMER = "Timer";

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final Metrics metrics;

  /**
   * Creates the guard.
   *
   * @param metrics count the bugs
   */
  public Guard(Metrics metrics) {
    this.metrics = metrics;
    for (String kind : new String[] {"LiveCallback", "LiveAccount", "Secret", TIMER}) {
      metrics.counter(Metric.INTERNAL_ERRORS, kind);
    }
  }

  /**
   * Runs a task, and catches whatever a bug makes it throw. Only errors such as {@link
   * OutOfMemoryError} pass.
   *
   * @param kind {@code LiveCallback}, {@code LiveAccount}, {@code Secret} or {@link #TIMER}
   * @param name the name of the object or of the timed task
   */
  public void run(String kind, String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      count(kind);
      // The exception's message may quote the content of an object or a Secret.
      LOG.error(
          "A bug: {} {} couldn't be dealt with ({}); everything else goes on.",
          kind,
          name,
          Texts.origin(e));
    }
  }

  /** Counts a bug with one object of a kind that other code has already caught. */
  public void count(String kind) {
    metrics.counter(Metric.INTERNAL_ERRORS, kind).increment();
  }
}
