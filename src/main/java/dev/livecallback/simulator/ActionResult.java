package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The result of an action, before it is put into an envelope. */
sealed interface ActionResult {

  /**
   * The result of an action that was done.
   *
   * @param result {@code Result}, or null to leave the field out
   */
  record Done(@Nullable JsonNode result) implements ActionResult {}

  /** The result of an action that was refused. */
  record Refused(ApiError error) implements ActionResult {}

  static ActionResult done() {
    return new Done(null);
  }

  static ActionResult refused(ApiError error) {
    return new Refused(error);
  }
}
