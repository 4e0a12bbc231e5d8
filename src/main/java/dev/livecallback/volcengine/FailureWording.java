package dev.livecallback.volcengine;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The messages of failures: what happened, with which server and action, and what to do. Pure
 * functions.
 */
final class FailureWording {
  private static final String UNKNOWN_OUTCOME =
      "Whether it took effect is found out by reading; nothing is to be done.";

  private FailureWording() {}

  /** Returns the message of a call that was answered. */
  static String of(CallContext call, Reply reply, FailureClassifier.Cause cause) {
    String what = answered(call, reply);
    return switch (cause) {
      case THROTTLED ->
          what
              + ": too many calls. They slow down by themselves; if other tools share this cloud"
              + " account's quota, lower callsPerSecond.";
      case CREDENTIALS -> what + ": " + credentials(call, reply);
      case PERMISSION ->
          "%s%s: these credentials may not do that. Grant them %s:%s."
              .formatted(what, said(call, reply), call.service(), call.action());
      case ENDPOINT ->
          "%s%s: this is not the %s API. Is %s right?"
              .formatted(what, endpoint(reply), call.service(), call.setting());
      case TRANSIENT, TOO_LARGE ->
          "%s%s. %s"
              .formatted(
                  what,
                  transientTrouble(call, reply),
                  call.write() ? UNKNOWN_OUTCOME : Failure.TRIED_AGAIN);
      case SCOPE -> what + said(call, reply) + ": " + scope(reply);
      case CONTENT -> what + said(call, reply) + ". It won't be accepted until it is changed.";
    };
  }

  /**
   * Returns the message of a call that wasn't answered.
   *
   * @param sent whether the request had begun to leave; true for a request without a body, because
   *     it isn't known
   */
  static String of(CallContext call, IOException exception, boolean sent) {
    ConnectionFault fault = ConnectionFault.of(exception);
    if (!sent || (!call.write() && fault.beforeSending())) {
      return unconnected(call, fault, exception);
    }
    String what =
        fault == ConnectionFault.TIMED_OUT
            ? "%s didn't answer %s in time".formatted(call.origin(), call.action())
            : "The connection to %s broke during %s".formatted(call.origin(), call.action());
    return what + ". " + (call.write() ? UNKNOWN_OUTCOME : Failure.TRIED_AGAIN);
  }

  private static String unconnected(
      CallContext call, ConnectionFault fault, IOException exception) {
    String proxy = call.proxy();
    String whom = proxy == null ? call.origin() : "The proxy %s".formatted(proxy);
    String setting = proxy == null ? call.setting() : "HTTPS_PROXY";
    String ask = "is %s right, and may this program reach it?".formatted(setting);
    return switch (fault) {
      case NO_ADDRESS ->
          "The host of %s has no address: is %s right, and does DNS answer?"
              .formatted(proxy == null ? whom : "the proxy " + proxy, setting);
      case REFUSED -> "%s refused the connection: %s".formatted(whom, ask);
      case NO_ROUTE, CONNECT_TIMED_OUT, TIMED_OUT ->
          "%s %s: %s%s"
              .formatted(
                  whom,
                  fault == ConnectionFault.NO_ROUTE
                      ? "can't be reached from here"
                      : "didn't accept a connection in time",
                  ask,
                  proxy == null
                      ? " Look at the network's policies and firewall; if only a proxy leads out,"
                          + " set HTTPS_PROXY."
                      : "");
      case UNTRUSTED, NO_TLS ->
          "No trusted TLS connection to %s (%s): is %s right, and is its certificate trusted?%s"
              .formatted(
                  call.origin(),
                  text(call, exception),
                  call.setting(),
                  fault == ConnectionFault.UNTRUSTED
                      ? " Authorities of your own go into CA_BUNDLE."
                      : "");
      case PROXY_LOGIN ->
          "The proxy %s wants a user and a password, or others, for %s: put them into HTTPS_PROXY, as http://user:password@host:port."
              .formatted(proxy, call.origin());
      case PROXY_REFUSED ->
          "The proxy %s doesn't let calls through to %s (%s): have it let them, or name the host in NO_PROXY if it is reached without it."
              .formatted(proxy, call.origin(), text(call, exception));
      case BROKEN ->
          "No connection to %s (%s): %s".formatted(call.origin(), text(call, exception), ask);
    };
  }

  /** Returns the message that says which credential can't be sent. */
  static String unusable(CallContext call, String which) {
    return ("The %s for %s is empty or has white space or another character that no key has: look"
            + " for a line break at its end.")
        .formatted(which, call.origin());
  }

  /** Returns the message that says which role wasn't given, and what to look at. */
  static String roleRefused(
      CallContext call, Reply reply, FailureClassifier.Cause cause, String role) {
    String what = answered(call, reply) + said(call, reply);
    return cause == FailureClassifier.Cause.CONTENT
        ? "%s: role %s isn't to be had like that. Is its TRN right (trn:iam::ID:role/NAME), and does it allow sessions as long as asked for?"
            .formatted(what, call.redactor().clean(role))
        : "%s: role %s may not be assumed with this token. Is the role's TRN right, and does it trust this cluster's OIDC provider, this service account and the token's audience?"
            .formatted(what, call.redactor().clean(role));
  }

  private static String answered(CallContext call, Reply reply) {
    String code = reply.code();
    return "%s answered %s with %s"
        .formatted(
            call.origin(),
            call.action(),
            code == null ? "HTTP " + reply.status() : call.redactor().clean(code));
  }

  private static String said(CallContext call, Reply reply) {
    String message = reply.message();
    if (message == null) {
      return "";
    }
    // A text that differs with each call would make each status differ.
    String requestId = Optional.ofNullable(reply.requestId()).orElse("");
    return " (" + call.redactor().clean(without(message, requestId)) + ")";
  }

  private static String without(String text, String part) {
    return part.isEmpty() ? text : text.replace(part, "…");
  }

  private static String credentials(CallContext call, Reply reply) {
    String code = Optional.ofNullable(reply.code()).orElse("");
    return switch (code) {
      case "InvalidTimestamp", "RequestExpired" -> clock(reply.head());
      case "InvalidAccessKey", "InvalidClientTokenId", "UnknownCallerIdentity" ->
          "the access key is unknown or disabled. Check the credentials of this account.";
      case "SignatureDoesNotMatch" ->
          "the secret access key doesn't belong to the access key, or the region is not the API's,"
              + " or a proxy changes requests.";
      case "InvalidSecretToken" ->
          "the session token is wrong or has expired. Renew the credentials.";
      default ->
          code.startsWith("ExpiredToken")
              ? "the session token has expired. Renew the credentials."
              : "the credentials were refused. Check those of this account, and that no proxy drops"
                  + " headers on the way to %s.".formatted(call.origin());
    };
  }

  private static String clock(Reply.Head head) {
    Instant theirs = head.date() == null ? null : FailureClassifier.httpDate(head.date());
    if (theirs == null) {
      return "this machine's clock seems to be wrong. Set it (NTP).";
    }
    Duration ahead = Duration.between(theirs, head.received());
    long minutes = Math.round(ahead.abs().toSeconds() / 60.0);
    return minutes == 0
        ? "the request took too long to arrive; this machine's clock agrees with the API's."
        : "this machine's clock is about %d min %s the API's. Set it (NTP)."
            .formatted(minutes, ahead.isNegative() ? "behind" : "ahead of");
  }

  private static String endpoint(Reply reply) {
    return reply.shape() == Reply.Shape.TEXT ? " and a text that isn't JSON" : "";
  }

  private static String transientTrouble(CallContext call, Reply reply) {
    if (reply.hasError()) {
      return said(call, reply);
    }
    return switch (reply.shape()) {
      case CUT_SHORT -> " and only a part of the answer";
      case TOO_LARGE -> " and more than 4 MB, which isn't read";
      case EMPTY, TEXT -> "";
      case JSON -> reply.successful() ? " and JSON without a request id" : "";
    };
  }

  private static String scope(Reply reply) {
    return "RequestForbidden.AccountIDNotAllow".equals(reply.code())
        ? "the vhost, domain or app belongs to another cloud account. Is the name right, and is"
            + " this the right account?"
        : "the vhost, domain or app isn't there in this cloud account. Is the name right?";
  }

  private static String text(CallContext call, IOException exception) {
    return call.redactor()
        .clean(
            Optional.ofNullable(exception.getMessage())
                .orElse(exception.getClass().getSimpleName()));
  }
}
