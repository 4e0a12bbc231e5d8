package dev.livecallback.engine;

import dev.livecallback.account.Accounts;
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
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One cloud account, to which quota and records belong: what is to be sent to it, what is known of
 * its records, and who claims them. However many accounts lead to it, there is one of it.
 */
public final class CloudAccount {
  /** What is taken until the accounts that lead here say otherwise. */
  private static final int CALLS_PER_SECOND = 1;

  private final String name;
  private final RemoteState remote;
  private final ClaimIndex claims = new ClaimIndex();
  private final CoveredRecords coveredRecords;
  private final Permissions permissions;
  private final CallQueue queue;
  private final BackoffPolicy backoff;
  private final Sweep sweep;
  private final Sweeper sweeper;
  private final Answers answers;
  private volatile boolean closed;

  /**
   * What it shares with the others.
   *
   * @param accounts the accounts that lead anywhere
   * @param joining whether an account may make no calls, because it is about to join another cloud
   *     account
   * @param memory what is remembered of objects
   * @param routes with which account an order goes
   * @param turned told when an answer shut or opened an account's gate
   */
  record Surroundings(
      Accounts accounts,
      Predicate<String> joining,
      ObjectMemory memory,
      Routes routes,
      Consumer<Collection<ObjectId>> wakes,
      Answers.Turned turned,
      UnaryOperator<SendGuard> guarding,
      InstantSource clock,
      RandomGenerator random) {}

  CloudAccount(String name, Duration syncPeriod, Surroundings around) {
    this.name = name;
    this.backoff = new BackoffPolicy(syncPeriod, around.random());
    this.remote = new RemoteState(backoff);
    this.coveredRecords = new CoveredRecords(remote, claims);
    this.permissions = new Permissions(backoff);
    OrderGuard guard =
        new OrderGuard(
            around.accounts(),
            claims,
            remote,
            coveredRecords,
            permissions,
            around.wakes(),
            around.clock());
    Map<Action, CallBudget> budgets = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      budgets.put(action, new CallBudget(CALLS_PER_SECOND));
    }
    this.queue =
        new CallQueue(budgets, whileOpen(around.guarding().apply(guard), around.joining()));
    this.sweep = new Sweep(remote, syncPeriod, around.random());
    this.sweeper = new Sweeper(name, sweep, claims, queue, remote, around.routes());
    this.answers =
        new Answers(
            remote,
            around.accounts(),
            claims,
            permissions,
            around.memory(),
            around.wakes(),
            around.turned());
  }

  /**
   * What was ordered before it was closed isn't sent: nobody withdraws it. Nor is what would count
   * in another cloud account's budget.
   */
  private SendGuard whileOpen(SendGuard guard, Predicate<String> joining) {
    return new SendGuard() {
      @Override
      public Verdict judge(ObjectId object, String account, Order order, long revision) {
        return closed ? Verdict.DROP : guard.judge(object, account, order, revision);
      }

      @Override
      public int maxInFlight(String account) {
        return joining.test(account) ? 0 : guard.maxInFlight(account);
      }
    };
  }

  /** What accounts and keys call it. */
  public String name() {
    return name;
  }

  /** What is to be sent, and when. */
  public CallQueue queue() {
    return queue;
  }

  /** Has to be told of each call that is sent. */
  public CallListener answers() {
    return answers;
  }

  RemoteState remote() {
    return remote;
  }

  ClaimIndex claims() {
    return claims;
  }

  CoveredRecords coveredRecords() {
    return coveredRecords;
  }

  Permissions permissions() {
    return permissions;
  }

  /** Nothing of an object is about this cloud account any more; whom that concerns, if it was. */
  Optional<Set<ObjectId>> leave(ObjectId id) {
    if (!claims.knows(id)) {
      return Optional.empty();
    }
    queue.withdraw(id, List.of());
    return Optional.of(claims.forget(id));
  }

  /**
   * Forgets an object that is let go or is gone, and what only it had to do with.
   *
   * @return whom else that concerns
   */
  Set<ObjectId> forget(ObjectId id, Instant now) {
    Set<CallbackKey> keys = claims.keys(id);
    Set<ObjectId> waiting = claims.forget(id);
    queue.withdraw(id, List.of());
    for (CallbackKey key : keys) {
      if (claims.unused(key)) {
        remote.forget(key, now);
      }
      if (claims.unused(key.scope())) {
        remote.forget(key.scope(), now);
      }
    }
    return waiting;
  }

  /** How the periodic reads are doing. */
  public Sweep.Status sweepStatus(Instant now) {
    return sweep.status(now, claims.scopesInUse());
  }

  /** How often each scope is read. */
  public Duration syncPeriod() {
    return backoff.syncPeriod();
  }

  /** How many objects claim a record that another object has. */
  public int conflicts() {
    return claims.conflicts();
  }

  /** Orders the reads that are due. */
  void sweep(Instant now) {
    sweeper.run(now);
  }

  /** Takes its whole quota of the moment for used: who knows what was sent by another way. */
  void countAsSpent(Instant now) {
    for (Action action : Action.values()) {
      queue.budget(action).countAsSpent(now);
    }
  }

  /** Writes nothing for so long: what another process sent may still be on its way. */
  void holdWrites(Instant now, Duration howLong) {
    queue.budget(Action.UPDATE).hold(now, howLong);
    queue.budget(Action.DELETE).hold(now, howLong);
  }

  /** Whether nothing that was sent may still land. */
  boolean isQuiet(Instant now) {
    return queue.inFlight() == 0 && remote.isSettled(now);
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
