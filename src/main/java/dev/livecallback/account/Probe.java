package dev.livecallback.account;

import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Lane;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Listing;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A probe that asks once whether a shut gate can be opened. If the credentials were rejected, it
 * asks STS first, which spends no call of the Live quota and can say no. Then it reads any scope in
 * use, because only the Live API can say yes. If no scope is in use, the yes of STS is enough.
 */
public final class Probe {
  private final Gate gate;
  private final Supplier<Optional<KeyedCalls>> calls;
  private final Supplier<Optional<CallQueue>> queue;
  private final IntFunction<Optional<Scope>> scopes;
  private final AtomicInteger turn = new AtomicInteger();
  private final InstantSource clock;

  /**
   * @param gate the gate that is to be opened
   * @param calls the calls with the credentials of the moment; empty = there are none that may be
   *     used
   * @param queue the queue whose budget the read is counted in: that of the account's cloud
   *     account; empty = no read may be made now
   * @param scopes the scope in use of a turn, if there is one. Each probe has the next turn,
   *     because a failure may be one scope's own trouble
   */
  public Probe(
      Gate gate,
      Supplier<Optional<KeyedCalls>> calls,
      Supplier<Optional<CallQueue>> queue,
      IntFunction<Optional<Scope>> scopes,
      InstantSource clock) {
    this.gate = gate;
    this.calls = calls;
    this.queue = queue;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** Probes the gate, if it is shut and the probe is due. */
  public Gate.GateChange run() {
    Instant now = clock.instant();
    Optional<Gate.Shut> due = gate.shut().filter(shut -> !now.isBefore(shut.probeAt()));
    Optional<KeyedCalls> keyed = due.isEmpty() ? Optional.empty() : calls.get();
    if (keyed.isEmpty()) {
      return Gate.GateChange.STAYED;
    }
    return due.get().failure() instanceof Failure.CredentialsRejected
        ? askFirst(keyed.get())
        : read(keyed.get());
  }

  private Gate.GateChange askFirst(KeyedCalls keyed) {
    Answer<CallerIdentity> said = keyed.callerIdentity();
    if (!keyed.areCurrent()) {
      return Gate.GateChange.STAYED;
    }
    return switch (said) {
      case Answer.Failed<CallerIdentity>(Failure.CredentialsRejected rejected) ->
          gate.answered(new Answer.Failed<>(rejected), clock.instant());
      // Only the answer of the Live API counts, and STS may not be able to tell.
      case Answer.Ok<CallerIdentity> _ ->
          scopes.apply(turn.get()).isPresent()
              ? read(keyed)
              : gate.credentialsAccepted(clock.instant());
      case Answer.Failed<CallerIdentity> _ -> read(keyed);
    };
  }

  private Gate.GateChange read(KeyedCalls keyed) {
    Optional<Scope> scope = scopes.apply(turn.getAndIncrement());
    boolean mayCall =
        scope.isPresent()
            && queue
                .get()
                .filter(it -> it.budget(Action.DESCRIBE).tryTake(Lane.EDIT, clock.instant()))
                .isPresent();
    if (!mayCall) {
      gate.probedInVain(clock.instant());
      return Gate.GateChange.STAYED;
    }
    Answer<?> answer = keyed.describe(Listing.of(scope.get()));
    return keyed.areCurrent() ? gate.answered(answer, clock.instant()) : Gate.GateChange.STAYED;
  }
}
