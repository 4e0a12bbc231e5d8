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
 * An HTTP answer, read as far as possible.
 *
 * @param head the status and the headers
 * @param shape the form of its body
 * @param root the body's JSON; missing unless the shape is JSON
 */
record Reply(Head head, Shape shape, JsonNode root) {
  /** The most bytes, after decompression, that are read of an answer. */
  static final long LARGEST_ANSWER = 4L << 20;

  /**
   * The most words, numbers and brackets of an answer. The largest answer with records as the
   * contract has them (section 5) has fewer. An answer of nothing but brackets would take hundreds
   * of megabytes.
   */
  static final long MOST_TOKENS = 600_000;

  private static final int DEEPEST = 50;

  /**
   * The reader of JSON. It refuses two fields of one name: the second would hide the first, perhaps
   * an error.
   */
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
   * The part of an answer before its body.
   *
   * @param status the HTTP status
   * @param retryAfter the header {@code Retry-After}, or null
   * @param date the header {@code Date}, or null
   * @param received the time at which it came, by this machine's clock
   */
  record Head(int status, @Nullable String retryAfter, @Nullable String date, Instant received) {}

  /** The form of a body. */
  enum Shape {
    JSON,
    EMPTY,
    /** The body is whole, and isn't JSON: a web page. */
    TEXT,
    /** The connection or the JSON ended within the body. */
    CUT_SHORT,
    /** The body is larger than any that is read. */
    TOO_LARGE
  }

  /**
   * Reads an answer as it comes in.
   *
   * @param received the time at which it came, by this machine's clock
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

  /** Returns an answer whose body couldn't be read. */
  static Reply without(Head head, Shape shape) {
    return new Reply(head, shape, MissingNode.getInstance());
  }

  /**
   * Returns an answer with all of its body. The body may be long, so it is read piece by piece.
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

  /** Returns the HTTP status. */
  int status() {
    return head.status();
  }

  /** Returns whether the HTTP status is one of success. */
  boolean successful() {
    return status() >= 200 && status() < 300;
  }

  /** Returns the API's name for the call, or null. */
  @Nullable String requestId() {
    return text(metadata(), "RequestId");
  }

  /** Returns whether the API reports an error, which it does on HTTP 200 too. */
  boolean hasError() {
    return !error().isMissingNode() && !error().isNull();
  }

  /** Returns {@code Error.Code}, or null. */
  @Nullable String code() {
    return text(error(), "Code");
  }

  /** Returns {@code Error.Message}, or null. */
  @Nullable String message() {
    return text(error(), "Message");
  }

  /** Returns {@code Result}; missing if there is none. */
  JsonNode result() {
    return root.path("Result");
  }

  /** Returns a field as text, or null if it is missing, null, "" or not a single value. */
  static @Nullable String text(JsonNode parent, String field) {
    JsonNode value = parent.path(field);
    String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
    return text.isEmpty() ? null : text;
  }

  /** Returns a text without the body, which may hold an authentication key. */
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
