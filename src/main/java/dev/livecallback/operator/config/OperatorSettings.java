package dev.livecallback.operator.config;

import static dev.livecallback.settings.OperatorSetting.DEFAULT_ACCOUNT;
import static dev.livecallback.settings.OperatorSetting.LEADER_ELECTION;
import static dev.livecallback.settings.OperatorSetting.LEASE_DURATION;
import static dev.livecallback.settings.OperatorSetting.LEASE_RENEW_DEADLINE;
import static dev.livecallback.settings.OperatorSetting.LEASE_RETRY_PERIOD;
import static dev.livecallback.settings.OperatorSetting.OIDC_TOKEN_FILE;
import static dev.livecallback.settings.OperatorSetting.POD_NAMESPACE;
import static dev.livecallback.settings.OperatorSetting.WATCH_NAMESPACES;

import dev.livecallback.account.TokenFile;
import dev.livecallback.api.AccountName;
import dev.livecallback.leader.LeaseTerms;
import dev.livecallback.settings.EgressSettings;
import dev.livecallback.settings.EnvironmentCredentials;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingException;
import dev.livecallback.settings.SettingValues;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Egress;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings that this operator was started with, and the values derived from several of them.
 * All of them are checked.
 *
 * @param values the single settings
 * @param credentials the credentials of the environment, for accounts that use them; null = there
 *     are none
 * @param lease the terms of the lease by which one of several operators leads; null = there is only
 *     this operator
 * @param processName the name of this process among others; no other process has it
 */
public record OperatorSettings(
    SettingValues values,
    @Nullable Credentials credentials,
    @Nullable LeaseTerms lease,
    String processName) {

  /**
   * Checks the settings, and derives the other values from them.
   *
   * @throws StartupException if some of the settings don't go together
   */
  public static OperatorSettings of(SettingValues values, String processName)
      throws SettingException, StartupException {
    return new OperatorSettings(
        values, EnvironmentCredentials.of(values).orElse(null), lease(values), processName);
  }

  private static @Nullable LeaseTerms lease(SettingValues values) throws StartupException {
    LeaseTerms terms =
        new LeaseTerms(
            values.of(LEASE_DURATION),
            values.of(LEASE_RENEW_DEADLINE),
            values.of(LEASE_RETRY_PERIOD));
    if (!terms.isSafe()) {
      throw new StartupException(
          "%s (%d s), %s (%d s) and %s (%d s): each has to be longer than the next, such as %s, %s and %s."
              .formatted(
                  LEASE_DURATION,
                  terms.duration().toSeconds(),
                  LEASE_RENEW_DEADLINE,
                  terms.renewDeadline().toSeconds(),
                  LEASE_RETRY_PERIOD,
                  terms.retryPeriod().toSeconds(),
                  LEASE_DURATION.byDefault(),
                  LEASE_RENEW_DEADLINE.byDefault(),
                  LEASE_RETRY_PERIOD.byDefault()));
    }
    return values.of(LEADER_ELECTION) ? terms : null;
  }

  /** Returns the value of one setting. */
  public <T> T of(Setting<T> setting) {
    return values.of(setting);
  }

  /** Returns the way out to the cloud. */
  public Egress egress() {
    return EgressSettings.of(values);
  }

  /** Returns the file with the token of the operator's web identity. */
  public TokenFile tokenFile() {
    return TokenFile.of(of(OIDC_TOKEN_FILE));
  }

  /** Returns the account for objects that name none. */
  public AccountName defaultAccount() {
    String named = of(DEFAULT_ACCOUNT);
    String name = named.isEmpty() ? "default" : named;
    return name.contains("/") ? new AccountName(name) : new AccountName(of(POD_NAMESPACE), name);
  }

  /** Returns the namespaces to watch; empty = all. */
  public Set<String> watchNamespaces() {
    return Set.copyOf(of(WATCH_NAMESPACES));
  }

  /**
   * Returns the namespaces of accounts and Secrets: the watched ones and the operator's own; empty
   * = all.
   */
  public Set<String> accountNamespaces() {
    Set<String> watched = watchNamespaces();
    return watched.isEmpty()
        ? Set.of()
        : Stream.concat(watched.stream(), Stream.of(of(POD_NAMESPACE)))
            .collect(Collectors.toUnmodifiableSet());
  }
}
