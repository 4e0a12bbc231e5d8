package dev.livecallback.account;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.AllowRule;
import dev.livecallback.calls.Action;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.SecretText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Accounts for tests. */
public final class SomeAccount {
  private SomeAccount() {}

  /** What an owner sets who lets everybody in. */
  public static AccountSettings settings(int callsPerSecond, Duration syncPeriod) {
    return settings(callsPerSecond, syncPeriod, List.of(new AllowRule(List.of("*"), null, null)));
  }

  /** The same with these rules; null = the account's own namespace. */
  public static AccountSettings settings(
      int callsPerSecond, Duration syncPeriod, @Nullable List<AllowRule> allow) {
    return new AccountSettings(
        ServiceProfile.VOLCENGINE,
        URI.create("https://live.example.com"),
        URI.create("https://sts.example.com"),
        "cn-north-1",
        Map.of(
            Action.UPDATE, callsPerSecond,
            Action.DESCRIBE, callsPerSecond,
            Action.DELETE, callsPerSecond),
        syncPeriod,
        DeletesPerHour.UNLIMITED,
        Access.of(new AccountName("live", "default"), allow),
        null,
        false,
        AccountAnnotations.NONE,
        false,
        null);
  }

  /** An account with credentials that STS knows to be of that cloud account. */
  public static Account open(
      AccountName name, AccountSettings settings, String cloudAccount, RandomGenerator random) {
    Account account =
        new Account(name, settings, null, KeyMemory.ofThisProcess(), null, Instant.EPOCH, random);
    account.found(new CredentialsLookup.Available(keys("AK"), false), Instant.EPOCH);
    account.checked(keys("AK"), is(cloudAccount), Instant.EPOCH);
    return account;
  }

  /** An account of which only the settings are known. */
  public static Account unchecked(AccountName name) {
    return new Account(
        name,
        settings(10, Duration.ofMinutes(10)),
        null,
        KeyMemory.ofThisProcess(),
        null,
        Instant.EPOCH,
        new Random(1));
  }

  /** An account for everybody. */
  public static Account open(AccountName name) {
    return open(name, settings(10, Duration.ofMinutes(10)), "2100000001", new Random(1));
  }

  /** Some access key. */
  public static Credentials keys(String id) {
    return new Credentials(id, new SecretText("secret of " + id), null);
  }

  /** STS says so. */
  public static Answer<CallerIdentity> is(String cloudAccount) {
    return new Answer.Ok<>(new CallerIdentity(cloudAccount, "trn", "Account"), "sts");
  }
}
