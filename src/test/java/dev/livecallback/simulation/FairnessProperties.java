package dev.livecallback.simulation;

import dev.livecallback.account.Account;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.ObjectId;
import dev.livecallback.calls.Action;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallQueue.FirstInTurn;
import dev.livecallback.calls.Lane;
import dev.livecallback.engine.Engine;
import dev.livecallback.engine.accounts.CloudAccount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whatever others ask for, the first order of each lane but {@link Lane#SWEEP} of each namespace
 * goes within a bound, as docs/tenancy.md promises it: unless its account can't be used, the API
 * throttles the cloud account as a whole, or the namespace waits for slow answers of its own.
 */
final class FairnessProperties {
  private static final long SHORTEST = 2_000;

  /**
   * What passes between a step of the engine and the next, and between two looks; and by what the
   * answers of the calls before were late, for which the budget waits.
   */
  private static final long TOLERANCE = 500;

  /** Who waits longer for an answer has a slow one. */
  private static final long SLOW = 1_000;

  /** So many other namespaces with slow answers may fill all the calls in flight. */
  private static final int MANY = 3;

  private final SimulatedWorld world;
  private final SimulatedProcess process;
  private final TenantFailures troubles;
  private final long began;
  private final Map<LaneTurn, WaitingOrder> waiting = new HashMap<>();
  private final IdentityHashMap<Call, CloudAccount> inFlight = new IdentityHashMap<>();

  private record LaneTurn(CloudAccount there, String namespace, Lane lane, Action action) {}

  /** The first order in a turn, and since when nothing but its turn keeps it waiting. */
  private static final class WaitingOrder {
    final ObjectId first;
    final Set<String> atWork = new HashSet<>();
    long since;
    boolean excused;

    WaitingOrder(ObjectId first, long since) {
      this.first = first;
      this.since = since;
    }
  }

  FairnessProperties(SimulatedWorld world, SimulatedProcess process, TenantFailures troubles) {
    this.world = world;
    this.process = process;
    this.troubles = troubles;
    this.began = world.time.elapsed();
  }

  /** A call is sent: whom it serves, waits no longer. */
  void began(CloudAccount there, Call call) {
    inFlight.put(call, there);
    waiting
        .entrySet()
        .removeIf(
            each -> {
              boolean served =
                  each.getKey().there() == there
                      && each.getKey().action() == call.action()
                      && call.objects().contains(each.getValue().first);
              if (served) {
                check(each.getKey(), each.getValue());
              }
              return served;
            });
  }

  void ended(Call call) {
    inFlight.remove(call);
  }

  /** Whatever may go has gone: this is what waits. */
  void dispatched(CloudAccount there) {
    Map<LaneTurn, FirstInTurn> firsts = new HashMap<>();
    Set<String> atWork = new HashSet<>();
    for (FirstInTurn first : there.queue().firstInTurn()) {
      String namespace = first.object().namespace();
      firsts.put(new LaneTurn(there, namespace, first.lane(), first.action()), first);
      atWork.add(namespace);
    }
    waiting.keySet().removeIf(turn -> turn.there() == there && !firsts.containsKey(turn));
    if (firsts.isEmpty()) {
      return;
    }
    inFlight.forEach(
        (call, to) -> {
          if (to == there) {
            atWork.addAll(namespacesOf(call));
          }
        });
    firsts.forEach((turn, first) -> look(turn, first, atWork));
  }

  private void look(LaneTurn turn, FirstInTurn first, Set<String> atWork) {
    long now = world.time.elapsed();
    WaitingOrder known = waiting.get(turn);
    if (known == null || !known.first.equals(first.object())) {
      known = new WaitingOrder(first.object(), now);
      waiting.put(turn, known);
    }
    boolean excused = isExcused(turn, first.account());
    if (excused || known.excused) {
      known.since = now;
    }
    known.excused = excused;
    known.atWork.addAll(atWork);
    check(turn, known);
  }

  private void check(LaneTurn turn, WaitingOrder order) {
    int quota = turn.there().queue().budget(turn.action()).configured();
    long bound = Math.max(SHORTEST, 4_000L * order.atWork.size() / quota) + TOLERANCE;
    long waited = world.time.elapsed() - order.since;
    if (!order.excused && waited > bound) {
      throw world.fail(
          "an order waits longer than its namespace's turn may take to come",
          "%s of %s in %s, %s, %d ms, at work: %s"
              .formatted(
                  turn.action(), turn.namespace(), turn.lane(), order.first, waited, order.atWork));
    }
  }

  private boolean isExcused(LaneTurn turn, AccountName name) {
    boolean usable =
        process
            .accounts()
            .account(name)
            .filter(account -> account.maxInFlight() > 0 && account.gate().isProven())
            .map(Account::name)
            .flatMap(process.engine()::probes)
            .isPresent();
    boolean waitsAfterTakeover =
        process.tookOver()
            && turn.action() != Action.DESCRIBE
            && world.time.elapsed() - began <= SimulatedWorld.CALL_TIMEOUT.toMillis() + TOLERANCE;
    return !usable
        || waitsAfterTakeover
        || troubles.throttles(turn.there(), turn.action())
        || waitsForAnswers(turn);
  }

  private boolean waitsForAnswers(LaneTurn turn) {
    Set<String> slow = new HashSet<>();
    long now = world.time.millis(world.time.instant());
    inFlight.forEach(
        (call, to) -> {
          if (to == turn.there() && now - world.time.millis(call.began()) > SLOW) {
            slow.addAll(namespacesOf(call));
          }
        });
    return slow.contains(turn.namespace()) || slow.size() >= MANY;
  }

  /** For whom it is; a sweep is for whoever uses the scope. */
  private static Set<String> namespacesOf(Call call) {
    Set<String> namespaces = new HashSet<>();
    for (ObjectId object : call.objects()) {
      boolean sweep = Engine.isSweep(object);
      namespaces.add(sweep ? Tenants.namespaceOf(call.order().scope()) : object.namespace());
    }
    return namespaces;
  }
}
