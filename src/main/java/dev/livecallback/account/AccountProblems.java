package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.WellKnown;
import dev.livecallback.volcengine.Failure;

/** The sentences of what makes an account unusable. */
final class AccountProblems {
  static final AccountProblem CHECKING =
      new AccountProblem(AccountReason.CHECKING, AccountReason.CHECKING.sentence());

  static final String UNPROVEN =
      "STS couldn't say whose the credentials are; the first call of the Live API will tell whether"
          + " they are good.";

  private AccountProblems() {}

  /** Which reason a shut gate is. */
  static AccountReason reason(Gate.Shut shut) {
    if (shut.unreachable()) {
      return AccountReason.UNREACHABLE;
    }
    return shut.failure() instanceof Failure.WrongEndpoint
        ? AccountReason.WRONG_ENDPOINT
        : AccountReason.CREDENTIALS_REJECTED;
  }

  /** What to do about a shut gate. */
  static String remedy(Gate.Shut shut) {
    return shut.unreachable()
        ? "It is tried again by itself."
        : "Correct the account; all of its objects then go on by themselves.";
  }

  /** No call is made through it, whosever record it is about. */
  static String paused(String account) {
    AccountName name = AccountName.parse(account);
    return "it is paused. To go on: kubectl -n "
        + name.namespace()
        + " annotate liveaccount "
        + name.name()
        + " "
        + WellKnown.PAUSED
        + "-";
  }

  /** STS tells usually whose credentials are, and doesn't of the new ones. */
  static AccountProblem unchecked(String said) {
    return new AccountProblem(
        AccountReason.CHECKING,
        "Nothing is done with the new credentials before STS has said whose they are. It is asked"
            + " again by itself: "
            + said);
  }

  /**
   * The credentials lead to another cloud account.
   *
   * @param pinned whether {@code spec.accountId} says which is expected
   */
  static AccountProblem mismatch(String account, String expected, String actual, boolean pinned) {
    String what =
        "The credentials are of cloud account "
            + actual
            + ", but this account's records are in "
            + expected
            + ": nothing is written or deleted. ";
    AccountName name = AccountName.parse(account);
    String confirm =
        "If it is meant to be, leaving the records in "
            + expected
            + " as they are: kubectl -n "
            + name.namespace()
            + " annotate liveaccount "
            + name.name()
            + " --overwrite "
            + WellKnown.CONFIRM_ACCOUNT
            + "="
            + actual;
    return new AccountProblem(
        AccountReason.ACCOUNT_MISMATCH,
        what
            + "Give it credentials of "
            + expected
            + (pinned ? ", or create another LiveAccount for " + actual + "." : ". " + confirm));
  }
}
