package dev.livecallback.cli;

import dev.livecallback.api.AccountName;
import dev.livecallback.settings.Period;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the cloud account, and how much of its quota a command may use. */
public final class CloudOptions {
  private static final Period PERIOD = new Period("10m");
  private static final BigDecimal SLOWEST = new BigDecimal("0.01");
  private static final BigDecimal FASTEST = BigDecimal.TEN;

  @Option(
      names = "--account",
      paramLabel = "NAMESPACE/NAME",
      description =
          "The LiveAccount of the cluster whose credentials, service and endpoint to use."
              + " You have to be able to read its Secret. Without it: the object's account,"
              + " for a command about one object; else the access key in ACCESS_KEY_ID and"
              + " ACCESS_KEY_SECRET, with SESSION_TOKEN if the key is temporary.")
  private @Nullable String account;

  @Option(
      names = "--calls-per-second",
      paramLabel = "NUMBER",
      description =
          "How many calls to make, from 0.01 to 10. A busy operator shares the cloud account's"
              + " quota with this command. Without it: 2; on BytePlus 0.25.")
  private @Nullable String callsPerSecond;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description =
          "How long the command may take to read, such as 90s or 10m. Without it:"
              + " ${DEFAULT-VALUE}.")
  private String timeout = "10m";

  /** Returns the account that the options name; empty = none. */
  public Optional<AccountName> account() throws CommandFailedException {
    if (account == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(AccountName.parse(account));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          "--account is \"%s\": it takes the namespace and name of a LiveAccount, such as live/default."
              .formatted(account));
    }
  }

  /**
   * Returns the time from the beginning of one call to the beginning of the next; empty = the
   * options set no pace.
   */
  Optional<Duration> between() throws CommandFailedException {
    if (callsPerSecond == null) {
      return Optional.empty();
    }
    Optional<BigDecimal> rate = rate(callsPerSecond);
    if (rate.isEmpty()) {
      throw new CommandFailedException(
          "--calls-per-second is \"%s\": it takes a number from %s to %s, such as 0.5."
              .formatted(callsPerSecond, SLOWEST, FASTEST));
    }
    return Optional.of(
        Duration.ofMillis(
            BigDecimal.valueOf(1000).divide(rate.get(), 0, RoundingMode.CEILING).longValueExact()));
  }

  private static Optional<BigDecimal> rate(String text) {
    return Optional.of(text)
        .filter(each -> each.matches("[0-9]{1,2}([.][0-9]{1,3})?"))
        .map(BigDecimal::new)
        .filter(each -> each.compareTo(SLOWEST) >= 0 && each.compareTo(FASTEST) <= 0);
  }

  /** Returns the longest time that the command may take to read. */
  Duration timeout() throws CommandFailedException {
    return KubernetesOptions.duration("--timeout", timeout, PERIOD);
  }
}
