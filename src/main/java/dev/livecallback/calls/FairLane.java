package dev.livecallback.calls;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one lane that wait only for their turn and for budget. The namespace that was
 * served longest ago is next, whatever the action. A namespace that comes back goes to the end.
 * Within a namespace the sequence counts. Changes are O(log n). {@link #first} and {@link #has}
 * also pass over the namespaces that may not go, and the other queries look at every namespace.
 */
final class FairLane {

  /**
   * The orders of one namespace in this lane, by action. The stamp is its place among namespaces.
   */
  private static final class NamespaceTurn {
    private final Map<Action, NavigableSet<QueuedOrder>> orders = new EnumMap<>(Action.class);

    /** The number of sent calls of the action at the time when its first order began to wait. */
    private final Map<Action, Long> waitingSince = new EnumMap<>(Action.class);

    private long stamp;

    NamespaceTurn(long stamp) {
      this.stamp = stamp;
      for (Action action : Action.values()) {
        orders.put(action, new TreeSet<>(Comparator.comparingLong(order -> order.sequence)));
      }
    }

    NavigableSet<QueuedOrder> of(Action action) {
      return Objects.requireNonNull(orders.get(action));
    }

    long waitingSince(Action action) {
      return waitingSince.getOrDefault(action, 0L);
    }

    boolean isEmpty() {
      return orders.values().stream().allMatch(NavigableSet::isEmpty);
    }
  }

  /**
   * An order that others overtook.
   *
   * @param calls the number of calls of its action that were sent since its namespace began to wait
   *     for a call of this action in its lane
   */
  record PassedOver(QueuedOrder order, long calls) {}

  private final SentCalls sentCalls;
  private final Map<String, NamespaceTurn> turns = new HashMap<>();
  private final Map<Action, NavigableMap<Long, NamespaceTurn>> rings = new EnumMap<>(Action.class);
  private long lastStamp;

  /**
   * Creates an empty lane.
   *
   * @param sentCalls the calls that were sent, of all lanes
   */
  FairLane(SentCalls sentCalls) {
    this.sentCalls = sentCalls;
  }

  void add(QueuedOrder order) {
    NamespaceTurn turn = turns.computeIfAbsent(order.turn, _ -> new NamespaceTurn(++lastStamp));
    if (turn.of(order.action()).isEmpty()) {
      turn.waitingSince.put(order.action(), sentCalls.of(order.action()));
    }
    turn.of(order.action()).add(order);
    ring(order.action()).put(turn.stamp, turn);
  }

  void remove(QueuedOrder order) {
    NamespaceTurn turn = turns.get(order.turn);
    if (turn == null || !turn.of(order.action()).remove(order)) {
      throw new IllegalStateException("not in this lane: " + order.order.scope());
    }
    if (turn.of(order.action()).isEmpty()) {
      ring(order.action()).remove(turn.stamp);
    }
    if (turn.isEmpty()) {
      turns.remove(order.turn);
    }
  }

  /**
   * Returns the next order with one of these actions; null if there is none.
   *
   * @param mayGo tests whether a namespace may go
   */
  @Nullable QueuedOrder first(Set<Action> actions, Predicate<String> mayGo) {
    QueuedOrder best = null;
    long bestStamp = Long.MAX_VALUE;
    for (Action action : actions) {
      NamespaceTurn turn = turns(action, mayGo).findFirst().orElse(null);
      if (turn == null) {
        continue;
      }
      QueuedOrder head = turn.of(action).first();
      if (best == null
          || turn.stamp < bestStamp
          || (turn.stamp == bestStamp && head.sequence < best.sequence)) {
        best = head;
        bestStamp = turn.stamp;
      }
    }
    return best;
  }

  /**
   * Returns the namespaces that have orders of an action and may go. The first is the one that was
   * served longest ago.
   */
  private Stream<NamespaceTurn> turns(Action action, Predicate<String> mayGo) {
    return ring(action).values().stream().filter(turn -> mayGo.test(turn.of(action).first().turn));
  }

  /** Moves a namespace that had its turn to the end. */
  void served(String namespace) {
    NamespaceTurn turn = turns.get(namespace);
    if (turn == null) {
      return;
    }
    long before = turn.stamp;
    turn.stamp = ++lastStamp;
    for (NavigableMap<Long, NamespaceTurn> ring : rings.values()) {
      if (ring.remove(before) != null) {
        ring.put(turn.stamp, turn);
      }
    }
  }

  /** Records that an order of this namespace and action was sent. The next one begins to wait. */
  void sent(String namespace, Action action) {
    NamespaceTurn turn = turns.get(namespace);
    if (turn != null) {
      turn.waitingSince.put(action, sentCalls.of(action));
    }
  }

  /**
   * Returns the first order of the namespace that has waited longest for this action; null if there
   * is none.
   *
   * @param mayGo tests whether a namespace may go
   */
  @Nullable PassedOver mostPassedOver(Action action, Predicate<String> mayGo) {
    return turns(action, mayGo)
        .min(Comparator.comparingLong(turn -> turn.waitingSince(action)))
        .map(
            turn ->
                new PassedOver(
                    turn.of(action).first(), sentCalls.of(action) - turn.waitingSince(action)))
        .orElse(null);
  }

  /** Returns the namespaces that have orders of this action. */
  Stream<String> namespaces(Action action) {
    return firsts(action).map(order -> order.turn);
  }

  /** Returns the first order of this action for each namespace that has one. */
  Stream<QueuedOrder> firsts(Action action) {
    return ring(action).values().stream().map(turn -> turn.of(action).first());
  }

  /** Returns whether a namespace that may go has an order of this action. */
  boolean has(Action action, Predicate<String> mayGo) {
    return turns(action, mayGo).findFirst().isPresent();
  }

  private NavigableMap<Long, NamespaceTurn> ring(Action action) {
    return rings.computeIfAbsent(action, _ -> new TreeMap<>());
  }
}
