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
 * All unsent orders, and the indices that find the next one without looking at the rest: each order
 * is in the index of its {@link QueuedOrder.Index}. It moves orders about; {@link CallQueue}
 * decides.
 */
final class Backlog {

  /** Held orders are let go together when a call of their action and scope has ended. */
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

  /** A call of that action is sent. */
  void sent(Action action) {
    sentCalls.count(action);
  }

  @Nullable QueuedOrder find(ObjectId object, OrderKey key) {
    return objects.getOrDefault(object, Map.of()).get(key);
  }

  /** What an object waits for, as a copy. */
  List<QueuedOrder> of(ObjectId object) {
    return List.copyOf(objects.getOrDefault(object, Map.of()).values());
  }

  Stream<QueuedOrder> all() {
    return objects.values().stream().map(Map::values).flatMap(Collection::stream);
  }

  /** When the next EARLY, PACED or HELD order is to be looked at; MAX if there is none. */
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

  /** Makes an order wait for its turn, or for its {@code notBefore} if that is to come. */
  void settle(QueuedOrder order, Instant now) {
    if (order.isDue(now)) {
      ready(order);
    } else {
      moveTo(QueuedOrder.Index.EARLY, order, order.notBefore);
    }
  }

  /**
   * Makes an unsent order that of a newer plan, in the place that it has. Where only what is sent
   * changes, its namespace keeps its turn too.
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

  /** Moves an order to the index of a state; the instant counts where the state has an alarm. */
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

  /** Readies every order whose alarm has come. */
  void releaseDue(Instant now) {
    while (!alarms.isEmpty() && !nextAlarm().isAfter(now)) {
      settle(alarms.first(), now);
    }
  }

  /** Has the held orders of an action on a scope judged again. */
  void releaseHeld(Action action, Scope scope, Instant now) {
    Set<QueuedOrder> orders = held.getOrDefault(new HeldFor(action, scope), Set.of());
    List.copyOf(orders).forEach(order -> settle(order, now));
  }

  /** Has all held orders judged again. */
  void releaseHeld(Instant now) {
    List<QueuedOrder> orders = new ArrayList<>();
    held.values().forEach(orders::addAll);
    orders.forEach(order -> settle(order, now));
  }

  /** Readies what waited for a call that has ended, or for an order that went away. */
  void releaseParked(Order order) {
    if (order instanceof Order.Read read) {
      if (!reads.isInFlight(read.listing())) {
        reads.parked(read.listing()).forEach(this::ready);
      }
      return;
    }
    // Those that have to go alone are named first, and the rest only once they are ready.
    for (List<QueuedOrder> free = writes.released(order);
        !free.isEmpty();
        free = writes.released(order)) {
      free.forEach(this::ready);
    }
  }

  private void ready(QueuedOrder order) {
    moveTo(QueuedOrder.Index.READY, order, Instant.MIN);
    if (order.isPlainRead()) {
      // A read that may go any time takes along, and in their lane, those that wait for the pace.
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
