package dev.livecallback.volcengine;

/**
 * What came of a call: its success value or a {@link Failure}.
 *
 * @param <T> the success type
 */
public sealed interface Answer<T> {

  /**
   * The API did it, and said so with a request id and without an error.
   *
   * @param value the result
   * @param requestId the API's name for this call, for its support
   */
  record Ok<T>(T value, String requestId) implements Answer<T> {}

  /** It did not, or it isn't known whether it did. */
  record Failed<T>(Failure failure) implements Answer<T> {}
}
