package dev.livecallback.operator.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Consumer;

/** Whether nobody but operators writes statuses, as far as is known; at first it isn't so. */
final class StatusesProtected {
  @GuardedBy("this")
  private boolean known;

  @GuardedBy("this")
  private Consumer<Boolean> follower = _ -> {};

  /** It was looked at. */
  synchronized void found(boolean now) {
    known = now;
    follower.accept(now);
  }

  /** Tells this one from now on instead of any before, and at once what is known. */
  synchronized void tell(Consumer<Boolean> who) {
    follower = who;
    who.accept(known);
  }
}
