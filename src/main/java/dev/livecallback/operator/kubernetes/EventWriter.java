package dev.livecallback.operator.kubernetes;

import dev.livecallback.operator.metrics.Guard;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Writes events in a thread of its own, one after the other: an API server that doesn't answer for
 * events holds up nothing but these. What comes while {@value #MOST_WAITING} wait is dropped.
 */
public final class EventWriter implements AutoCloseable {
  static final int MOST_WAITING = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How often one is tried again. All others wait meanwhile: ten times would be two minutes. */
  private static final int TRIES_MORE = 2;

  private final Consumer<Event> api;
  private final BooleanSupplier mayWrite;
  private final Guard guard;
  private final AtomicInteger dropped = new AtomicInteger();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("events").factory());

  EventWriter(Consumer<Event> api, BooleanSupplier mayWrite, Guard guard) {
    this.api = api;
    this.mayWrite = mayWrite;
    this.guard = guard;
  }

  /**
   * A writer that has written nothing yet.
   *
   * @param mayWrite whether this process acts: what one that doesn't has left is let go
   * @param guard keeps what goes wrong with one event from the others
   */
  public static EventWriter of(KubernetesClient client, BooleanSupplier mayWrite, Guard guard) {
    KubernetesClient impatient = ImpatientClient.of(client, PATIENCE, TRIES_MORE);
    return new EventWriter(event -> impatient.resource(event).create(), mayWrite, guard);
  }

  /** Has an event written, or drops it. It neither waits nor throws. */
  void write(Event event) {
    Map<String, String> context = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
    try {
      thread.execute(() -> writeNow(event, context));
    } catch (RejectedExecutionException _) {
      dropped.incrementAndGet();
    }
  }

  private void writeNow(Event event, Map<String, String> context) {
    if (!mayWrite.getAsBoolean()) {
      return;
    }
    MDC.setContextMap(context);
    ObjectReference about = event.getInvolvedObject();
    guard.run(about.getKind(), about.getNamespace() + "/" + about.getName(), () -> create(event));
  }

  private void create(Event event) {
    try {
      api.accept(event);
    } catch (KubernetesClientException e) {
      LOG.warn("The event {} couldn't be written: {}", event.getReason(), why(e));
    }
  }

  /** Of what was never answered the client's own message says nothing. */
  private static String why(KubernetesClientException e) {
    Throwable cause = e.getCause();
    return String.valueOf(e.getStatus() == null && cause != null ? cause : e.getMessage());
  }

  /** Says how many were dropped since it was said last, if any were. To be called now and then. */
  public void tellOfDropped() {
    int many = dropped.getAndSet(0);
    if (many > 0) {
      LOG.warn(
          "Events dropped: {}. The API server takes them more slowly than they come; what they tell"
              + " is in this log.",
          many);
    }
  }

  /** Waits until what was to be written by now is, but no longer than this. */
  public void flush(Duration patience) throws InterruptedException {
    CountDownLatch written = new CountDownLatch(1);
    Runnable last = written::countDown;
    try {
      thread.execute(last);
    } catch (RejectedExecutionException _) {
      return; // Nothing that is quick has so many wait.
    }
    if (!written.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      thread.remove(last);
    }
  }

  /** Ends the thread, and drops what waits. */
  @Override
  public void close() {
    dropped.addAndGet(thread.shutdownNow().size());
    tellOfDropped();
  }
}
