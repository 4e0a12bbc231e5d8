package dev.livecallback.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import okio.ByteString;

/** Reads the requests of the admin API, and composes its answers. */
final class AdminReply {
  private AdminReply() {}

  /**
   * Returns the JSON object in a request's body; throws {@link IllegalArgumentException} if the
   * body is anything else.
   */
  static ObjectNode object(ApiRequest request) {
    return Json.readObject(request.body())
        .orElseThrow(() -> new IllegalArgumentException("The body must be a JSON object."));
  }

  static Delivery ok(ObjectNode json) {
    return answer(200, json);
  }

  static Delivery done() {
    return ok(Json.object().put("done", true));
  }

  static Delivery text(String text) {
    return new Delivery.Send(200, "text/plain; charset=utf-8", ByteString.encodeUtf8(text), 0);
  }

  static Delivery bad(String sentence) {
    return answer(400, Json.object().put("error", sentence));
  }

  static Delivery missing(String sentence) {
    return answer(404, Json.object().put("error", sentence));
  }

  static Delivery forbidden(String sentence) {
    return answer(403, Json.object().put("error", sentence));
  }

  /**
   * Returns a number of the query, or {@code otherwise} if it is missing; throws {@link
   * IllegalArgumentException} if the value isn't a number.
   */
  static int number(ApiRequest request, String name, int otherwise) {
    String text = request.parameter(name).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(name + " must be a whole number.");
    }
    return Integer.parseInt(text);
  }

  private static Delivery answer(int status, ObjectNode json) {
    return new Delivery.Send(status, "application/json; charset=utf-8", Json.bytes(json), 0);
  }
}
