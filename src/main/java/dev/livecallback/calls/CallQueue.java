package dev.livecallback.calls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
 * Every unsent order of one cloud account, and the choice of the one that goes next: the most
 * urgent lane first, within it the namespaces in turn, within a namespace the one that was placed
 * first.
 *
 * <p>A Put or Remove is keyed by callback key and carries its object; a Read is keyed by scope and
 * serves all objects that wait for it and are due. At most one call per key, per scope, and {@link
 * #MAX_IN_FLIGHT} in all are in flight; a Remove without app goes alone among the writes of its
 * vhost and message type.
 *
 * <p>Passive and thread-safe: one lock, no thread, no clock of its own, and nothing here waits.
 */
public final class CallQueue {
  /** How many calls are in flight at once, whatever the guard says. */
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

  /** The places of writes that were withdrawn because the object's plan has another in store. */
  @GuardedBy("lock")
  private final Map<ObjectId, Map<OrderKey, Long>> handedOn = new HashMap<>();

  @GuardedBy("lock")
  private final Map<Action, ThrottledScopes> throttledScopes = new EnumMap<>(Action.class);

  @GuardedBy("lock")
  private long lastSequence;

  private volatile Runnable onChange = () -> {};

  /**
   * An empty queue.
   *
   * @param budgets one for each action
   * @param guard the last word before an order is sent
   */
  public static CallQueue of(Map<Action, CallBudget> budgets, SendGuard guard) {
    return new CallQueue(budgets, guard, new FairShares());
  }

  /** The same with other shares. */
  CallQueue(Map<Action, CallBudget> budgets, SendGuard guard, FairShares shares) {
    this.shares = shares;
    this.budgets = new EnumMap<>(budgets);
    if (!this.budgets.keySet().equals(EnumSet.allOf(Action.class))) {
      throw new IllegalArgumentException("a budget is missing: " + budgets.keySet());
    }
    this.dispatcher = new CallDispatcher(this.budgets, guard, shares, backlog, reads, writes);
  }

  /**
   * What to run, outside of the queue's lock and on the caller's thread, when there may be
   * something new to send. One at a time: a later one replaces it.
   */
  public void onChange(Runnable wake) {
    onChange = wake;
  }

  /**
   * Drops the object's unsent orders that are not among those to keep (equal: a write by key and
   * content, a read by scope). What is in flight is left alone.
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
   * takes over the revision, and the lane and {@code notBefore} where they became more urgent.
   * Another write for the same key takes over the place of the one that it replaces. Of two writes
   * for one key in the list the latter counts.
   *
   * @param revision the revision of the remote state that they were planned from
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
   * The most urgent order that may go now, marked as in flight and its budget taken. Whoever gets a
   * call has it sent and then calls {@link #ended}. Asked until it is empty, it has looked at
   * everything that may go.
   */
  public Optional<Call> next(Instant now) {
    synchronized (lock) {
      return dispatcher.next(now);
    }
  }

  /**
   * When to ask {@link #next} again at the latest, after it was empty at {@code now}; {@link
   * Instant#MAX} if only an event can help ({@link #place}, {@link #ended}, {@link #reconsider}).
   */
  public Instant nextWake(Instant now) {
    synchronized (lock) {
      return dispatcher.nextWake(now);
    }
  }

  /**
   * A call has ended: its key is free again, and a throttled answer goes to its action's budget,
   * unless it is one tenant's own ({@link ThrottledScopes}). A call that isn't in flight is
   * ignored.
   *
   * @param now when the answer was there
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

  /** Has the guard judge afresh what it held: the gate, a claim or the room in flight changed. */
  public void reconsider(Instant now) {
    synchronized (lock) {
      backlog.releaseHeld(now);
    }
    onChange.run();
  }

  /** The budget of an action: to read its limit, configure it, or count it as spent. */
  public CallBudget budget(Action action) {
    return Objects.requireNonNull(budgets.get(action));
  }

  /**
   * What waits in one lane.
   *
   * @param depth how many unsent orders, due or not. Each object that waits for a read counts
   * @param oldest for how long the oldest due one has been; zero if none is due
   */
  public record Load(int depth, Duration oldest) {
    private static final Load NONE = new Load(0, Duration.ZERO);

    private Load with(QueuedOrder order, Instant now) {
      Duration age = order.isDue(now) ? Duration.between(order.dueSince(), now) : Duration.ZERO;
      return new Load(depth + 1, age.compareTo(oldest) > 0 ? age : oldest);
    }
  }

  /** What waits in each lane. It takes one look at every unsent order. */
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
   * An order that waits for its turn and for the budget alone, and is the first of its namespace in
   * its lane.
   */
  public record FirstInTurn(ObjectId object, String account, Lane lane, Action action) {}

  /** Those of all namespaces, of each lane but {@link Lane#SWEEP} and each action. */
  public List<FirstInTurn> firstInTurn() {
    synchronized (lock) {
      return dispatcher
          .firstInTurn()
          .map(order -> new FirstInTurn(order.object, order.account, order.lane, order.action()))
          .toList();
    }
  }

  /** How many calls are in flight. */
  public int inFlight() {
    synchronized (lock) {
      return dispatcher.inFlight();
    }
  }

  /** Whether anything unsent is an object's. */
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
