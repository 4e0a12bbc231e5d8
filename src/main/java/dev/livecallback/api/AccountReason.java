package dev.livecallback.api;

import java.util.Arrays;
import java.util.Optional;

/**
 * The reason for a condition of an account. Each reason has a sentence that is true of every
 * account with it.
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
  /** The endpoint answers, but isn't the API. */
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
  /** The operator knows nothing of the credentials yet. */
  CHECKING_CREDENTIALS("CheckingCredentials", "The credentials are being checked."),
  /** A person paused the account. */
  PAUSED("Paused", "Paused: no calls are made through this account."),
  /** The account is being deleted, and objects still have records through it. */
  DELETING("Deleting", "The account goes once no object has records through it."),
  /** The limit of deletes is used up. */
  DELETE_LIMIT_REACHED("DeleteLimitReached", "The account's limit of deletes is used up for now."),
  /** The account has a value that this version doesn't know. */
  UNSUPPORTED_VALUE(
      "UnsupportedValue",
      "The account has a value that this version of the operator doesn't know; correct it."),
  /** The Secret's content can't be keys. */
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

  /** Returns the spelling in {@code status.conditions[].reason}. */
  public String word() {
    return word;
  }

  /** Returns the sentence that is true of every account with this reason. */
  public String sentence() {
    return sentence;
  }

  /**
   * Returns whether only a person can go on.
   *
   * @param overdue true if the account could be used before, or objects have waited for it for ten
   *     minutes. Until then, a program that makes Secrets may still create the account's Secret
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

  /** Returns the cause and the remedy. */
  public Advice advice() {
    return AccountReasonAdvice.of(this);
  }

  /** Returns the reason with that spelling; empty = this version doesn't know it. */
  public static Optional<AccountReason> ofWord(String text) {
    return Arrays.stream(values()).filter(reason -> reason.word.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return word;
  }
}
