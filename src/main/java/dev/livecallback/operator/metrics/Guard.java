package dev.livecallback.operator.metrics;

import dev.livecallback.api.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what goes wrong with one thing from stopping anything else: it is logged, counted, and
 * left. Whatever isn't wanted by the one who wrote the code is a bug, so nothing may depend on it.
 */
public final class Guard {
  /** What is timed, and no object. */
  public static final String TIMER = "Timer";

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final Metrics metrics;

  /**
   * @param metrics count what goes wrong
   */
  public Guard(Metrics metrics) {
    this.metrics = metrics;
    for (String kind : new String[] {"LiveCallback", "LiveAccount", "Secret", TIMER}) {
      metrics.counter(Metric.INTERNAL_ERRORS, kind);
    }
  }

  /**
   * Does it, and lets nothing out of it but the end of the process.
   *
   * @param kind {@code LiveCallback}, {@code LiveAccount}, {@code Secret} or {@link #TIMER}
   * @param name of the object, or of what is timed
   */
  public void run(String kind, String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      count(kind);
      // Its message may quote what an object or Secret holds.
      LOG.error(
          "A bug: {} {} couldn't be dealt with ({}); everything else goes on.",
          kind,
          name,
          Texts.origin(e));
    }
  }

  /** Counts what went wrong with one thing of a kind, and was kept from anything else elsewhere. */
  public void count(String kind) {
    metrics.counter(Metric.INTERNAL_ERRORS, kind).increment();
  }
}
