package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The faults that are in force, oldest first; the first that applies to a call decides. Safe for
 * use by many threads.
 */
public final class FaultRules {
  private static final int MOST = 1_000;

  /**
   * A fault in force.
   *
   * @param id its name
   * @param fault what it says
   * @param left how many calls it still has to spoil; 0 = no end
   */
  public record ActiveFault(String id, Fault fault, int left) {}

  private final long seed;

  @GuardedBy("this")
  private final Random random;

  @GuardedBy("this")
  private final List<ActiveFault> active = new ArrayList<>();

  @GuardedBy("this")
  private int added;

  /**
   * None.
   *
   * @param seed what chance is drawn from
   */
  FaultRules(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /**
   * Puts a fault in force and names it.
   *
   * @throws IllegalStateException if there are 1,000 already
   */
  public synchronized String add(Fault fault) {
    if (active.size() >= MOST) {
      throw new IllegalStateException("There are " + MOST + " faults already.");
    }
    added++;
    String id = "fault-" + added;
    active.add(new ActiveFault(id, fault, fault.count()));
    return id;
  }

  /** Takes a fault out of force. False if there is none of that name. */
  public synchronized boolean remove(String id) {
    return active.removeIf(each -> each.id().equals(id));
  }

  /** Takes all of them out of force. */
  public synchronized void clear() {
    active.clear();
  }

  /** Takes all of them out of force, and chance goes back to its seed. */
  synchronized void restart() {
    active.clear();
    random.setSeed(seed);
  }

  /** The faults in force, oldest first. */
  public synchronized List<ActiveFault> list() {
    return List.copyOf(active);
  }

  /** What goes wrong with this call. A fault that has spoilt its share is gone. */
  synchronized Optional<Effect> next(Who who, String action, CallFacts facts) {
    for (int i = 0; i < active.size(); i++) {
      ActiveFault each = active.get(i);
      Fault fault = each.fault();
      if (!fault.match().fits(who, action, facts)
          || (fault.probability() < 1 && random.nextDouble() >= fault.probability())) {
        continue;
      }
      if (each.left() == 1) {
        active.remove(i);
      } else if (each.left() > 1) {
        active.set(i, new ActiveFault(each.id(), fault, each.left() - 1));
      }
      return Optional.of(fault.effect());
    }
    return Optional.empty();
  }
}
