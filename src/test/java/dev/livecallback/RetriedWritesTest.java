package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.livecallback.operator.process.NotLeadingException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.EventProcessor;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RetriedWritesTest {
  private final Logger root =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = root.getLoggerContext().getLogger(RetriedWrites.class);
  private final org.slf4j.Logger sdk = LoggerFactory.getLogger(EventProcessor.class);
  private final RetriedWrites filter = new RetriedWrites();
  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
  private @Nullable Level before;

  @BeforeEach
  void listens() {
    before = ours.getLevel();
    ours.setLevel(Level.WARN);
    filter.start();
    root.getLoggerContext().addTurboFilter(filter);
    seen.start();
    root.addAppender(seen);
  }

  @AfterEach
  void listensNoMore() {
    root.detachAppender(seen);
    root.getLoggerContext().getTurboFilterList().remove(filter);
    ours.setLevel(before);
  }

  @Test
  void aWriteThatIsTriedAgainIsOneLine() {
    sdk.warn(
        "Uncaught error of {}",
        "team/one",
        new KubernetesClientException("no", new IOException("timeout")));

    assertThat(seen.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getFormattedMessage())
                  .isEqualTo(
                      "team/one couldn't be written, and is tried again:"
                          + " java.io.IOException: timeout");
              assertThat(event.getThrowableProxy()).isNull();
            });
  }

  @Test
  void whatMayNotBeWrittenAnyMoreIsNone() {
    sdk.warn(
        "Uncaught error of {}",
        "x",
        new KubernetesClientException("no", new NotLeadingException()));

    assertThat(seen.list).isEmpty();
  }

  @Test
  void anythingElseIsSaidAsItIs() {
    sdk.error("Uncaught error", new IOException("x"));
    sdk.warn("No trace");
    root.warn("Another's", new IOException("x"));

    assertThat(seen.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo(List.of("Uncaught error", "No trace", "Another's"));
  }
}
