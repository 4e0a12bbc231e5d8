package dev.livecallback.simulation;

import dev.livecallback.account.Account;
import dev.livecallback.account.AccountSettings;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.KeyMemory;
import dev.livecallback.account.Permit;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.api.SteadyClock;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.engine.Takeover;
import dev.livecallback.engine.accounts.AccountUse;
import dev.livecallback.engine.objects.Cluster;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import dev.livecallback.shadow.VirtualTime;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.CallerIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where a deliberate bug can be put in. As they are, they put in none. */
interface Seams {
  Seams NONE = new Seams() {};

  /** How a status is written. */
  interface Writer {
    Cluster.StatusWrite<LiveCallback> write(LiveCallback planned, LiveCallbackStatus wanted);
  }

  default Plan plan(Planner planner, Facts facts) {
    return planner.plan(facts);
  }

  /**
   * What is planned from.
   *
   * @param admitted whether the object's account lets it in
   */
  default Facts facts(Facts real, boolean admitted) {
    return real;
  }

  default SendGuard guard(SendGuard real) {
    return real;
  }

  /** What waits for a cloud account, and what of it goes next. */
  default CallQueue queue(Map<Action, CallBudget> budgets, SendGuard guard) {
    return CallQueue.of(budgets, guard);
  }

  default int quota(int real) {
    return real;
  }

  /** The clock that the engine goes by. */
  default SteadyClock clock(SteadyClock real) {
    return real;
  }

  default boolean sweeps() {
    return true;
  }

  /** What a process that takes over from another reckons with. */
  default Takeover takeover(Takeover real) {
    return real;
  }

  default Cluster.StatusWrite<LiveCallback> write(
      Writer real, LiveCallback planned, LiveCallbackStatus wanted, VirtualTime time) {
    return real.write(planned, wanted);
  }

  /** The engine is told that a call is sent. */
  default void began(CallListener listener, Call call) {
    listener.began(call, call.began());
  }

  /** What the engine takes for the call that an answer is of. */
  default Call answered(Call real) {
    return real;
  }

  /** What a call of an account is signed with that is sent now; empty = it isn't sent. */
  default Optional<Permit> permit(Account account, Optional<Permit> real) {
    return real;
  }

  /** What an account remembers of keys. */
  default KeyMemory memory(KeyMemory real) {
    return real;
  }

  /** The engine is told that an account's credentials were found. */
  default CredentialsLookup found(CredentialsLookup real) {
    return real;
  }

  /** STS has answered whose an account's credentials are, and nobody has taken it in yet. */
  default void told(Account account, Answer<CallerIdentity> answer, Instant now) {}

  /** What the engine is told that an account's owner set. */
  default AccountSettings settings(AccountSettings real) {
    return real;
  }

  /** What the engine is told of whose credentials are. */
  default Answer<CallerIdentity> identity(Account account, Answer<CallerIdentity> real) {
    return real;
  }

  /** The engine was told of an answer. */
  default void judged(Account account, Call call, Answer<?> answer, Instant now) {}

  /** The engine is told of an answer, and its queue hasn't been yet. */
  default void ended(CallQueue queue, Call call, Instant now, Answer<?> answer) {}

  /** Whether the engine takes it that nobody but operators writes statuses. */
  default boolean statusesProtected(boolean real) {
    return real;
  }

  /** Whether an account that is to go may go. */
  default boolean goes(AccountUse use) {
    return use.holders() == 0;
  }

  /** What the engine is told of an answer. */
  default Answer<?> answer(Call call, Answer<?> real) {
    return real;
  }
}
