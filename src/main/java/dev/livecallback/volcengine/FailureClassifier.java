package dev.livecallback.volcengine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The judge of the results of calls (contract 4.3, refined: permissions apart from keys, writes
 * that may have happened apart from those that didn't). Pure functions.
 */
final class FailureClassifier {

  /** The cause of a failure, whether or not the call was a write. */
  enum Cause {
    THROTTLED,
    CREDENTIALS,
    PERMISSION,
    ENDPOINT,
    TRANSIENT,
    TOO_LARGE,
    SCOPE,
    CONTENT
  }

  private static final Set<String> CREDENTIALS =
      Set.of(
          "InvalidAccessKey",
          "InvalidClientTokenId",
          "SignatureDoesNotMatch",
          "InvalidSecretToken",
          "MissingAuthenticationToken",
          "MissingSignature",
          "MissingRequestInfo",
          "InvalidAuthorization",
          "InvalidCredential",
          "InvalidTimestamp",
          "RequestExpired",
          "UnknownCallerIdentity");
  private static final Set<String> PERMISSION =
      Set.of("AccessDenied", "LackPolicy", "LackProjectPolicy");
  private static final Set<String> ENDPOINT =
      Set.of(
          "ServiceNotFound",
          "InvalidActionOrVersion",
          "InvalidAction",
          "InvalidVersion",
          "MethodNotAllowed");
  private static final Set<String> TRANSIENT =
      Set.of(
          "CommonErr",
          "InternalError",
          "InternalServiceError",
          "InternalServiceTimeout",
          "FailToConnect",
          "ServiceUnavailableTemp",
          "UndefinedError");

  private static final Set<String> NAMED =
      Set.of(
          "FlowLimitExceeded",
          "AccountFlowLimitExceeded",
          "RequestLimitExceeded",
          "RequestForbidden",
          "RequestForbidden.AccountIDNotAllow",
          "InvalidParam",
          "InvalidParam.BindError",
          "MissingParameter");

  private static final String OTHER_ACCOUNT = "RequestForbidden.AccountIDNotAllow";

  private FailureClassifier() {}

  /**
   * Returns the failure of a call that was answered; empty if it succeeded, which takes a 2xx
   * status, a request id and no error.
   */
  static Optional<Failure> judge(CallContext call, Reply reply) {
    if (reply.successful() && !reply.hasError() && reply.requestId() != null) {
      return Optional.empty();
    }
    Cause cause = cause(reply);
    Failure.Detail detail =
        new Failure.Detail(
            FailureWording.of(call, reply, cause),
            reply.status(),
            clean(call, reply.code()),
            clean(call, reply.requestId()));
    return Optional.of(
        switch (cause) {
          case THROTTLED -> new Failure.Throttled(detail, retryAfter(reply));
          case CREDENTIALS -> new Failure.CredentialsRejected(detail);
          case PERMISSION -> new Failure.NotPermitted(detail);
          case ENDPOINT -> new Failure.WrongEndpoint(detail);
          case TRANSIENT -> trouble(call.write(), detail);
          case TOO_LARGE ->
              call.write() ? new Failure.OutcomeUnknown(detail) : new Failure.TooLarge(detail);
          case SCOPE -> new Failure.ScopeMissing(detail, OTHER_ACCOUNT.equals(reply.code()));
          case CONTENT -> new Failure.Rejected(detail);
        });
  }

  /**
   * Returns the failure of a call that wasn't answered.
   *
   * @param sent whether the request had begun to leave; if it hadn't, even a write did nothing
   */
  static Failure unanswered(CallContext call, IOException exception, boolean sent) {
    String message = FailureWording.of(call, exception, sent);
    return trouble(call.write() && sent, new Failure.Detail(message, 0, null, null));
  }

  /**
   * Returns the failure of a call whose credentials can't be sent at all.
   *
   * @param which the part that is unusable, for people
   */
  static Failure unusable(CallContext call, String which) {
    return new Failure.CredentialsRejected(
        new Failure.Detail(FailureWording.unusable(call, which), 0, null, null));
  }

  /** Returns the failure of a call that succeeded, but whose answer can't be understood. */
  static Failure unreadable(CallContext call, Reply reply) {
    return trouble(
        call.write(),
        new Failure.Detail(
            "%s answered %s in a form that this version of the operator doesn't know."
                .formatted(call.origin(), call.action()),
            reply.status(),
            null,
            clean(call, reply.requestId())));
  }

  /** Returns the cause of a failure that was answered, in the order of the contract's questions. */
  static Cause cause(Reply reply) {
    Optional<Cause> byCode = Optional.ofNullable(reply.code()).flatMap(FailureClassifier::ofCode);
    if (reply.status() == 429) {
      return Cause.THROTTLED;
    }
    if (reply.status() >= 500) {
      return byCode.filter(FailureClassifier::holdsInSpiteOfStatus).orElse(Cause.TRANSIENT);
    }
    return byCode.orElseGet(() -> causeOfUnknownCode(reply));
  }

  /** Returns whether the contract's tables have a code, by its name or by its beginning. */
  static boolean knows(String code) {
    return ofCode(code).isPresent();
  }

  /** Returns whether a code says that the call was throttled. */
  static boolean throttles(String code) {
    return ofCode(code).filter(cause -> cause == Cause.THROTTLED).isPresent();
  }

  private static Optional<Cause> ofCode(String code) {
    if (code.contains("FlowLimit")
        || code.equals("RequestLimitExceeded")
        || code.startsWith("Throttl")) {
      return Optional.of(Cause.THROTTLED);
    }
    if (CREDENTIALS.contains(code) || code.startsWith("ExpiredToken")) {
      return Optional.of(Cause.CREDENTIALS);
    }
    if (PERMISSION.contains(code)) {
      return Optional.of(Cause.PERMISSION);
    }
    if (ENDPOINT.contains(code)) {
      return Optional.of(Cause.ENDPOINT);
    }
    if (TRANSIENT.contains(code)) {
      return Optional.of(Cause.TRANSIENT);
    }
    if (code.startsWith("RequestForbidden")) {
      return Optional.of(Cause.SCOPE);
    }
    return code.startsWith("InvalidParam") || code.equals("MissingParameter")
        ? Optional.of(Cause.CONTENT)
        : Optional.empty();
  }

  /**
   * Returns whether a cause holds with a status of 5xx too. A server in trouble may say anything of
   * the scope and the content.
   */
  private static boolean holdsInSpiteOfStatus(Cause cause) {
    return cause != Cause.SCOPE && cause != Cause.CONTENT;
  }

  /** Returns whether the contract has exactly this code. */
  static boolean names(String code) {
    return NAMED.contains(code)
        || CREDENTIALS.contains(code)
        || PERMISSION.contains(code)
        || ENDPOINT.contains(code)
        || TRANSIENT.contains(code);
  }

  private static Cause causeOfUnknownCode(Reply reply) {
    return switch (reply.shape()) {
      case CUT_SHORT -> Cause.TRANSIENT; // the code that decides wasn't read
      case TOO_LARGE -> reply.successful() ? Cause.TOO_LARGE : Cause.TRANSIENT;
      case TEXT -> reply.successful() ? Cause.ENDPOINT : causeOfStatus(reply.status());
      case JSON, EMPTY -> causeOfStatus(reply.status());
    };
  }

  private static Cause causeOfStatus(int status) {
    return switch (status) {
      case 401 -> Cause.CREDENTIALS;
      case 403 -> Cause.PERMISSION;
      case 404, 405 -> Cause.ENDPOINT;
      case 408 -> Cause.TRANSIENT;
      default -> status < 300 ? Cause.TRANSIENT : status < 400 ? Cause.ENDPOINT : Cause.CONTENT;
    };
  }

  private static Failure trouble(boolean mayHaveHappened, Failure.Detail detail) {
    return mayHaveHappened ? new Failure.OutcomeUnknown(detail) : new Failure.Unavailable(detail);
  }

  /**
   * Returns {@code Retry-After}, which is in seconds or a date; null if it is missing or neither.
   */
  private static @Nullable Duration retryAfter(Reply reply) {
    String text = reply.head().retryAfter();
    if (text == null) {
      return null;
    }
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    Instant until = httpDate(text);
    if (until == null) {
      return null;
    }
    Duration wait = Duration.between(reply.head().received(), until);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Reads a date of an HTTP header; null if the text isn't one. */
  static @Nullable Instant httpDate(String text) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable String clean(CallContext call, @Nullable String text) {
    return text == null ? null : call.redactor().clean(text);
  }
}
