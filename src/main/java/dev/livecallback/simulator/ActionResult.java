package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What an action came to, before it is put into an envelope. */
sealed interface ActionResult {

  /**
   * It was done.
   *
   * @param result {@code Result}, or null to leave the field out
   */
  record Done(@Nullable JsonNode result) implements ActionResult {}

  /** It was not. */
  record Refused(ApiError error) implements ActionResult {}

  static ActionResult done() {
    return new Done(null);
  }

  static ActionResult refused(ApiError error) {
    return new Refused(error);
  }
}
