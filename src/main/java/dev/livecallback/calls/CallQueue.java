package dev.livecallback.calls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Failure;
import dev.livecallback.volcengine.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The unsent orders of one cloud account, and the choice of the order that goes next. The most
 * urgent lane goes first. Within a lane the namespaces take turns, and within a namespace the order
 * that was placed first goes first.
 *
 * <p>A Put or Remove is keyed by callback key and carries its object. A Read is keyed by listing
 * and serves all objects that wait for it and are due. At most one call per key, one call per
 * listing, and {@link #MAX_IN_FLIGHT} calls in all are in flight. A Remove without app goes alone
 * among the writes of its vhost and message type.
 *
 * <p>Passive and thread-safe: it has one lock, no thread and no clock of its own, and it never
 * waits.
 */
public final class CallQueue {
  /** The largest number of calls in flight at once, whatever the guard says. */
  public static final int MAX_IN_FLIGHT = 16;

  private final Map<Action, CallBudget> budgets;
  private final FairShares shares;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final ReadCoalescer reads = new ReadCoalescer();

  @GuardedBy("lock")
  private final WriteExclusion writes = new WriteExclusion();

  @GuardedBy("lock")
  private final Backlog backlog = new Backlog(reads, writes);

  @GuardedBy("lock")
  private final CallDispatcher dispatcher;

  /**
   * The places of withdrawn writes that the object's plan replaces by another write for the same
   * key.
   */
  @GuardedBy("lock")
  private final Map<ObjectId, Map<OrderKey, Long>> handedOn = new HashMap<>();

  @GuardedBy("lock")
  private final Map<Action, ThrottledScopes> throttledScopes = new EnumMap<>(Action.class);

  @GuardedBy("lock")
  private long lastSequence;

  private volatile Runnable onChange = () -> {};

  /**
   * Creates an empty queue.
   *
   * @param budgets the budget of each action
   * @param guard the last check before an order is sent
   */
  public static CallQueue of(Map<Action, CallBudget> budgets, SendGuard guard) {
    return new CallQueue(budgets, guard, new FairShares());
  }

  /** Creates an empty queue with other shares. */
  CallQueue(Map<Action, CallBudget> budgets, SendGuard guard, FairShares shares) {
    this.shares = shares;
    this.budgets = new EnumMap<>(budgets);
    if (!this.budgets.keySet().equals(EnumSet.allOf(Action.class))) {
      throw new IllegalArgumentException("a budget is missing: " + budgets.keySet());
    }
    this.dispatcher = new CallDispatcher(this.budgets, guard, shares, backlog, reads, writes);
  }

  /**
   * Sets what to run when there may be something new to send. It runs on the caller's thread,
   * outside of the queue's lock. A later one replaces it.
   */
  public void onChange(Runnable wake) {
    onChange = wake;
  }

  /**
   * Drops the object's unsent orders that are not among those to keep. Reads are compared by
   * listing, writes by all that they want. Calls in flight are left alone.
   */
  public void withdraw(ObjectId object, Collection<Order> keep) {
    synchronized (lock) {
      Map<OrderKey, Order> kept = new HashMap<>();
      keep.forEach(order -> kept.put(OrderKey.of(order), order));
      Map<OrderKey, Long> places = new HashMap<>();
      for (QueuedOrder order : backlog.of(object)) {
        Order successor = kept.get(order.key);
        if (successor == null) {
          backlog.remove(order);
        } else if (!OrderKey.wantSame(successor, order.order)) {
          places.put(order.key, order.sequence);
          backlog.remove(order);
        }
      }
      handedOn.getOrDefault(object, Map.of()).forEach(places::putIfAbsent);
      places.keySet().retainAll(kept.keySet());
      handedOn.put(object, places);
      handedOn.remove(object, Map.of());
    }
    onChange.run();
  }

  /**
   * Makes these the object's unsent orders; the latest plan wins. An equal order keeps its place,
   * and takes over the account and the revision. It also takes over the lane and {@code notBefore}
   * if they became more urgent. Another write for the same key takes over the place of the write
   * that it replaces. Of two writes for one key in the list the latter counts.
   *
   * @param revision the revision of the remote state that the orders were planned from
   */
  public void place(ObjectId object, List<PlannedOrder> orders, long revision, Instant now) {
    synchronized (lock) {
      Set<OrderKey> wanted =
          orders.stream().map(each -> OrderKey.of(each.order())).collect(Collectors.toSet());
      for (QueuedOrder order : backlog.of(object)) {
        if (!wanted.contains(order.key)) {
          backlog.remove(order);
        }
      }
      for (PlannedOrder planned : orders) {
        placeOne(object, planned, revision, now);
      }
      handedOn.remove(object);
    }
    onChange.run();
  }

  /**
   * Returns the most urgent order that may go now, marked as in flight, with its budget taken. The
   * caller has the call sent and then calls {@link #ended}. When the result is empty, the queue has
   * looked at everything that may go.
   */
  public Optional<Call> next(Instant now) {
    synchronized (lock) {
      return dispatcher.next(now);
    }
  }

  /**
   * Returns the latest instant at which to ask {@link #next} again, after it was empty at {@code
   * now}; {@link Instant#MAX} if only an event can help ({@link #place}, {@link #ended}, {@link
   * #reconsider}).
   */
  public Instant nextWake(Instant now) {
    synchronized (lock) {
      return dispatcher.nextWake(now);
    }
  }

  /**
   * Records that a call has ended. Its key is free again. A throttled answer counts in the budget
   * of its action, unless it concerns only one tenant ({@link ThrottledScopes}). A call that isn't
   * in flight is ignored.
   *
   * @param now the instant at which the answer was there
   */
  public void ended(Call call, Instant now, Answer<?> answer) {
    synchronized (lock) {
      if (!dispatcher.ended(call, now)) {
        return;
      }
      budget(call.action()).ended(call.began(), now);
      ThrottledScopes scopes =
          throttledScopes.computeIfAbsent(call.action(), _ -> new ThrottledScopes());
      Scope scope = call.order().scope();
      String namespace = call.objects().getFirst().namespace();
      if (answer instanceof Answer.Ok<?>) {
        scopes.succeeded(scope, namespace, now);
      }
      if (answer instanceof Answer.Failed<?>(Failure.Throttled throttled)
          && scopes.isTheAccounts(scope, namespace, now)) {
        budget(call.action())
            .throttled(call.began(), now, Optional.ofNullable(throttled.retryAfter()));
      }
    }
    onChange.run();
  }

  /**
   * Lets the guard judge all held orders again, because the gate, a claim or the room in flight
   * changed.
   */
  public void reconsider(Instant now) {
    synchronized (lock) {
      backlog.releaseHeld(now);
    }
    onChange.run();
  }

  /** Returns the budget of an action: to read its limit, configure it, or count it as spent. */
  public CallBudget budget(Action action) {
    return Objects.requireNonNull(budgets.get(action));
  }

  /**
   * The load of one lane.
   *
   * @param depth the number of unsent orders, due or not. Each object that waits for a read counts
   * @param oldest the time for which the oldest due order has been due; zero if none is due
   */
  public record Load(int depth, Duration oldest) {
    private static final Load NONE = new Load(0, Duration.ZERO);

    private Load with(QueuedOrder order, Instant now) {
      Duration age = order.isDue(now) ? Duration.between(order.dueSince(), now) : Duration.ZERO;
      return new Load(depth + 1, age.compareTo(oldest) > 0 ? age : oldest);
    }
  }

  /** Returns the load of each lane. It takes one look at every unsent order. */
  public Map<Lane, Load> loads(Instant now) {
    Map<Lane, Load> loads = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      loads.put(lane, Load.NONE);
    }
    synchronized (lock) {
      backlog
          .all()
          .forEach(order -> loads.computeIfPresent(order.lane, (_, load) -> load.with(order, now)));
    }
    return loads;
  }

  /**
   * An order that waits only for its turn and for the budget, and is the first of its namespace and
   * action in its lane.
   */
  public record FirstInTurn(ObjectId object, AccountName account, Lane lane, Action action) {}

  /**
   * Returns the first orders of all namespaces, for each action and each lane but {@link
   * Lane#SWEEP}.
   */
  public List<FirstInTurn> firstInTurn() {
    synchronized (lock) {
      return dispatcher
          .firstInTurn()
          .map(order -> new FirstInTurn(order.object, order.account, order.lane, order.action()))
          .toList();
    }
  }

  /** Returns the number of calls in flight. */
  public int inFlight() {
    synchronized (lock) {
      return dispatcher.inFlight();
    }
  }

  /** Returns whether there is no unsent order. */
  public boolean isEmpty() {
    synchronized (lock) {
      return backlog.isEmpty();
    }
  }

  /** Returns whether an object has unsent orders. */
  public boolean hasOrders(ObjectId object) {
    synchronized (lock) {
      return !backlog.of(object).isEmpty();
    }
  }

  @GuardedBy("lock")
  private void placeOne(ObjectId object, PlannedOrder planned, long revision, Instant now) {
    OrderKey key = OrderKey.of(planned.order());
    QueuedOrder waiting = backlog.find(object, key);
    if (waiting == null) {
      Long place = handedOn.getOrDefault(object, Map.of()).get(key);
      long sequence = place == null ? ++lastSequence : place;
      backlog.add(
          new QueuedOrder(object, shares.turnOf(object), planned, revision, sequence, now), now);
    } else if (OrderKey.wantSame(waiting.order, planned.order())) {
      backlog.change(waiting, moreUrgent(waiting, planned), revision, now);
    } else {
      backlog.change(waiting, planned, revision, now);
    }
  }

  private static PlannedOrder moreUrgent(QueuedOrder waiting, PlannedOrder planned) {
    Order order = waiting.isVerifying() ? planned.order() : waiting.order;
    Lane lane = waiting.lane.compareTo(planned.lane()) <= 0 ? waiting.lane : planned.lane();
    Instant notBefore =
        waiting.notBefore.isBefore(planned.notBefore()) ? waiting.notBefore : planned.notBefore();
    return new PlannedOrder(order, lane, notBefore, planned.account());
  }
}
