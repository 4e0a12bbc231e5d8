package dev.livecallback.calls;

import dev.livecallback.volcengine.CallbackKey;
import dev.livecallback.volcengine.MessageType;
import dev.livecallback.volcengine.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rules for writes that are in flight together. Each key has one write at most. A Remove
 * without app may take the app-level records of its vhost and message type along (contract 3.4).
 * Therefore it goes alone among the writes of that family, and holds new ones back while it waits
 * for those in flight to end.
 */
final class WriteExclusion {

  /** The records that one delete can reach. */
  private record Family(Scope scope, MessageType messageType) {
    static Family of(CallbackKey key) {
      return new Family(key.scope(), key.messageType());
    }
  }

  /** A family with a write in flight, and the parked writes that wait for it. */
  private static final class Busy {
    private final Set<CallbackKey> inFlight = new HashSet<>();
    private final Set<QueuedOrder> parked = new LinkedHashSet<>();
    private final Set<QueuedOrder> parkedAlone = new LinkedHashSet<>();
    private boolean alone;

    private List<QueuedOrder> released() {
      if (!parkedAlone.isEmpty()) {
        return inFlight.isEmpty() ? List.copyOf(parkedAlone) : List.of();
      }
      return List.copyOf(parked);
    }
  }

  private final Map<Family, Busy> families = new HashMap<>();

  /** Returns whether the write may go now, as far as other writes are concerned. */
  boolean isFree(QueuedOrder write) {
    CallbackKey key = key(write.order);
    Busy busy = families.get(Family.of(key));
    if (busy == null) {
      return true;
    }
    return !goesAlone(write.order)
        && !busy.alone
        && busy.parkedAlone.isEmpty()
        && !busy.inFlight.contains(key);
  }

  /** Parks a write that isn't free until {@link #released} returns it. */
  void park(QueuedOrder write) {
    Busy busy = busy(key(write.order));
    (goesAlone(write.order) ? busy.parkedAlone : busy.parked).add(write);
  }

  /** Removes a parked write that is no longer wanted, or has been released. */
  void unpark(QueuedOrder write) {
    Family family = Family.of(key(write.order));
    Busy busy = busy(key(write.order));
    busy.parked.remove(write);
    busy.parkedAlone.remove(write);
    forgetIfIdle(family, busy);
  }

  void began(Order write) {
    Busy busy = families.computeIfAbsent(Family.of(key(write)), _ -> new Busy());
    busy.inFlight.add(key(write));
    busy.alone = goesAlone(write);
  }

  void ended(Order write) {
    Family family = Family.of(key(write));
    Busy busy = busy(key(write));
    busy.inFlight.remove(key(write));
    busy.alone = false;
    forgetIfIdle(family, busy);
  }

  /** Returns the parked writes of this order's family that are to be looked at again. */
  List<QueuedOrder> released(Order write) {
    Busy busy = families.get(Family.of(key(write)));
    return busy == null ? List.of() : busy.released();
  }

  private void forgetIfIdle(Family family, Busy busy) {
    if (busy.inFlight.isEmpty() && busy.parked.isEmpty() && busy.parkedAlone.isEmpty()) {
      families.remove(family);
    }
  }

  private Busy busy(CallbackKey key) {
    return Objects.requireNonNull(families.get(Family.of(key)), "no write in flight");
  }

  private static boolean goesAlone(Order order) {
    return order instanceof Order.Remove(CallbackKey key, _) && key.appLess();
  }

  private static CallbackKey key(Order order) {
    return switch (order) {
      case Order.Put put -> put.key();
      case Order.Remove remove -> remove.key();
      case Order.Read read -> throw new IllegalArgumentException("not a write: " + read);
    };
  }
}
