package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;

/** The result of looking for an account's credentials. */
public sealed interface CredentialsLookup {

  /**
   * The credentials are there.
   *
   * @param renewed true if they are known to be of the same cloud account as the former ones:
   *     renewed credentials of the same role
   */
  record Available(Credentials credentials, boolean renewed) implements CredentialsLookup {}

  /** The credentials can't be had. The former ones stay in memory, for records that have to go. */
  record Missing(AccountProblem problem) implements CredentialsLookup {}
}
