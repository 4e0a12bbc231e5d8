package dev.livecallback.volcengine;

/**
 * The result of a call: its success value or a {@link Failure}.
 *
 * @param <T> the success type
 */
public sealed interface Answer<T> {

  /**
   * The API carried the call out: it answered with a request id and without an error.
   *
   * @param value the result
   * @param requestId the API's name for this call, for its support
   */
  record Ok<T>(T value, String requestId) implements Answer<T> {}

  /** The API didn't carry the call out, or it isn't known whether it did. */
  record Failed<T>(Failure failure) implements Answer<T> {}
}
