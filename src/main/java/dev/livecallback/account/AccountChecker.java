package dev.livecallback.account;

import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Credentials;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Does what an account needs by the clock: asks STS whose new credentials are, and probes a shut
 * gate. It calls and waits; one at a time for each account.
 */
public final class AccountChecker {
  private final Account account;
  private final Function<Credentials, Answer<CallerIdentity>> sts;
  private final Probe probe;
  private final InstantSource clock;

  /**
   * What a look at the account came to.
   *
   * @param turn what became of its gate
   * @param checked whether something became known of whose its credentials are
   */
  public record CheckResult(Gate.GateChange turn, boolean checked) {}

  /**
   * @param sts GetCallerIdentity, signed with these credentials
   * @param probe of the account's gate
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

  /** Does what is due. To be called often, several times a second. */
  public CheckResult run() {
    Optional<Credentials> unknown = account.toCheck(clock.instant());
    if (unknown.isPresent()) {
      int epoch = account.epoch();
      Answer<CallerIdentity> answer = sts.apply(unknown.get());
      Gate.GateChange turn;
      synchronized (account) {
        if (account.epoch() != epoch) {
          // Others are in use by now, or are sent elsewhere: those are asked about by themselves.
          return new CheckResult(Gate.GateChange.STAYED, false);
        }
        turn = account.checked(unknown.get(), answer, clock.instant());
      }
      // Where it leads has to be taken in before anything else is done.
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
