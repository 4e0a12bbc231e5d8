package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.Gate.GateChange;
import dev.livecallback.account.Permissions;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.CallBudget;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.CallQueue;
import dev.livecallback.calls.Order;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.claim.ClaimIndex;
import dev.livecallback.remote.BackoffPolicy;
import dev.livecallback.remote.RemoteState;
import dev.livecallback.remote.Sweep;
import dev.livecallback.volcengine.CallbackKey;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * One cloud account, to which quota and records belong: what is to be sent to it, what is known of
 * its records, and who claims them. However many accounts lead to it, there is one of it.
 */
public final class CloudAccount {
  /** What is taken until the accounts that lead here say otherwise. */
  private static final int CALLS_PER_SECOND = 1;

  private final EngineContext context;
  private final CloudAccountState state;
  private final CallQueue queue;
  private final BackoffPolicy backoff;
  private final Sweep sweep;
  private final Sweeper sweeper;
  private final CallListener results;
  private volatile boolean closed;

  /**
   * @param selector chooses with which account a sweep goes
   * @param queues makes a queue, with the last look before an order is sent
   * @param gateChanged is told when an answer shut or opened an account's gate
   */
  public CloudAccount(
      EngineContext context,
      String name,
      Duration syncPeriod,
      CredentialSelector selector,
      BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> queues,
      BiConsumer<Account, GateChange> gateChanged) {
    this.context = context;
    this.backoff = new BackoffPolicy(syncPeriod, context.random());
    this.state = CloudAccountState.empty(name, backoff);
    Map<Action, CallBudget> budgets = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      budgets.put(action, CallBudget.of(CALLS_PER_SECOND));
    }
    this.queue = queues.apply(budgets, whileOpen(new OrderGuard(context, state)));
    this.sweep = new Sweep(state.remote(), syncPeriod, context.random());
    this.sweeper = new Sweeper(state, sweep, queue, selector);
    this.results = new CallResultHandler(context, state, gateChanged);
  }

  /**
   * What was ordered before it was closed isn't sent: nobody withdraws it. Nor is what would count
   * in another cloud account's budget.
   */
  private SendGuard whileOpen(SendGuard guard) {
    return new SendGuard() {
      @Override
      public Decision judge(ObjectId object, String account, Order order, long revision) {
        return closed ? Decision.DROP : guard.judge(object, account, order, revision);
      }

      @Override
      public int maxInFlight(String account) {
        return context.cloudAccounts().isJoining(account) ? 0 : guard.maxInFlight(account);
      }
    };
  }

  /** What accounts and keys call it. */
  public String name() {
    return state.name();
  }

  /** What is to be sent, and when. */
  public CallQueue queue() {
    return queue;
  }

  /** Has to be told of each call that is sent. */
  public CallListener results() {
    return results;
  }

  /** What is known of its records. */
  public RemoteState remote() {
    return state.remote();
  }

  /** Which objects claim its records. */
  public ClaimIndex claims() {
    return state.claims();
  }

  /** Finds the records that an app-less delete may take along. */
  public CoveredRecords coveredRecords() {
    return state.coveredRecords();
  }

  /** What its accounts aren't permitted to do. */
  public Permissions permissions() {
    return state.permissions();
  }

  /** Nothing of an object is about this cloud account any more; whom that concerns, if it was. */
  public Optional<Set<ObjectId>> leave(ObjectId id) {
    if (!state.claims().knows(id)) {
      return Optional.empty();
    }
    queue.withdraw(id, List.of());
    return Optional.of(state.claims().forget(id));
  }

  /**
   * Forgets an object that is let go or is gone, and what only it had to do with.
   *
   * @return whom else that concerns
   */
  public Set<ObjectId> forget(ObjectId id, Instant now) {
    Set<CallbackKey> keys = state.claims().keys(id);
    Set<ObjectId> waiting = state.claims().forget(id);
    queue.withdraw(id, List.of());
    for (CallbackKey key : keys) {
      if (state.claims().unused(key)) {
        state.remote().forget(key, now);
      }
      if (state.claims().unused(key.scope())) {
        state.remote().forget(key.scope(), now);
      }
    }
    return waiting;
  }

  /** How the periodic reads are doing. */
  public Sweep.SweepStatus sweepStatus(Instant now) {
    return sweep.status(now, state.claims().scopesInUse());
  }

  /** How often each scope is read. */
  public Duration syncPeriod() {
    return backoff.syncPeriod();
  }

  /** How many objects claim a record that another object has. */
  public int conflicts() {
    return state.claims().conflicts();
  }

  /** Orders the reads that are due. */
  public void sweep(Instant now) {
    sweeper.run(now);
  }

  /** Takes its whole quota of the moment for used: who knows what was sent by another way. */
  void countAsSpent(Instant now) {
    for (Action action : Action.values()) {
      queue.budget(action).countAsSpent(now);
    }
  }

  /** Writes nothing for so long: what another process sent may still be on its way. */
  public void holdWrites(Instant now, Duration howLong) {
    queue.budget(Action.UPDATE).hold(now, howLong);
    queue.budget(Action.DELETE).hold(now, howLong);
  }

  /** Whether nothing that was sent may still land. */
  boolean isQuiet(Instant now) {
    return queue.inFlight() == 0 && state.remote().isSettled(now);
  }

  /** No account leads here any more. */
  void close() {
    closed = true;
  }

  /** Whether no account leads here any more: nothing will be sent. */
  public boolean isClosed() {
    return closed;
  }

  /** Sets how many calls it may have, and how often its scopes are read. */
  void configure(Map<Action, Integer> callsPerSecond, Duration syncPeriod) {
    callsPerSecond.forEach((action, calls) -> queue.budget(action).configure(calls));
    backoff.configure(syncPeriod);
    sweep.configure(syncPeriod);
  }
}
