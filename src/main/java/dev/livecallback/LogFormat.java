package dev.livecallback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** How log lines look: JSON for a cluster, text for a person ({@code LOG_FORMAT}). */
enum LogFormat {
  JSON,
  TEXT;

  /** Has everything from now on logged to standard error in this format. */
  void apply(Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    RetriedWrites retried = new RetriedWrites();
    retried.setContext(context);
    retried.start();
    context.addTurboFilter(retried);
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context));
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("dev.livecallback").setLevel(level);
    // It quotes what a kubeconfig's command said, tokens too: ApiServerConfig tells of these.
    context.getLogger("io.fabric8.kubernetes.client.internal.KubeConfigUtils").setLevel(Level.OFF);
  }

  /** What writes a line. */
  Encoder<ILoggingEvent> encoder(LoggerContext context) {
    return switch (this) {
      case JSON -> {
        JsonEncoder json = new ReadableTimeEncoder();
        json.setContext(context);
        json.setWithFormattedMessage(true);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithContext(false);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.start();
        yield json;
      }
      case TEXT -> {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(
            "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level %X{namespace} %X{name} %msg%n");
        text.start();
        yield text;
      }
    };
  }
}
