package dev.livecallback.volcengine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the cloud before anything is made of it, for whoever looks at its shape.
 *
 * @param action the API's name of what was called
 * @param status the HTTP status
 * @param contentType the header {@code Content-Type}, or null
 * @param retryAfter whether there is a header {@code Retry-After}
 * @param date the header {@code Date}, or null where it is missing or no date
 * @param received when it came, by this machine's clock
 * @param body the body's JSON; missing where the body is none
 */
public record RawAnswer(
    String action,
    int status,
    @Nullable String contentType,
    boolean retryAfter,
    @Nullable Instant date,
    Instant received,
    JsonNode body) {

  /** {@code Result}; missing where there is none. */
  public JsonNode result() {
    return body.path("Result");
  }

  /** {@code ResponseMetadata.Error}; missing where there is none. */
  public JsonNode error() {
    return body.path("ResponseMetadata").path("Error");
  }

  /** {@code Error.Code}; "" = there is none. */
  public String code() {
    return error().path("Code").asText("");
  }

  /** Whether a code is one that the contract has, by name or by its beginning. */
  public static boolean isKnown(String code) {
    return FailureClassifier.knows(code);
  }

  /** Whether the contract has exactly that code: then it holds nobody's name. */
  public static boolean isNamed(String code) {
    return FailureClassifier.names(code);
  }

  /** Whether it is an answer of the API, which names each call. */
  public boolean isOfTheApi() {
    return !body.path("ResponseMetadata").path("RequestId").asText("").isEmpty();
  }

  /** Without the body, which may hold an authentication key. */
  @Override
  public String toString() {
    return "RawAnswer[" + action + ", " + status + "]";
  }
}
