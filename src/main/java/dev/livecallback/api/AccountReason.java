package dev.livecallback.api;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a condition of an account is as it is, each with the sentence that is true of it for any
 * account.
 */
public enum AccountReason {
  /** The service accepted the credentials. */
  CREDENTIALS_VALID("CredentialsValid", "The service accepts the credentials."),
  /** The service refused the credentials. */
  CREDENTIALS_REJECTED(
      "CredentialsRejected", "The service refuses the credentials; put valid ones in their place."),
  /** The Secret, or an entry that it has to have, isn't there. */
  SECRET_NOT_FOUND(
      "SecretNotFound",
      "The Secret with the credentials or an entry of it isn't there; create it."),
  /** The API is down or out of reach. */
  API_UNAVAILABLE("ApiUnavailable", "The API can't be reached; the operator tries again."),
  /** What answers isn't the API. */
  WRONG_ENDPOINT("WrongEndpoint", "What answers at the endpoint isn't the API; correct the URL."),
  /** The credentials belong to another cloud account. */
  ACCOUNT_MISMATCH(
      "AccountMismatch",
      "The credentials belong to another cloud account than accountId says; correct one of them."),
  /** The operator wasn't started with this endpoint as allowed. */
  ENDPOINT_NOT_ALLOWED(
      "EndpointNotAllowed",
      "The operator doesn't allow this endpoint; remove it or have it allowed."),
  /** The operator's own identity is used outside its namespace. */
  CREDENTIALS_NOT_ALLOWED(
      "CredentialsNotAllowed",
      "The operator's own identity may be used in its namespace only; use a secretRef here."),
  /** Nothing is known of the credentials yet. */
  CHECKING_CREDENTIALS("CheckingCredentials", "The credentials are being checked."),
  /** A person said: hands off. */
  PAUSED("Paused", "Paused: no calls are made through this account."),
  /** Being deleted, and objects still have records through it. */
  DELETING("Deleting", "The account goes once no object has records through it."),
  /** The limit of deletes is used up. */
  DELETE_LIMIT_REACHED("DeleteLimitReached", "The account's limit of deletes is used up for now."),
  /** The Secret's content can't be keys. */
  UNSUPPORTED_VALUE(
      "UnsupportedValue",
      "The account has a value that this version of the operator doesn't know; correct it."),
  INVALID_CREDENTIALS(
      "InvalidCredentials", "The values in the Secret can't be access keys; change the Secret."),
  /** The role couldn't be assumed. */
  WEB_IDENTITY_FAILED(
      "WebIdentityFailed",
      "The role can't be assumed; check the role's trust and the operator's token.");

  private final String word;
  private final String sentence;

  AccountReason(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** The spelling in {@code status.conditions[].reason}. */
  public String word() {
    return word;
  }

  /** What is true of every account with this reason. */
  public String sentence() {
    return sentence;
  }

  /**
   * Whether only a person can go on.
   *
   * @param overdue whether the account could be used before, or objects have waited for it for ten
   *     minutes: else it may get its Secret yet, from whatever makes Secrets
   */
  public boolean stalls(boolean overdue) {
    return switch (this) {
      case CREDENTIALS_REJECTED,
          WRONG_ENDPOINT,
          ACCOUNT_MISMATCH,
          ENDPOINT_NOT_ALLOWED,
          CREDENTIALS_NOT_ALLOWED,
          INVALID_CREDENTIALS,
          UNSUPPORTED_VALUE,
          WEB_IDENTITY_FAILED ->
          true;
      case SECRET_NOT_FOUND -> overdue;
      case CREDENTIALS_VALID,
          API_UNAVAILABLE,
          CHECKING_CREDENTIALS,
          PAUSED,
          DELETING,
          DELETE_LIMIT_REACHED ->
          false;
    };
  }

  /** Cause and remedy. */
  public Advice advice() {
    return AccountReasonAdvice.of(this);
  }

  /** The reason of that spelling; empty for one that this version doesn't know. */
  public static Optional<AccountReason> ofWord(String text) {
    return Arrays.stream(values()).filter(reason -> reason.word.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return word;
  }
}
