package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;
import dev.livecallback.volcengine.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All unsent orders, and the indices that find the next order without looking at the rest. Each
 * order is in the index of its {@link QueuedOrder.Index}. The backlog moves orders between indices;
 * {@link CallQueue} decides which order moves.
 */
final class Backlog {

  /**
   * The action and scope of held orders, which are released together when a call of both has ended.
   */
  private record HeldFor(Action action, Scope scope) {}

  private final Map<ObjectId, Map<OrderKey, QueuedOrder>> objects = new HashMap<>();
  private final SentCalls sentCalls = new SentCalls();
  private final Map<Lane, FairLane> lanes = new EnumMap<>(Lane.class);
  private final TreeSet<QueuedOrder> alarms =
      new TreeSet<>(
          Comparator.<QueuedOrder, Instant>comparing(order -> order.wakeAt)
              .thenComparingLong(order -> order.sequence));
  private final Map<HeldFor, Set<QueuedOrder>> held = new HashMap<>();
  private final ReadCoalescer reads;
  private final WriteExclusion writes;

  Backlog(ReadCoalescer reads, WriteExclusion writes) {
    this.reads = reads;
    this.writes = writes;
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new FairLane(sentCalls));
    }
  }

  FairLane ready(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }

  /** Counts a sent call of this action. */
  void sent(Action action) {
    sentCalls.count(action);
  }

  @Nullable QueuedOrder find(ObjectId object, OrderKey key) {
    return objects.getOrDefault(object, Map.of()).get(key);
  }

  /** Returns the unsent orders of an object, as a copy. */
  List<QueuedOrder> of(ObjectId object) {
    return List.copyOf(objects.getOrDefault(object, Map.of()).values());
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  Stream<QueuedOrder> all() {
    return objects.values().stream().map(Map::values).flatMap(Collection::stream);
  }

  /**
   * Returns the instant at which the next EARLY, PACED or HELD order is looked at; MAX if there is
   * none.
   */
  Instant nextAlarm() {
    return alarms.isEmpty() ? Instant.MAX : alarms.first().wakeAt;
  }

  void add(QueuedOrder order, Instant now) {
    objects.computeIfAbsent(order.object, _ -> new LinkedHashMap<>()).put(order.key, order);
    settle(order, now);
  }

  void remove(QueuedOrder order) {
    boolean wasParked = order.state == QueuedOrder.Index.PARKED;
    loosen(order);
    if (wasParked) {
      releaseParked(order.order);
    }
    objects.computeIfPresent(
        order.object,
        (_, slots) -> slots.remove(order.key) != null && slots.isEmpty() ? null : slots);
  }

  /** Takes an order out of its index, so that it can be changed. */
  void loosen(QueuedOrder order) {
    switch (order.state) {
      case LOOSE -> {}
      case READY -> {
        ready(order.lane).remove(order);
        letGo(order);
      }
      case EARLY -> alarms.remove(order);
      case PACED -> {
        alarms.remove(order);
        letGo(order);
      }
      case HELD -> {
        alarms.remove(order);
        held.computeIfPresent(
            gate(order), (_, all) -> all.remove(order) && all.isEmpty() ? null : all);
      }
      case PARKED -> letGo(order);
    }
    order.state = QueuedOrder.Index.LOOSE;
  }

  /** Makes an order wait for its turn, or for its {@code notBefore} if that is in the future. */
  void settle(QueuedOrder order, Instant now) {
    if (order.isDue(now)) {
      ready(order);
    } else {
      moveTo(QueuedOrder.Index.EARLY, order, order.notBefore);
    }
  }

  /**
   * Changes an unsent order to that of a newer plan, and keeps its place. If only the content to
   * send changes, its namespace keeps its turn too.
   */
  void change(QueuedOrder order, PlannedOrder to, long revision, Instant now) {
    boolean sameTurn =
        order.state == QueuedOrder.Index.READY
            && order.lane == to.lane()
            && order.action() == Action.of(to.order())
            && order.isVerifying() == QueuedOrder.isVerifying(to.order())
            && !to.notBefore().isAfter(now);
    boolean untouched =
        order.state != QueuedOrder.Index.HELD
            && order.lane == to.lane()
            && order.order.equals(to.order())
            && order.account.equals(to.account())
            && order.notBefore.equals(to.notBefore());
    boolean wasParked = order.state == QueuedOrder.Index.PARKED;
    Order before = order.order;
    if (!sameTurn && !untouched) {
      loosen(order);
    }
    order.order = to.order();
    order.account = to.account();
    order.lane = to.lane();
    order.notBefore = to.notBefore();
    order.revision = revision;
    if (order.state == QueuedOrder.Index.LOOSE) {
      settle(order, now);
      if (wasParked) {
        releaseParked(before);
      }
    }
  }

  /** Moves an order to the index of a state. The instant counts if the state has an alarm. */
  void moveTo(QueuedOrder.Index state, QueuedOrder order, Instant wakeAt) {
    loosen(order);
    order.state = state;
    order.wakeAt = wakeAt;
    switch (state) {
      case LOOSE -> {}
      case READY -> {
        ready(order.lane).add(order);
        takeIn(order);
      }
      case EARLY -> alarms.add(order);
      case PACED -> {
        alarms.add(order);
        takeIn(order);
      }
      case HELD -> {
        alarms.add(order);
        held.computeIfAbsent(gate(order), _ -> new LinkedHashSet<>()).add(order);
      }
      case PARKED -> takeIn(order);
    }
  }

  /** Releases every order whose alarm is due. */
  void releaseDue(Instant now) {
    while (!alarms.isEmpty() && !nextAlarm().isAfter(now)) {
      settle(alarms.first(), now);
    }
  }

  /** Releases the held orders of an action on a scope, so that they are judged again. */
  void releaseHeld(Action action, Scope scope, Instant now) {
    Set<QueuedOrder> orders = held.getOrDefault(new HeldFor(action, scope), Set.of());
    List.copyOf(orders).forEach(order -> settle(order, now));
  }

  /** Releases all held orders, so that they are judged again. */
  void releaseHeld(Instant now) {
    List<QueuedOrder> orders = new ArrayList<>();
    held.values().forEach(orders::addAll);
    orders.forEach(order -> settle(order, now));
  }

  /** Readies the orders that waited for a call that has ended, or for an order that was removed. */
  void releaseParked(Order order) {
    if (order instanceof Order.Read read) {
      if (!reads.isInFlight(read.listing())) {
        reads.parked(read.listing()).forEach(this::ready);
      }
      return;
    }
    // Writes that have to go alone are released first, and the rest once these are ready.
    for (List<QueuedOrder> free = writes.released(order);
        !free.isEmpty();
        free = writes.released(order)) {
      free.forEach(this::ready);
    }
  }

  private void ready(QueuedOrder order) {
    moveTo(QueuedOrder.Index.READY, order, Instant.MIN);
    if (order.isPlainRead()) {
      // A plain read also serves the reads that wait for the pace. They become ready in their
      // lanes.
      reads.paced(order.listing()).forEach(this::ready);
    }
  }

  private void takeIn(QueuedOrder order) {
    if (order.order instanceof Order.Read) {
      reads.add(order);
    } else if (order.state == QueuedOrder.Index.PARKED) {
      writes.park(order);
    }
  }

  private void letGo(QueuedOrder order) {
    if (order.order instanceof Order.Read) {
      reads.remove(order);
    } else if (order.state == QueuedOrder.Index.PARKED) {
      writes.unpark(order);
    }
  }

  private static HeldFor gate(QueuedOrder order) {
    return new HeldFor(order.action(), order.scope());
  }
}
