package dev.livecallback.account;

import dev.livecallback.volcengine.Credentials;

/** What looking for an account's credentials came to. */
public sealed interface CredentialsLookup {

  /**
   * They are there.
   *
   * @param renewed whether they are known to be of the same cloud account as those before: the same
   *     role's, for another while
   */
  record Available(Credentials credentials, boolean renewed) implements CredentialsLookup {}

  /** They can't be had. Those of before stay in memory, for records that have to go. */
  record Missing(AccountProblem problem) implements CredentialsLookup {}
}
