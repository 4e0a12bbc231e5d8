package dev.livecallback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A line of the log")
class LogFormatTest {
  private static String line(LogFormat format, Instant time) {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger logger = context.getLogger("dev.livecallback.Any");
    LoggingEvent event =
        new LoggingEvent("any", logger, Level.INFO, "Said to \"{}\".", null, new Object[] {"a"});
    event.setTimeStamp(time.toEpochMilli());
    return new String(format.encoder(context).encode(event), StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "at {0}")
  @CsvSource({
    "2026-01-31T18:00:00Z, 2026-01-31T18:00:00.000Z",
    "2026-06-30T23:59:59.999Z, 2026-06-30T23:59:59.999Z",
  })
  void beginsWithItsTimeAsRfc3339HasItInUtc(Instant time, String text) throws IOException {
    JsonNode json = new ObjectMapper().readTree(line(LogFormat.JSON, time));

    assertThat(json.path("timestamp").asText()).isEqualTo(text);
    assertThat(line(LogFormat.JSON, time)).startsWith("{\"timestamp\":\"" + text + "\",\"");
    assertThat(line(LogFormat.TEXT, time)).startsWith(text + " INFO ");
  }

  @Test
  void isOneObjectWithLevelAndMessage() throws IOException {
    String line = line(LogFormat.JSON, Instant.EPOCH);

    assertThat(line.lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("level").asText()).isEqualTo("INFO");
    assertThat(json.path("formattedMessage").asText()).isEqualTo("Said to \"a\".");
  }
}
