package dev.livecallback.engine;

import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.LiveCallbackStatus;
import dev.livecallback.calls.Call;
import dev.livecallback.calls.CallListener;
import dev.livecallback.calls.SendGuard;
import dev.livecallback.plan.Facts;
import dev.livecallback.plan.Plan;
import dev.livecallback.plan.Planner;
import dev.livecallback.volcengine.Answer;

/** Where a deliberate bug can be put in. As they are, they put in none. */
interface Seams {
  Seams NONE = new Seams() {};

  /** How a status is written. */
  interface Writer {
    Cluster.StatusWrite write(LiveCallback planned, LiveCallbackStatus wanted);
  }

  default Plan plan(Planner planner, Facts facts) {
    return planner.plan(facts);
  }

  default SendGuard guard(SendGuard real) {
    return real;
  }

  default int quota(int real) {
    return real;
  }

  default boolean sweeps() {
    return true;
  }

  default Cluster.StatusWrite write(
      Writer real, LiveCallback planned, LiveCallbackStatus wanted, Timeline timeline) {
    return real.write(planned, wanted);
  }

  /** The engine is told that a call is sent. */
  default void began(CallListener listener, Call call) {
    listener.began(call, call.began());
  }

  /** What the engine is told of an answer. */
  default Answer<?> answer(Call call, Answer<?> real) {
    return real;
  }
}
