package dev.livecallback.calls;

import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The choice of the next order, and the calls in flight: the part of {@link CallQueue} that knows
 * budgets, guard and lanes. Used under the queue's lock.
 *
 * <p>An order whose turn has come either becomes a call or leaves the ready orders (dropped, held,
 * parked behind another call, or waiting for the pace). So a search for the next call never looks
 * at an order twice.
 */
final class CallDispatcher {
  /**
   * The share of sweeps: if a sweep waits, one read in this many is a sweep, however much else
   * waits.
   */
  private static final int SWEEP_SHARE = 10;

  /** The time after which the guard is asked again about an order that it held. */
  private static final Duration RECHECK = Duration.ofSeconds(1);

  /**
   * The lanes in which each namespace's first order goes in bounded time. Sweeps have a share
   * instead.
   */
  private static final Set<Lane> PROMPT = EnumSet.range(Lane.EDIT, Lane.FIRST_SYNC);

  private static final Set<Action> DESCRIBE = EnumSet.of(Action.DESCRIBE);

  private final Map<Action, CallBudget> budgets;
  private final SendGuard guard;
  private final FairShares shares;
  private final Backlog backlog;
  private final ReadCoalescer reads;
  private final WriteExclusion writes;
  private final Map<Long, SentCall> inFlight = new HashMap<>();
  private final Map<AccountName, Integer> inFlightOf = new HashMap<>();
  private final Map<String, Integer> inFlightFor = new HashMap<>();

  /** The accounts with orders that were held because the account had too many calls in flight. */
  private final Set<AccountName> crowded = new HashSet<>();

  private long lastCall;

  /** A call in flight, and the namespace that it counts for. */
  private record SentCall(Call call, String namespace) {}

  private int readsSinceSweep;

  CallDispatcher(
      Map<Action, CallBudget> budgets,
      SendGuard guard,
      FairShares shares,
      Backlog backlog,
      ReadCoalescer reads,
      WriteExclusion writes) {
    this.budgets = budgets;
    this.guard = guard;
    this.shares = shares;
    this.backlog = backlog;
    this.reads = reads;
    this.writes = writes;
  }

  int inFlight() {
    return inFlight.size();
  }

  Optional<Call> next(Instant now) {
    backlog.releaseDue(now);
    if (isFull()) {
      return Optional.empty();
    }
    for (Action action : Action.values()) {
      Optional<Call> call = beginPassedOver(action, now);
      if (call.isPresent()) {
        return call;
      }
    }
    for (Lane lane : Lane.values()) {
      FairLane turns = backlog.ready(lane);
      Set<Action> open = open(lane, turns, now);
      for (QueuedOrder head = turns.first(open, this::hasRoomFor);
          head != null;
          head = turns.first(open, this::hasRoomFor)) {
        Optional<Call> call = beginOrSweep(head, now);
        if (call.isPresent()) {
          return call;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Sends the order that was passed over too often, whatever its lane. With n namespaces at work
   * and N calls a second, the first order of each lane of each namespace goes within max(2 s, 4 n /
   * N). Three lanes of n namespaces are served within 3 n / N of the moment at which they count as
   * late.
   */
  private Optional<Call> beginPassedOver(Action action, Instant now) {
    if (budget(action).earliest(Lane.EDIT, now).isAfter(now)) {
      return Optional.empty();
    }
    for (FairLane.PassedOver late = mostPassedOver(action);
        late != null && late.calls() >= patience(action, now);
        late = mostPassedOver(action)) {
      Optional<Call> call = beginOrSweep(late.order(), now);
      if (call.isPresent()) {
        return call;
      }
    }
    return Optional.empty();
  }

  private FairLane.@Nullable PassedOver mostPassedOver(Action action) {
    return PROMPT.stream()
        .map(lane -> backlog.ready(lane).mostPassedOver(action, this::hasRoomFor))
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(FairLane.PassedOver::calls))
        .orElse(null);
  }

  /** Returns the number of calls of others that an order lets go first. */
  private long patience(Action action, Instant now) {
    long namespaces =
        Arrays.stream(Lane.values())
            .flatMap(lane -> backlog.ready(lane).namespaces(action))
            .distinct()
            .count();
    return shares.patience(budget(action).limit(now), namespaces);
  }

  /**
   * Returns the first order of each action in each turn, for the lanes that are served in bounded
   * time.
   */
  Stream<QueuedOrder> firstInTurn() {
    return PROMPT.stream()
        .flatMap(lane -> Arrays.stream(Action.values()).flatMap(backlog.ready(lane)::firsts));
  }

  Instant nextWake(Instant now) {
    backlog.releaseDue(now);
    Instant wake = backlog.nextAlarm();
    for (Action action : Action.values()) {
      FairLane.PassedOver late = mostPassedOver(action);
      if (late != null && late.calls() >= patience(action, now)) {
        Instant turn = budget(action).earliest(Lane.EDIT, now);
        wake = turn.isBefore(wake) ? turn : wake;
      }
    }
    for (Lane lane : Lane.values()) {
      for (Action action : Action.values()) {
        if (backlog.ready(lane).has(action, this::hasRoomFor)) {
          Instant turn = budget(action).earliest(lane, now);
          wake = turn.isBefore(wake) ? turn : wake;
        }
      }
    }
    return isFull() ? Instant.MAX : later(now, wake);
  }

  /** Frees what the call kept busy. Returns false if the call isn't in flight. */
  boolean ended(Call call, Instant now) {
    SentCall ended = inFlight.remove(call.id());
    if (ended == null) {
      return false;
    }
    if (call.order() instanceof Order.Read read) {
      reads.ended(read.listing());
    } else {
      writes.ended(call.order());
    }
    inFlightOf.computeIfPresent(call.account(), (_, many) -> many == 1 ? null : many - 1);
    inFlightFor.computeIfPresent(ended.namespace(), (_, many) -> many == 1 ? null : many - 1);
    backlog.releaseParked(call.order());
    if (crowded.remove(call.account())) {
      backlog.releaseHeld(now);
    } else {
      backlog.releaseHeld(call.action(), call.order().scope(), now);
    }
    return true;
  }

  private boolean isFull() {
    return inFlight.size() >= CallQueue.MAX_IN_FLIGHT;
  }

  private boolean hasRoom(AccountName account) {
    return inFlightOf.getOrDefault(account, 0) < guard.maxInFlight(account);
  }

  private boolean hasRoomFor(String namespace) {
    int left = CallQueue.MAX_IN_FLIGHT - inFlight.size();
    return inFlightFor.getOrDefault(namespace, 0) < shares.room(left);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Returns the actions of a lane's orders that have budget for the lane. */
  private Set<Action> open(Lane lane, FairLane orders, Instant now) {
    Set<Action> open = EnumSet.noneOf(Action.class);
    budgets.forEach(
        (action, budget) -> {
          if (orders.has(action, this::hasRoomFor) && !budget.earliest(lane, now).isAfter(now)) {
            open.add(action);
          }
        });
    return open;
  }

  /** Begins an order, or a sweep if the slot belongs to the share of sweeps. */
  private Optional<Call> beginOrSweep(QueuedOrder head, Instant now) {
    Optional<Call> call = isSweepsShare(head) ? beginSweep(now) : Optional.empty();
    return call.isEmpty() && head.state == QueuedOrder.Index.READY ? begin(head, now) : call;
  }

  /** Returns whether the slot of this read belongs to a sweep, if a sweep can use it. */
  private boolean isSweepsShare(QueuedOrder head) {
    return head.lane != Lane.SWEEP
        && head.action() == Action.DESCRIBE
        && readsSinceSweep >= SWEEP_SHARE - 1;
  }

  private Optional<Call> beginSweep(Instant now) {
    FairLane sweeps = backlog.ready(Lane.SWEEP);
    Optional<Call> call = Optional.empty();
    for (QueuedOrder head = sweeps.first(DESCRIBE, this::hasRoomFor);
        head != null && call.isEmpty();
        head = sweeps.first(DESCRIBE, this::hasRoomFor)) {
      call = begin(head, now);
    }
    return call;
  }

  private Optional<Call> begin(QueuedOrder head, Instant now) {
    return head.order instanceof Order.Read ? beginRead(head, now) : beginWrite(head, now);
  }

  private Optional<Call> beginWrite(QueuedOrder write, Instant now) {
    if (!isCleared(write, judge(write), now)) {
      return Optional.empty();
    }
    if (!writes.isFree(write)) {
      backlog.moveTo(QueuedOrder.Index.PARKED, write, now);
      return Optional.empty();
    }
    writes.began(write.order);
    return Optional.of(depart(write.order, write, List.of(write), now));
  }

  private Optional<Call> beginRead(QueuedOrder head, Instant now) {
    if (reads.isInFlight(head.listing())) {
      backlog.moveTo(QueuedOrder.Index.PARKED, head, now);
      return Optional.empty();
    }
    Instant pace = reads.earliestVerifying(head.listing(), now);
    boolean paced = pace.isAfter(now);
    if (paced && head.isVerifying() && !reads.hasReadyPlain(head.listing())) {
      backlog.moveTo(QueuedOrder.Index.PACED, head, pace);
      return Optional.empty();
    }
    List<QueuedOrder> served = cleared(reads.servable(head.listing()), now);
    boolean verifying = served.stream().allMatch(QueuedOrder::isVerifying);
    if (paced && verifying) {
      served.forEach(read -> backlog.moveTo(QueuedOrder.Index.PACED, read, pace));
      return Optional.empty();
    }
    if (!served.contains(head)) {
      return Optional.empty(); // the others have turns of their own
    }
    reads.began(head.listing(), verifying, now);
    boolean sweeps = served.stream().anyMatch(read -> read.lane == Lane.SWEEP);
    readsSinceSweep = sweeps ? 0 : readsSinceSweep + 1;
    return Optional.of(
        depart(
            new Order.Read(head.order.cloudAccount(), head.listing(), verifying),
            head,
            served,
            now));
  }

  /**
   * Returns the orders that the guard lets go. All are judged before any is moved: judging may
   * fail.
   */
  private List<QueuedOrder> cleared(List<QueuedOrder> waiters, Instant now) {
    List<SendGuard.Decision> verdicts = waiters.stream().map(this::judge).toList();
    List<QueuedOrder> cleared = new ArrayList<>();
    for (int i = 0; i < waiters.size(); i++) {
      if (isCleared(waiters.get(i), verdicts.get(i), now)) {
        cleared.add(waiters.get(i));
      }
    }
    return cleared;
  }

  private SendGuard.Decision judge(QueuedOrder order) {
    SendGuard.Decision decision =
        guard.judge(order.object, order.account, order.order, order.revision);
    if (decision == SendGuard.Decision.SEND && !hasRoom(order.account)) {
      crowded.add(order.account);
      return SendGuard.Decision.HOLD;
    }
    return decision;
  }

  private boolean isCleared(QueuedOrder order, SendGuard.Decision decision, Instant now) {
    return switch (decision) {
      case SEND -> true;
      case DROP -> {
        backlog.remove(order);
        yield false;
      }
      case HOLD -> {
        backlog.moveTo(QueuedOrder.Index.HELD, order, now.plus(RECHECK));
        yield false;
      }
    };
  }

  private Call depart(Order order, QueuedOrder head, List<QueuedOrder> served, Instant now) {
    Lane lane = head.lane;
    List<ObjectId> objects = new ArrayList<>();
    backlog.sent(head.action());
    for (QueuedOrder each : served) {
      backlog.remove(each);
      backlog.ready(each.lane).sent(each.turn, each.action());
      objects.add(each.object);
      lane = each.lane.compareTo(lane) < 0 ? each.lane : lane;
    }
    backlog.ready(head.lane).served(head.turn);
    Call call = new Call(++lastCall, head.account, order, objects, lane, now);
    budget(call.action()).take(now);
    inFlightOf.merge(call.account(), 1, Integer::sum);
    inFlightFor.merge(head.turn, 1, Integer::sum);
    inFlight.put(call.id(), new SentCall(call, head.turn));
    return call;
  }

  private CallBudget budget(Action action) {
    return Objects.requireNonNull(budgets.get(action));
  }
}
