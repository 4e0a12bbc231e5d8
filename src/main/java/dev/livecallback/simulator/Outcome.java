package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What an action came to, before it is put into an envelope. */
sealed interface Outcome {

  /**
   * It was done.
   *
   * @param result {@code Result}, or null to leave the field out
   */
  record Done(@Nullable JsonNode result) implements Outcome {}

  /** It was not. */
  record Refused(ApiError error) implements Outcome {}

  static Outcome done() {
    return new Done(null);
  }

  static Outcome refused(ApiError error) {
    return new Refused(error);
  }
}
