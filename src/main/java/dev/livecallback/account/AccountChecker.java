package dev.livecallback.account;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * The timed checks of one account: each run asks STS for the owner of new credentials, and probes a
 * shut gate. A run makes calls and waits for them. Each account has one run at a time.
 */
public final class AccountChecker {
  private final Account account;
  private final Function<Credentials, Answer<CallerIdentity>> sts;
  private final Probe probe;
  private final InstantSource clock;

  /**
   * The result of a run.
   *
   * @param turn the change of the account's gate
   * @param checked true if STS was asked about the credentials that are still in use
   */
  public record CheckResult(Gate.GateChange turn, boolean checked) {}

  /**
   * @param sts the call GetCallerIdentity, signed with the given credentials
   * @param probe the probe of the account's gate
   */
  public AccountChecker(
      Account account,
      Function<Credentials, Answer<CallerIdentity>> sts,
      Probe probe,
      InstantSource clock) {
    this.account = account;
    this.sts = sts;
    this.probe = probe;
    this.clock = clock;
  }

  /** Does the checks that are due. To be called several times a second. */
  public CheckResult run() {
    Optional<Credentials> unknown = account.toCheck(clock.instant());
    if (unknown.isPresent()) {
      int epoch = account.epoch();
      Answer<CallerIdentity> answer = sts.apply(unknown.get());
      Gate.GateChange turn;
      synchronized (account) {
        if (account.epoch() != epoch) {
          // Other credentials or endpoints are in use by now, and STS is asked about them
          // separately.
          return new CheckResult(Gate.GateChange.STAYED, false);
        }
        turn = account.checked(unknown.get(), answer, clock.instant());
      }
      // The caller has to apply the account's destination before anything else is done.
      if (turn != Gate.GateChange.STAYED || answer instanceof Answer.Ok<?>) {
        return new CheckResult(turn, true);
      }
    }
    boolean mayCall = !account.hasProblem() && !account.isPaused();
    Gate.GateChange turn = mayCall ? probe.run() : Gate.GateChange.STAYED;
    if (turn == Gate.GateChange.OPENED) {
      account.askOnceMore();
    }
    return new CheckResult(turn, unknown.isPresent());
  }
}
