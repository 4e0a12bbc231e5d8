package dev.livecallback.operator.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.KeyedCalls;
import dev.livecallback.account.Permit;
import dev.livecallback.account.PermittedCalls;
import dev.livecallback.account.UnsentCalls;
import dev.livecallback.operator.metrics.CallMetrics;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.LiveApi;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.SessionCredentials;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one account. Each call is counted, and signed with the credentials of its permit.
 */
final class AccountCalls {
  private static final Logger LOG = LoggerFactory.getLogger(AccountCalls.class);

  private final Account account;
  private final AccountContext context;
  private volatile AccountSettings settings;

  /** Created for the first call: accounts that nobody uses may never make one. */
  private volatile @Nullable AccountClients clients;

  AccountCalls(Account account, AccountContext context) {
    this.account = account;
    this.context = context;
    this.settings = account.settings();
  }

  /** Applies the settings' endpoints to all later calls. */
  void follow(AccountSettings changed) {
    settings = changed;
  }

  private AccountClients clients() {
    AccountSettings wanted = settings;
    AccountClients there = clients;
    if (there == null || !there.of().sameEndpoints(wanted)) {
      there = AccountClients.of(wanted, context);
      clients = there;
    }
    return there;
  }

  /**
   * Returns the API for a call that is sent now. It signs with the credentials that the account may
   * use at this moment. If these were never verified for the call's cloud account, it sends
   * nothing.
   */
  LiveApi api(String cloudAccount) {
    return context
        .engine()
        .permit(account, cloudAccount)
        .map(this::api)
        .orElseGet(
            () ->
                new UnsentCalls(
                    "Account "
                        + account.name()
                        + " may not make this call any more: it wasn't sent, and is planned"
                        + " again."));
  }

  /** Returns the calls for a probe that is sent now; empty = the account has no keys for it. */
  Optional<KeyedCalls> permitted() {
    return account
        .permit()
        .map(permit -> new PermittedCalls(account, permit, this::api, this::whoAmI));
  }

  private LiveApi api(Permit permit) {
    AccountClients now = clients();
    return now.of().sameEndpoints(permit.settings())
        ? context.calls().counted(account.name(), now.live().as(permit.credentials()))
        : new UnsentCalls(
            "The endpoint of account "
                + account.name()
                + " was replaced: this call wasn't sent, and is planned again.");
  }

  /** Assumes a role. Only the token proves the caller's identity. */
  Answer<SessionCredentials> assumeRole(
      String trn, SecretText token, String session, Duration duration) {
    return context
        .calls()
        .counted(
            label(),
            CallMetrics.ASSUME_ROLE,
            () -> clients().exchange().assumeRoleWithOidc(trn, token, session, duration));
  }

  /** Asks STS for the owner of these keys. */
  Answer<CallerIdentity> whoAmI(Credentials asked) {
    Answer<CallerIdentity> answer =
        context
            .calls()
            .counted(
                label(),
                CallMetrics.CALLER_IDENTITY,
                () -> clients().sts().as(asked).callerIdentity());
    if (answer instanceof Answer.Failed<CallerIdentity> failed) {
      LOG.info("Account {}, STS: {}", account.name(), failed.failure().detail().message());
    }
    return answer;
  }

  /**
   * Returns the label value under which its STS calls are counted. Accounts that no object uses
   * share one value.
   */
  private String label() {
    return context.engine().objectCounts().used().contains(account.name())
        ? account.name().text()
        : CallMetrics.UNUSED;
  }
}
