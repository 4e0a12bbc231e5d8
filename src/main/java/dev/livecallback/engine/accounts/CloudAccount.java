package dev.livecallback.engine.accounts;

import dev.livecallback.account.Account;
import dev.livecallback.account.Gate.GateChange;
import dev.livecallback.account.Permissions;
import dev.livecallback.api.AccountName;
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
 * The state of one cloud account, to which quota and records belong: the orders for it, what is
 * known of its records, and the objects that claim them. All accounts that lead to the cloud
 * account share this state.
 */
public final class CloudAccount {
  /** The calls per second until the accounts that lead here set a limit. */
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
   * @param selector chooses the account for a sweep
   * @param queues creates the queue, with the guard that checks each order before it is sent
   * @param gateChanged receives the change that an answer made to an account's gate
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
   * Returns the guard with two more rules. It drops the orders of a closed cloud account, because
   * nobody withdraws them. It stops the calls of an account that is about to join another cloud
   * account, because they would count in the budget there.
   */
  private SendGuard whileOpen(SendGuard guard) {
    return new SendGuard() {
      @Override
      public Decision judge(ObjectId object, AccountName account, Order order, long revision) {
        return closed ? Decision.DROP : guard.judge(object, account, order, revision);
      }

      @Override
      public int maxInFlight(AccountName account) {
        return context.cloudAccounts().isJoining(account) ? 0 : guard.maxInFlight(account);
      }
    };
  }

  /** Returns the name that callback keys use for this cloud account. */
  public String name() {
    return state.name();
  }

  /** Returns the queue of the orders that wait to be sent. */
  public CallQueue queue() {
    return queue;
  }

  /** Returns the listener that has to learn of each call that is sent. */
  public CallListener results() {
    return results;
  }

  /** Returns what is known of the records. */
  public RemoteState remote() {
    return state.remote();
  }

  /** Returns the index of the objects that claim the records. */
  public ClaimIndex claims() {
    return state.claims();
  }

  /** Returns the finder of the records that an app-less delete may take along. */
  public CoveredRecords coveredRecords() {
    return state.coveredRecords();
  }

  /** Returns the actions that the API doesn't permit the accounts. */
  public Permissions permissions() {
    return state.permissions();
  }

  /**
   * Forgets an object that has nothing to do with this cloud account any more. Returns the other
   * objects that this concerns; empty if the object wasn't known here.
   */
  public Optional<Set<ObjectId>> leave(ObjectId id) {
    if (!state.claims().knows(id)) {
      return Optional.empty();
    }
    queue.withdraw(id, List.of());
    return Optional.of(state.claims().forget(id));
  }

  /**
   * Forgets an object that is let go or is gone, and the keys and scopes that only this object
   * used.
   *
   * @return the other objects that this concerns
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

  /** Returns the state of the periodic reads. */
  public Sweep.SweepStatus sweepStatus(Instant now) {
    return sweep.status(now, state.claims().scopesInUse());
  }

  /** Returns the period in which each scope is read. */
  public Duration syncPeriod() {
    return backoff.syncPeriod();
  }

  /** Returns the number of objects that claim a record that another object owns. */
  public int conflicts() {
    return state.claims().conflicts();
  }

  /** Orders the reads that are due. */
  public void sweep(Instant now) {
    sweeper.run(now);
  }

  /**
   * Counts the whole quota of this second as used, because calls that were sent by another way are
   * unknown.
   */
  void countAsSpent(Instant now) {
    for (Action action : Action.values()) {
      queue.budget(action).countAsSpent(now);
    }
  }

  /** Stops writes for a while, because a call of another process may still be on its way. */
  public void holdWrites(Instant now, Duration howLong) {
    queue.budget(Action.UPDATE).hold(now, howLong);
    queue.budget(Action.DELETE).hold(now, howLong);
  }

  /** Returns whether no call is in flight, and no write that was sent can still take effect. */
  boolean isQuiet(Instant now) {
    return queue.inFlight() == 0 && state.remote().isSettled(now);
  }

  /** Closes this cloud account, because no account leads here any more. */
  void close() {
    closed = true;
  }

  /** Returns whether no account leads here any more. Then nothing is sent. */
  public boolean isClosed() {
    return closed;
  }

  /** Sets the calls per second of each action, and the period in which the scopes are read. */
  void configure(Map<Action, Integer> callsPerSecond, Duration syncPeriod) {
    callsPerSecond.forEach((action, calls) -> queue.budget(action).configure(calls));
    backoff.configure(syncPeriod);
    sweep.configure(syncPeriod);
  }
}
