package dev.livecallback.engine.objects;

import dev.livecallback.api.ObjectId;
import org.slf4j.MDC;

/** Puts the object's namespace, name and generation on every log line until it is closed. */
public final class LogContext implements AutoCloseable {
  private static final String NAMESPACE = "namespace";
  private static final String NAME = "name";
  private static final String GENERATION = "generation";

  private LogContext() {}

  /** Adds an object to every log line of this thread until the context is closed. */
  public static LogContext of(ObjectId object, long generation) {
    MDC.put(NAMESPACE, object.namespace());
    MDC.put(NAME, object.name());
    MDC.put(GENERATION, String.valueOf(generation));
    return new LogContext();
  }

  @Override
  public void close() {
    MDC.remove(NAMESPACE);
    MDC.remove(NAME);
    MDC.remove(GENERATION);
  }
}
