package dev.livecallback.operator.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Consumer;

/**
 * The last known answer to whether only operators can write statuses; false until the first check.
 */
final class StatusesProtected {
  @GuardedBy("this")
  private boolean known;

  @GuardedBy("this")
  private Consumer<Boolean> follower = _ -> {};

  /** Takes in the result of a check, and passes it to the follower. */
  synchronized void found(boolean now) {
    known = now;
    follower.accept(now);
  }

  /**
   * Sets the only follower, in place of any earlier one, and tells it the last known answer at
   * once.
   */
  synchronized void tell(Consumer<Boolean> who) {
    follower = who;
    who.accept(known);
  }
}
