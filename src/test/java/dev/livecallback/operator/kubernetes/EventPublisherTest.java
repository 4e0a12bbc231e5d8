package dev.livecallback.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.operator.metrics.Guard;
import dev.livecallback.operator.metrics.Metrics;
import dev.livecallback.plan.Notice;
import dev.livecallback.testing.SampleObjects;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class EventPublisherTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(EventWriter.class);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> written = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CompletableFuture<Void> answer = new CompletableFuture<>();
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private volatile boolean mayWrite = true;
  private volatile Consumer<Event> api = event -> written.add(event.getReason());
  private final EventWriter writer =
      new EventWriter(event -> api.accept(event), () -> mayWrite, new Guard(new Metrics()));
  private final EventPublisher publisher =
      new EventPublisher(writer, SteadyClock.of(System::nanoTime, InstantSource.system()));

  EventPublisherTest() {
    told.start();
    LOG.addAppender(told);
    LOG.setLevel(Level.INFO);
  }

  @AfterEach
  void ends() {
    answer.complete(null);
    writer.close();
    LOG.detachAppender(told);
    LOG.setLevel(null);
  }

  private void publish(String uid, String... reasons) {
    LiveCallback object =
        SampleObjects.object(metadata -> metadata.withName("of-" + uid).withUid(uid));
    publisher.publish(
        object, Stream.of(reasons).map(each -> new Notice(false, each, "It is so.")).toList());
  }

  /** Events of an object each, so that none has more than it may have. */
  private void publishMany(int many) {
    IntStream.range(0, many).forEach(i -> publish("uid-" + i, "Created"));
  }

  /** From now on the API server answers nothing before {@link #answer}. */
  private void hang() {
    api =
        event -> {
          asked.countDown();
          answer.join();
          written.add(event.getReason());
        };
  }

  private List<String> lines() {
    return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aRoundWaitsForNoEvent() throws InterruptedException {
    hang();

    publish("one", "Created", "Updated");
    asked.await();

    assertThat(written).isEmpty();
    answer.complete(null);
    writer.flush(LONG);
    assertThat(written).containsExactly("Created", "Updated");
  }

  @Test
  void whatIsTooManyIsDroppedCountedAndToldOnce() throws InterruptedException {
    hang();
    publish("first", "Created");
    asked.await();

    publishMany(EventWriter.MOST_WAITING + 7);
    writer.tellOfDropped();
    writer.tellOfDropped();
    answer.complete(null);
    await().until(() -> written.size() == 1 + EventWriter.MOST_WAITING);
    writer.flush(LONG);
    writer.tellOfDropped();

    assertThat(written).hasSize(1 + EventWriter.MOST_WAITING);
    assertThat(lines())
        .containsExactly(
            "Events dropped: 7. The API server takes them more slowly than they come; what they"
                + " tell is in this log.");
  }

  @Test
  void eventsAreWrittenInTheOrderInWhichTheyHappened() throws InterruptedException {
    String[] reasons = IntStream.range(0, 20).mapToObj(i -> "Reason" + i).toArray(String[]::new);

    publish("one", reasons);
    writer.flush(LONG);

    assertThat(written).containsExactly(reasons);
  }

  @Test
  void oneThatFailsOrMeetsABugKeepsNoOtherFromBeingWritten() throws InterruptedException {
    api =
        event -> {
          switch (event.getReason()) {
            case "Unanswered" ->
                throw new KubernetesClientException(
                    "An error has occurred.", new IOException("timeout"));
            case "Refused" -> throw new KubernetesClientException("no more than 10");
            case "Bug" -> throw new IllegalStateException("as it may happen");
            case "Error" -> throw new NoClassDefFoundError("as it may happen");
            default -> written.add(event.getReason());
          }
        };

    publish("one", "Unanswered", "Refused", "Bug", "Error", "Created");
    writer.flush(LONG);

    assertThat(written).containsExactly("Created");
    assertThat(lines())
        .containsExactly(
            "The event Unanswered couldn't be written: java.io.IOException: timeout",
            "The event Refused couldn't be written: no more than 10");
  }

  @Test
  void whatIsLoggedOfOneNamesItsObject() throws InterruptedException {
    api =
        _ -> {
          throw new KubernetesClientException("no");
        };

    MDC.put("name", "one");
    publish("one", "Refused");
    MDC.remove("name");
    publish("none", "Refused");
    writer.flush(LONG);

    assertThat(told.list)
        .extracting(line -> line.getMDCPropertyMap().getOrDefault("name", ""))
        .containsExactly("one", "");
  }

  @Test
  void aProcessThatMayNotActAnyMoreWritesNoneAndSaysNothing() throws InterruptedException {
    mayWrite = false;

    publish("one", "Created");
    writer.flush(LONG);

    assertThat(written).isEmpty();
    assertThat(lines()).isEmpty();
  }

  @Test
  void theEndWaitsForAnApiServerThatHangsNoLongerThanItIsTold() throws InterruptedException {
    hang();
    publish("one", "Created", "Updated", "Updated");
    asked.await();

    writer.flush(Duration.ofMillis(1));
    writer.close();
    publish("one", "Updated");

    assertThat(written).isEmpty();
    assertThat(lines()).singleElement().asString().startsWith("Events dropped: 2.");
  }
}
