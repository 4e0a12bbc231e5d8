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
 * How this operator was started: its settings, and what follows from several of them. All of it is
 * checked.
 *
 * @param values the settings, each by itself
 * @param credentials those of the environment, for accounts that use them; null = there are none
 * @param lease how the one that acts is chosen among several; null = there are no others
 * @param processName what this process is called beside others; no other has that name
 */
public record OperatorSettings(
    SettingValues values,
    @Nullable Credentials credentials,
    @Nullable LeaseTerms lease,
    String processName) {

  /**
   * What follows from settings.
   *
   * @throws StartupException if some of them don't go together
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

  /** The value of one setting. */
  public <T> T of(Setting<T> setting) {
    return values.of(setting);
  }

  /** The way out to the cloud. */
  public Egress egress() {
    return EgressSettings.of(values);
  }

  /** Where the token of the operator's web identity is. */
  public TokenFile tokenFile() {
    return TokenFile.of(of(OIDC_TOKEN_FILE));
  }

  /** The {@code namespace/name} of the account of objects that name none. */
  public String defaultAccount() {
    String named = of(DEFAULT_ACCOUNT);
    String name = named.isEmpty() ? "default" : named;
    return name.contains("/") ? name : of(POD_NAMESPACE) + "/" + name;
  }

  /** The namespaces to watch; empty = all. */
  public Set<String> watchNamespaces() {
    return Set.copyOf(of(WATCH_NAMESPACES));
  }

  /** The namespaces of accounts and Secrets: those watched, and the operator's own; empty = all. */
  public Set<String> accountNamespaces() {
    Set<String> watched = watchNamespaces();
    return watched.isEmpty()
        ? Set.of()
        : Stream.concat(watched.stream(), Stream.of(of(POD_NAMESPACE)))
            .collect(Collectors.toUnmodifiableSet());
  }
}
