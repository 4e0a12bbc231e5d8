package dev.livecallback.volcengine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Recorded answers. */
final class Bodies {
  static final String REQUEST_ID = "2024052114573001001002322800AB12CD";

  private Bodies() {}

  /** A file under {@code src/test/resources/volcengine}. */
  static String file(String name) {
    try (InputStream in = Bodies.class.getResourceAsStream("/volcengine/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A success with that {@code Result}. */
  static String ok(String result) {
    return "{\"ResponseMetadata\":{\"RequestId\":\""
        + REQUEST_ID
        + "\"},\"Result\":"
        + result
        + "}";
  }

  /** A success of a write: metadata only. */
  static String ok() {
    return "{\"ResponseMetadata\":{\"RequestId\":\"" + REQUEST_ID + "\"}}";
  }

  /** An error with that code. */
  static String error(String code) {
    return error(code, "something about it");
  }

  /** An error with that code and message; the message is JSON text without quotes. */
  static String error(String code, String message) {
    return "{\"ResponseMetadata\":{\"RequestId\":\"%s\",\"Error\":{\"CodeN\":1,\"Code\":\"%s\",\"Message\":\"%s\"}}}"
        .formatted(REQUEST_ID, code, message);
  }

  /** An answer with that body. */
  static Reply reply(Reply.Head head, String body) {
    return reply(head, body.getBytes(UTF_8));
  }

  /** An answer with a body of these bytes. */
  static Reply reply(Reply.Head head, byte[] body) {
    try {
      return Reply.of(head, new ByteArrayInputStream(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
