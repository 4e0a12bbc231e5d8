package dev.livecallback.engine.reconcile;

import dev.livecallback.api.Condition;
import dev.livecallback.api.ConditionType;
import dev.livecallback.api.LiveCallbackStatus;
import java.time.Duration;

/**
 * The steps of work that the status shows only if they last. Each step would cost the API server a
 * write and each of its watchers an event, and most steps are over at once.
 */
final class TransientStatus {
  /** The time after which the status shows a step that isn't over. */
  public static final Duration LASTING = Duration.ofSeconds(1);

  private static final String STEP = "";

  private TransientStatus() {}

  /**
   * Returns whether the new status differs from the old one only in the step of the work under way,
   * or is the first status of a new object without records.
   */
  public static boolean step(LiveCallbackStatus before, LiveCallbackStatus after) {
    if (!underWay(after)) {
      return false;
    }
    boolean first = before.equals(LiveCallbackStatus.EMPTY) && after.records().isEmpty();
    return first || (underWay(before) && withoutStep(before).equals(withoutStep(after)));
  }

  private static boolean underWay(LiveCallbackStatus status) {
    return status.condition(ConditionType.RECONCILING).filter(Condition::holds).isPresent()
        && status.condition(ConditionType.READY).filter(ready -> !ready.holds()).isPresent();
  }

  private static LiveCallbackStatus withoutStep(LiveCallbackStatus status) {
    return status.withConditions(
        status.conditions().stream().map(TransientStatus::withoutStep).toList());
  }

  private static Condition withoutStep(Condition condition) {
    boolean tells = condition.is(ConditionType.READY) || condition.is(ConditionType.RECONCILING);
    return tells
        ? new Condition(
            condition.type(),
            condition.status(),
            STEP,
            STEP,
            condition.lastTransitionTime(),
            condition.observedGeneration())
        : condition;
  }
}
