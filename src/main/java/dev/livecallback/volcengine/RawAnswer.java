package dev.livecallback.volcengine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the cloud before it is judged, for code that checks its form.
 *
 * @param action the API's name of the action that was called
 * @param status the HTTP status
 * @param contentType the header {@code Content-Type}, or null
 * @param retryAfter whether there is a header {@code Retry-After}
 * @param date the header {@code Date}, or null where it is missing or no date
 * @param received the time at which it came, by this machine's clock
 * @param body the body's JSON; missing if the body isn't JSON
 */
public record RawAnswer(
    String action,
    int status,
    @Nullable String contentType,
    boolean retryAfter,
    @Nullable Instant date,
    Instant received,
    JsonNode body) {

  /** Returns {@code Result}; missing if there is none. */
  public JsonNode result() {
    return body.path("Result");
  }

  /** Returns {@code ResponseMetadata.Error}; missing if there is none. */
  public JsonNode error() {
    return body.path("ResponseMetadata").path("Error");
  }

  /** Returns {@code Error.Code}; "" = there is none. */
  public String code() {
    return error().path("Code").asText("");
  }

  /** Returns whether the contract has a code, by its name or by its beginning. */
  public static boolean isKnown(String code) {
    return FailureClassifier.knows(code);
  }

  /** Returns whether the contract has exactly this code. Such a code has nobody's name in it. */
  public static boolean isNamed(String code) {
    return FailureClassifier.names(code);
  }

  /** Returns whether the API throttled the call. */
  public boolean isThrottled() {
    return status == 429 || FailureClassifier.throttles(code());
  }

  /** Returns whether this is an answer of the API, which gives each call a request id. */
  public boolean isOfTheApi() {
    return !body.path("ResponseMetadata").path("RequestId").asText("").isEmpty();
  }

  /** Returns a text without the body, which may hold an authentication key. */
  @Override
  public String toString() {
    return "RawAnswer[" + action + ", " + status + "]";
  }
}
