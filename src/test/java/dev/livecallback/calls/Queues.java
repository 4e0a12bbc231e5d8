package dev.livecallback.calls;

import dev.livecallback.api.ObjectId;
import java.util.Map;
import java.util.function.BiFunction;

/** Queues that aren't fair, for tests that have to notice. */
public final class Queues {
  private Queues() {}

  /** All namespaces have one turn together: who asks for much is served first. */
  public static BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> withoutTurns() {
    return with(
        new FairShares() {
          @Override
          String turnOf(ObjectId object) {
            return "";
          }
        });
  }

  /** The most urgent lane goes first, however long another waits. */
  public static BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> withStrictLanes() {
    return with(
        new FairShares() {
          @Override
          long patience(long limit, long namespaces) {
            return Long.MAX_VALUE;
          }
        });
  }

  /** One namespace may have all the calls in flight. */
  public static BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> withoutRoomForOthers() {
    return with(
        new FairShares() {
          @Override
          int room(int left) {
            return CallQueue.MAX_IN_FLIGHT;
          }
        });
  }

  private static BiFunction<Map<Action, CallBudget>, SendGuard, CallQueue> with(FairShares shares) {
    return (budgets, guard) -> new CallQueue(budgets, guard, shares);
  }
}
