package dev.livecallback;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Log lines as JSON, which begin with the time as RFC 3339 has it, in UTC. */
final class ReadableTimeEncoder extends JsonEncoder {
  /** With milliseconds even where they are 0, so that lines sort by their text. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  ReadableTimeEncoder() {
    // Its own is the number of milliseconds since 1970.
    setWithTimestamp(false);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String rest = new String(super.encode(event), StandardCharsets.UTF_8).substring(1);
    String time = TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
    return ("{\"timestamp\":\"" + time + "\"," + rest).getBytes(StandardCharsets.UTF_8);
  }
}
