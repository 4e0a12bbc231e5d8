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
 * The orders of one lane that wait for their turn and for budget alone. The namespace that was
 * served longest ago is next, whatever the action; one that comes back goes to the end; within a
 * namespace the sequence counts. Every operation is O(log n), but {@link #mostPassedOver}.
 */
final class FairLane {

  /** One namespace's orders in this lane, by action; its stamp is the place among namespaces. */
  private static final class NamespaceTurn {
    private final Map<Action, NavigableSet<QueuedOrder>> orders = new EnumMap<>(Action.class);

    /** How many calls of the action had been sent when its first order began to wait. */
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
   * @param calls how many calls of its action were sent since its namespace's turn came in its lane
   */
  record PassedOver(QueuedOrder order, long calls) {}

  private final SentCalls sentCalls;
  private final Map<String, NamespaceTurn> turns = new HashMap<>();
  private final Map<Action, NavigableMap<Long, NamespaceTurn>> rings = new EnumMap<>(Action.class);
  private long lastStamp;

  /**
   * An empty one.
   *
   * @param sentCalls the calls that were sent, of whatever lane
   */
  FairLane(SentCalls sentCalls) {
    this.sentCalls = sentCalls;
    for (Action action : Action.values()) {
      rings.put(action, new TreeMap<>());
    }
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
   * The next order whose action is one of those; null if there is none.
   *
   * @param mayGo of which namespaces
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

  /** Those that have orders of an action and may go, the one that was served longest ago first. */
  private Stream<NamespaceTurn> turns(Action action, Predicate<String> mayGo) {
    return ring(action).values().stream().filter(turn -> mayGo.test(turn.of(action).first().turn));
  }

  /** A namespace had its turn: it goes to the end. */
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

  /** An order of that namespace and action went: the next one begins to wait. */
  void sent(String namespace, Action action) {
    NamespaceTurn turn = turns.get(namespace);
    if (turn != null) {
      turn.waitingSince.put(action, sentCalls.of(action));
    }
  }

  /**
   * The first order of the namespace that waits longest for that action; null if there is none.
   *
   * @param mayGo of which namespaces
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

  /** The namespaces that have orders of that action. */
  Stream<String> namespaces(Action action) {
    return firsts(action).map(order -> order.turn);
  }

  /** The first order of that action of each namespace that has one. */
  Stream<QueuedOrder> firsts(Action action) {
    return ring(action).values().stream().map(turn -> turn.of(action).first());
  }

  /** Whether there is an order of that action of a namespace that may go. */
  boolean has(Action action, Predicate<String> mayGo) {
    return turns(action, mayGo).findFirst().isPresent();
  }

  private NavigableMap<Long, NamespaceTurn> ring(Action action) {
    return Objects.requireNonNull(rings.get(action));
  }
}
