package dev.livecallback.account;

import dev.livecallback.api.AccountReason;
import dev.livecallback.volcengine.Failure;

/**
 * The reason why an account can't be used, other than the answers to its calls.
 *
 * @param reason the reason for its condition Ready
 * @param message a message that says what happened, and what to do now; without any secret
 */
public record AccountProblem(AccountReason reason, String message) {

  /**
   * Returns the problem that a role can't be assumed. An outage of STS ends by itself, and anything
   * else takes a person.
   */
  public static AccountProblem withRole(String roleTrn, Failure failure) {
    AccountReason reason =
        switch (failure) {
          case Failure.Throttled _,
              Failure.Unavailable _,
              Failure.TooLarge _,
              Failure.OutcomeUnknown _ ->
              AccountReason.API_UNAVAILABLE;
          case Failure.CredentialsRejected _,
              Failure.NotPermitted _,
              Failure.WrongEndpoint _,
              Failure.Rejected _,
              Failure.ScopeMissing _ ->
              AccountReason.WEB_IDENTITY_FAILED;
        };
    return new AccountProblem(
        reason, "The role " + roleTrn + " can't be assumed: " + failure.detail().message());
  }
}
