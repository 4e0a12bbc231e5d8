package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AccountReason;
import dev.livecallback.api.AnnotateCommand;
import dev.livecallback.api.WellKnown;
import dev.livecallback.volcengine.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states of accounts as people see them, with sentences for what makes an account unusable. */
final class AccountProblems {
  static final AccountProblem CHECKING =
      new AccountProblem(
          AccountReason.CHECKING_CREDENTIALS, AccountReason.CHECKING_CREDENTIALS.sentence());

  private static final AccountView VALID =
      new AccountView(
          "True", AccountReason.CREDENTIALS_VALID, AccountReason.CREDENTIALS_VALID.sentence());

  private static final String UNVERIFIED =
      "STS couldn't say whose the credentials are; the first call of the Live API will tell"
          + " whether they are good.";

  private AccountProblems() {}

  /**
   * Returns the state of an account for people.
   *
   * @param problem the problem that makes it unusable, whatever its gate; null = none
   * @param shut the state of its gate; empty = the gate is open
   * @param proven true if the Live API accepted its keys
   * @param owner the knowledge of its keys' owner
   */
  static AccountView view(
      @Nullable AccountProblem problem, Optional<Gate.Shut> shut, boolean proven, KeyOwner owner) {
    if (problem != null) {
      boolean checking = problem.reason() == AccountReason.CHECKING_CREDENTIALS;
      return new AccountView(checking ? "Unknown" : "False", problem.reason(), problem.message());
    }
    return shut.map(AccountProblems::view).orElseGet(() -> proven ? VALID : open(owner));
  }

  private static AccountView open(KeyOwner owner) {
    return switch (owner) {
      case KeyOwner.Named _ -> VALID;
      case KeyOwner.Unnamed(String said) -> unverified(said);
      case KeyOwner.Pending(String said, _) -> unverified(said);
    };
  }

  private static AccountView unverified(@Nullable String said) {
    return new AccountView(
        "Unknown",
        AccountReason.CHECKING_CREDENTIALS,
        said == null ? UNVERIFIED : UNVERIFIED + " The operator keeps asking STS: " + said);
  }

  private static AccountView view(Gate.Shut shut) {
    return new AccountView("False", reason(shut), shut.failure().detail().message());
  }

  private static AccountReason reason(Gate.Shut shut) {
    if (shut.apiUnavailable()) {
      return AccountReason.API_UNAVAILABLE;
    }
    return shut.failure() instanceof Failure.WrongEndpoint
        ? AccountReason.WRONG_ENDPOINT
        : AccountReason.CREDENTIALS_REJECTED;
  }

  /** Returns the reason why an account with this problem is closed. */
  static AccountClosed closed(AccountName account, AccountProblem problem) {
    boolean apiUnavailable = problem.reason() == AccountReason.API_UNAVAILABLE;
    return new AccountClosed(apiUnavailable, message(account, problem.message()));
  }

  /** Returns the reason why an account with a shut gate is closed. */
  static AccountClosed closed(AccountName account, Gate.Shut shut) {
    String remedy =
        shut.apiUnavailable()
            ? "The operator tries again."
            : "Correct the account; all of its objects then continue.";
    return new AccountClosed(
        shut.apiUnavailable(), message(account, shut.failure().detail().message()) + " " + remedy);
  }

  /**
   * Returns the reason why a paused account is closed: no call is made through it, for any object's
   * record.
   */
  static AccountClosed closedByPause(AccountName account) {
    return new AccountClosed(
        false,
        message(
            account,
            "it is paused. To go on: "
                + AnnotateCommand.remove(
                    "liveaccount", account.namespace(), account.name(), WellKnown.PAUSED)));
  }

  private static String message(AccountName account, String why) {
    return "Account " + account + " can't be used: " + why;
  }

  /**
   * Returns the problem that STS, which usually names the owner of credentials, doesn't name the
   * owner of the new ones.
   */
  static AccountProblem pending(String said) {
    return new AccountProblem(
        AccountReason.CHECKING_CREDENTIALS,
        "Nothing is done with the new credentials before STS has said whose they are."
            + " The operator keeps asking: "
            + said);
  }

  /**
   * Returns the problem that the credentials lead to another cloud account.
   *
   * @param pinned true if {@code spec.accountId} says which is expected
   */
  static AccountProblem mismatch(
      AccountName account, String expected, String actual, boolean pinned) {
    String what =
        "The credentials are of cloud account "
            + actual
            + ", but this account's records are in "
            + expected
            + ": nothing is written or deleted. ";
    String confirm =
        "If it is meant to be, leaving the records in "
            + expected
            + " as they are: "
            + AnnotateCommand.set(
                "liveaccount",
                account.namespace(),
                account.name(),
                WellKnown.CONFIRM_ACCOUNT + "=" + actual);
    return new AccountProblem(
        AccountReason.ACCOUNT_MISMATCH,
        what
            + "Give it credentials of "
            + expected
            + (pinned ? ", or create another LiveAccount for " + actual + "." : ". " + confirm));
  }
}
