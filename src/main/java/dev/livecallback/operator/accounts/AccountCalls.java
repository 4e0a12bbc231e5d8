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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one account, each counted, and each signed with what it was allowed with. */
final class AccountCalls {
  private static final Logger LOG = LoggerFactory.getLogger(AccountCalls.class);

  private final Account account;
  private final AccountContext context;
  private volatile AccountClients clients;

  AccountCalls(Account account, AccountContext context) {
    this.account = account;
    this.context = context;
    this.clients = AccountClients.of(account.settings(), context);
  }

  /** Takes in where its calls go from now on. */
  void follow(AccountSettings settings) {
    if (!clients.of().sameEndpoints(settings)) {
      clients = AccountClients.of(settings, context);
    }
  }

  /**
   * What a call goes through that is sent now: it is signed with what the account may use at this
   * moment, and isn't sent if that was never verified for its cloud account.
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

  /** What a probe goes through that is sent now; empty = it has no keys to send one with. */
  Optional<KeyedCalls> permitted() {
    return account
        .permit()
        .map(permit -> new PermittedCalls(account, permit, this::api, this::whoAmI));
  }

  private LiveApi api(Permit permit) {
    AccountClients now = clients;
    return now.of().sameEndpoints(permit.settings())
        ? context.calls().counted(account.name(), now.live().as(permit.credentials()))
        : new UnsentCalls(
            "The endpoint of account "
                + account.name()
                + " was replaced: this call wasn't sent, and is planned again.");
  }

  /** Takes on a role; who calls is proven by the token alone. */
  Answer<SessionCredentials> assumeRole(
      String trn, SecretText token, String session, Duration duration) {
    return context
        .calls()
        .counted(
            label(),
            CallMetrics.ASSUME_ROLE,
            () -> clients.exchange().assumeRoleWithOidc(trn, token, session, duration));
  }

  /** Whose keys these are. */
  Answer<CallerIdentity> whoAmI(Credentials asked) {
    Answer<CallerIdentity> answer =
        context
            .calls()
            .counted(
                label(),
                CallMetrics.CALLER_IDENTITY,
                () -> clients.sts().as(asked).callerIdentity());
    if (answer instanceof Answer.Failed<CallerIdentity> failed) {
      LOG.info("Account {}, STS: {}", account.name(), failed.failure().detail().message());
    }
    return answer;
  }

  /** By what its calls of STS are counted: those that no object uses have one name together. */
  private String label() {
    return context.engine().objectCounts().used().contains(account.name())
        ? account.name()
        : CallMetrics.UNUSED;
  }
}
