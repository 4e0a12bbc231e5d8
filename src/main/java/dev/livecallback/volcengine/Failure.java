package dev.livecallback.volcengine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a call didn't succeed, by what has to be done about it. The mapping from HTTP
 * status and {@code Error.Code} is contract 4.3, refined: permission problems are told from key
 * problems, and a write that may have happened from one that didn't.
 */
public sealed interface Failure {

  /** The end of a message about trouble that passes: the operator tries again. */
  String TRIED_AGAIN = "The operator tries again.";

  /** Returns the facts: what the API said, or what the network did. */
  Detail detail();

  /**
   * The facts of a failed call.
   *
   * @param message for people: what happened, without any secret, access key ids included
   * @param httpStatus the HTTP status, or 0 if there was no answer
   * @param code the API's {@code Error.Code}, or null if there was none
   * @param requestId the API's name for this call, or null if it gave none
   */
  record Detail(
      String message, int httpStatus, @Nullable String code, @Nullable String requestId) {}

  /**
   * Too many calls: nothing was done, try later.
   *
   * @param retryAfter the time that the API asked to wait, or null if it named none
   */
  record Throttled(Detail detail, @Nullable Duration retryAfter) implements Failure {}

  /**
   * The service can't be reached or is down, and this call did nothing.
   *
   * @param tried whether the call was tried at all; a call that wasn't tried says nothing of the
   *     service
   */
  record Unavailable(Detail detail, boolean tried) implements Failure {
    /** Creates the failure of a call that was tried. */
    public Unavailable(Detail detail) {
      this(detail, true);
    }
  }

  /** The answer to a read is larger than any that is read. A smaller listing may be readable. */
  record TooLarge(Detail detail) implements Failure {}

  /** A write that may have happened, or may yet happen: read before anything is concluded. */
  record OutcomeUnknown(Detail detail) implements Failure {}

  /**
   * The access key, signature, session token or clock is wrong: the account as a whole is refused.
   */
  record CredentialsRejected(Detail detail) implements Failure {}

  /** The credentials are good but may not do this action (on this scope). */
  record NotPermitted(Detail detail) implements Failure {}

  /** The URL is wrong: it isn't the API's, but answers with 404, 405, a web page or a redirect. */
  record WrongEndpoint(Detail detail) implements Failure {}

  /** The API understood the call and refuses it: it won't succeed until the content changes. */
  record Rejected(Detail detail) implements Failure {}

  /**
   * The scope isn't there, or isn't this account's.
   *
   * @param otherAccount whether the API said that the scope is another account's ({@code
   *     RequestForbidden.AccountIDNotAllow})
   */
  record ScopeMissing(Detail detail, boolean otherAccount) implements Failure {}
}
