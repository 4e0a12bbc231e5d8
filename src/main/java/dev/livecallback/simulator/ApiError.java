package dev.livecallback.simulator;

import static java.util.Map.entry;

import java.util.Map;
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
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          entry("MissingParameter", 100_002),
          entry("MissingAuthenticationToken", 100_003),
          entry("MissingRequestInfo", 100_004),
          entry("MissingSignature", 100_005),
          entry("InvalidTimestamp", 100_006),
          entry("ServiceNotFound", 100_007),
          entry("InvalidActionOrVersion", 100_008),
          entry("InvalidAccessKey", 100_009),
          entry("SignatureDoesNotMatch", 100_010),
          entry("LackPolicy", 100_012),
          entry("AccessDenied", 100_013),
          entry("InternalError", 100_014),
          entry("FailToConnect", 100_015),
          entry("InternalServiceTimeout", 100_016),
          entry("FlowLimitExceeded", 100_018),
          entry("InvalidAuthorization", 100_024),
          entry("InvalidCredential", 100_025),
          entry("InvalidSecretToken", 100_026));

  static ApiError of(int status, String code, String message) {
    return new ApiError(status, code, null, message);
  }

  static ApiError gateway(int status, int codeN, String code, String message) {
    return new ApiError(status, code, codeN, message);
  }

  /** Returns an error with the platform's {@code CodeN} for this code, if the platform has one. */
  static ApiError coded(int status, String code, String message) {
    return new ApiError(status, code, NUMBERS.get(code), message);
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

  static ApiError denied(Actions.ApiAction action, CallFacts facts) {
    String scope = facts.scopeText();
    return gateway(
        403,
        100_013,
        "AccessDenied",
        "User is not authorized to perform: "
            + action.service()
            + ":"
            + action.name()
            + (scope == null ? "" : " on resource: " + scope));
  }

  static ApiError commonErr(boolean withCodeN) {
    return new ApiError(
        200,
        "CommonErr",
        withCodeN ? 100_200 : null,
        "The request failed for an unclassified reason, please try again later");
  }
}
