package dev.livecallback.simulator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The faults in force, oldest first. The first that applies to a call decides. Safe for use by many
 * threads.
 */
public final class FaultRules {
  private static final int MOST = 1_000;

  /**
   * A fault in force.
   *
   * @param id the fault's id
   * @param fault the rule
   * @param left the number of calls that it still affects; 0 = no end
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
   * Creates rules without any fault.
   *
   * @param seed the seed of the random numbers
   */
  FaultRules(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /**
   * Puts a fault in force, and returns its id.
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

  /** Removes a fault. Returns false if no fault has this id. */
  public synchronized boolean remove(String id) {
    return active.removeIf(each -> each.id().equals(id));
  }

  /** Removes all faults. */
  public synchronized void clear() {
    active.clear();
  }

  /** Removes all faults, and starts the random numbers from their seed again. */
  synchronized void restart() {
    active.clear();
    random.setSeed(seed);
  }

  /** Returns the faults in force, oldest first. */
  public synchronized List<ActiveFault> list() {
    return List.copyOf(active);
  }

  /**
   * Returns the effect on this call; empty = none. A fault that has affected its number of calls is
   * removed.
   */
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
