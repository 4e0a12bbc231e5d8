package dev.livecallback.simulator;

import dev.livecallback.simulator.Actions.ApiAction;
import java.util.Optional;

/** The checks that the gateway makes before it checks the signature (contract 7 item 1). */
final class Routing {
  private Routing() {}

  /** Returns the reason why a request leads to no action; empty = it leads to one. */
  static Optional<ApiError> objection(ApiRequest request, Optional<ApiAction> action) {
    if (!request.path().isEmpty() && !request.path().equals("/")) {
      return Optional.of(
          ApiError.gateway(404, 100_007, "ServiceNotFound", "There is no service at this path."));
    }
    if (request.parameter("Action").isEmpty() || request.parameter("Version").isEmpty()) {
      return Optional.of(incomplete(request));
    }
    if (action.isEmpty()) {
      return Optional.of(
          ApiError.gateway(
              404,
              100_008,
              "InvalidActionOrVersion",
              "Could not find operation "
                  + cut(request.parameter("Action").get())
                  + " for version "
                  + cut(request.parameter("Version").get())
                  + "."));
    }
    return action.get().methods().contains(request.method())
        ? Optional.empty()
        : Optional.of(
            ApiError.of(
                405,
                "MethodNotAllowed",
                action.get().name()
                    + " takes "
                    + String.join(" or ", action.get().methods())
                    + "."));
  }

  /**
   * Returns the error for a query without action or version. If a form in the body has them, the
   * gateway asks for a signature (contract 9).
   */
  private static ApiError incomplete(ApiRequest request) {
    return request.form("Action").isPresent() && request.form("Version").isPresent()
        ? ApiError.gateway(
            400, 100_025, "InvalidCredential", "The request carries no valid credential.")
        : ApiError.gateway(
            400,
            100_002,
            "MissingParameter",
            "The query has to name both an Action and a Version.");
  }

  /** Returns the error by which the gateway reports its own failure. */
  static ApiError serverError(int status) {
    return switch (status) {
      case 502 ->
          ApiError.gateway(502, 100_015, "FailToConnect", "Failed to connect to the service.");
      case 503 ->
          ApiError.of(503, "ServiceUnavailableTemp", "The service is temporarily unavailable.");
      case 504 ->
          ApiError.gateway(504, 100_016, "InternalServiceTimeout", "The service timed out.");
      default -> ApiError.gateway(status, 100_014, "InternalError", "Internal error.");
    };
  }

  private static String cut(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100);
  }
}
