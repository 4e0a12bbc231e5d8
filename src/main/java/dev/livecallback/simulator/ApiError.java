package dev.livecallback.simulator;

import org.jspecify.annotations.Nullable;

/**
 * An answer that is not a success, as it is on the wire (contract 4).
 *
 * @param status the HTTP status; 200 for {@code CommonErr}
 * @param code {@code Error.Code}
 * @param codeN {@code Error.CodeN}, or null to leave it out, as for the service's own errors
 * @param message {@code Error.Message}
 */
public record ApiError(int status, String code, @Nullable Integer codeN, String message) {

  static ApiError of(int status, String code, String message) {
    return new ApiError(status, code, null, message);
  }

  static ApiError gateway(int status, int codeN, String code, String message) {
    return new ApiError(status, code, codeN, message);
  }

  static ApiError invalidParam(String message) {
    return of(400, "InvalidParam", message);
  }

  static ApiError bindError() {
    return of(400, "InvalidParam.BindError", "Request parameter error, please check input data");
  }

  static ApiError forbidden(String message) {
    return of(403, "RequestForbidden", message);
  }

  static ApiError commonErr(boolean withCodeN) {
    return new ApiError(
        200,
        "CommonErr",
        withCodeN ? 100_200 : null,
        "The request failed for an unclassified reason, please try again later");
  }
}
