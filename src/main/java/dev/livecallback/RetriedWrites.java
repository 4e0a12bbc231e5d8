package dev.livecallback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.livecallback.operator.process.NotLeadingException;
import io.javaoperatorsdk.operator.processing.event.EventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Says in one line that the SDK couldn't write a finalizer and tries again. The SDK says it with a
 * stack trace for each object: hundreds, once the API server or the lease is lost. What a process
 * may not write that lost its lease isn't worth a line.
 */
final class RetriedWrites extends TurboFilter {
  private static final Logger LOG = LoggerFactory.getLogger(RetriedWrites.class);
  private static final String SDK = EventProcessor.class.getName();

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      ch.qos.logback.classic.Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    // What was thrown is the last of the arguments here, behind the object.
    if (!level.equals(Level.WARN)
        || !logger.getName().equals(SDK)
        || arguments == null
        || arguments.length == 0
        || !(arguments[arguments.length - 1] instanceof Throwable failed)) {
      return FilterReply.NEUTRAL;
    }
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (!(cause instanceof NotLeadingException)) {
      LOG.warn("{} couldn't be written, and is tried again: {}", arguments[0], cause.toString());
    }
    return FilterReply.DENY;
  }
}
