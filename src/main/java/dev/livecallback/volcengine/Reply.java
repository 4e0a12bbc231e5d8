package dev.livecallback.volcengine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer, read as far as it goes.
 *
 * @param head status and headers
 * @param shape what its body is
 * @param root the body's JSON; missing unless the shape is JSON
 */
record Reply(Head head, Shape shape, JsonNode root) {
  /** The most that is read of an answer, in bytes after decompression. */
  static final long LARGEST_ANSWER = 4L << 20;

  /**
   * The most words, numbers and brackets of an answer. The largest answer with records as the
   * contract has them (section 5) has fewer; one of nothing but brackets would take hundreds of
   * megabytes.
   */
  static final long MOST_TOKENS = 600_000;

  private static final int DEEPEST = 50;

  /** Of two fields of one name the second would hide the first: an error, perhaps. */
  private static final ObjectReader JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(MOST_TOKENS)
                          .maxNestingDepth(DEEPEST)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * What comes before the body.
   *
   * @param status the HTTP status
   * @param retryAfter the header {@code Retry-After}, or null
   * @param date the header {@code Date}, or null
   * @param received when it came, by this machine's clock
   */
  record Head(int status, @Nullable String retryAfter, @Nullable String date, Instant received) {}

  /** What a body is. */
  enum Shape {
    JSON,
    EMPTY,
    /** Whole, and not JSON: a web page. */
    TEXT,
    /** The connection ended within it, or the JSON does. */
    CUT_SHORT,
    /** More than is read of any answer. */
    TOO_LARGE
  }

  /**
   * An answer as it comes in.
   *
   * @param received when it came, by this machine's clock
   */
  static Reply of(Response response, Instant received) {
    Head head =
        new Head(
            response.code(), response.header("Retry-After"), response.header("Date"), received);
    try {
      BufferedSource source = response.body().source();
      return source.request(LARGEST_ANSWER + 1)
          ? without(head, Shape.TOO_LARGE)
          : of(head, source.getBuffer().inputStream());
    } catch (IOException e) {
      return without(head, Shape.CUT_SHORT);
    }
  }

  /** An answer whose body couldn't be had. */
  static Reply without(Head head, Shape shape) {
    return new Reply(head, shape, MissingNode.getInstance());
  }

  /**
   * An answer with all of its body, which is read piece by piece: it may be long.
   *
   * @throws IOException if it can't be read
   */
  static Reply of(Head head, InputStream body) throws IOException {
    PushbackReader text = new PushbackReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    int first = text.read();
    while (Character.isWhitespace(first)) {
      first = text.read();
    }
    if (first < 0) {
      return without(head, Shape.EMPTY);
    }
    text.unread(first);
    try {
      return new Reply(head, Shape.JSON, JSON.readTree(text));
    } catch (StreamConstraintsException e) {
      return without(head, Shape.TOO_LARGE);
    } catch (JacksonException e) {
      return without(head, first == '{' ? Shape.CUT_SHORT : Shape.TEXT);
    }
  }

  /** The HTTP status. */
  int status() {
    return head.status();
  }

  /** Whether the HTTP status is one of success. */
  boolean successful() {
    return status() >= 200 && status() < 300;
  }

  /** The API's name for the call, or null. */
  @Nullable String requestId() {
    return text(metadata(), "RequestId");
  }

  /** Whether the API reports an error, which it does on HTTP 200 too. */
  boolean hasError() {
    return !error().isMissingNode() && !error().isNull();
  }

  /** {@code Error.Code}, or null. */
  @Nullable String code() {
    return text(error(), "Code");
  }

  /** {@code Error.Message}, or null. */
  @Nullable String message() {
    return text(error(), "Message");
  }

  /** {@code Result}; missing where there is none. */
  JsonNode result() {
    return root.path("Result");
  }

  /** A field as text, or null where it is missing, null, "" or not a single value. */
  static @Nullable String text(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
    return text.isEmpty() ? null : text;
  }

  /** Without the body, which may hold an authentication key. */
  @Override
  public String toString() {
    return "Reply[" + status() + ", " + shape + "]";
  }

  private JsonNode metadata() {
    return root.path("ResponseMetadata");
  }

  private JsonNode error() {
    return metadata().path("Error");
  }
}
