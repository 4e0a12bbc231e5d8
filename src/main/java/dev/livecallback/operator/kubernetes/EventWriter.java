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
 * Writes events in a thread of its own, one after the other: if the API server doesn't answer, only
 * events are held up. If {@value #MOST_WAITING} events wait, further ones are dropped.
 */
public final class EventWriter implements AutoCloseable {
  static final int MOST_WAITING = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * The number of retries for one event. All others wait meanwhile: ten retries would take two
   * minutes.
   */
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
   * Returns a writer that has written nothing yet.
   *
   * @param mayWrite whether this process may act; if not, its waiting events are dropped
   * @param guard keeps a bug that is met with one event from all others
   */
  public static EventWriter of(KubernetesClient client, BooleanSupplier mayWrite, Guard guard) {
    KubernetesClient impatient = ImpatientClient.of(client, PATIENCE, TRIES_MORE);
    return new EventWriter(event -> impatient.resource(event).create(), mayWrite, guard);
  }

  /** Queues an event to be written, or drops it. Neither waits nor throws. */
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

  /**
   * Returns the reason of a failure. If there was no answer, this is the cause, because the
   * client's own message then says nothing.
   */
  private static String why(KubernetesClientException e) {
    Throwable cause = e.getCause();
    return String.valueOf(e.getStatus() == null && cause != null ? cause : e.getMessage());
  }

  /** Logs how many events were dropped since the last call, if any were. Call it now and then. */
  public void tellOfDropped() {
    int many = dropped.getAndSet(0);
    if (many > 0) {
      LOG.warn(
          "Events dropped: {}. The API server takes them more slowly than they come; what they tell"
              + " is in this log.",
          many);
    }
  }

  /** Waits until all events so far are written, but no longer than this. */
  public void flush(Duration patience) throws InterruptedException {
    CountDownLatch written = new CountDownLatch(1);
    Runnable last = written::countDown;
    try {
      thread.execute(last);
    } catch (RejectedExecutionException _) {
      return; // The queue is full, so the wait would be long.
    }
    if (!written.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      thread.remove(last);
    }
  }

  /** Ends the thread, and drops the events that wait. */
  @Override
  public void close() {
    dropped.addAndGet(thread.shutdownNow().size());
    tellOfDropped();
  }
}
