package dev.livecallback.calls;

import dev.livecallback.volcengine.Answer;
import java.time.Instant;

/**
 * A listener that learns of every call. For each call, {@link #began} returns before the call is
 * sent, and {@link #ended} returns before another order for its key can go. Different calls are
 * reported from different threads.
 */
public interface CallListener {

  /**
   * Receives a call that is about to be sent. It has to be quick: it runs on the dispatcher's
   * thread, and no other call is chosen before it returns.
   *
   * @param call the call
   * @param began the instant at which the call began; it is sent no earlier
   */
  void began(Call call, Instant began);

  /**
   * Receives the end of a call, whatever its result.
   *
   * @param call the call
   * @param began the instant at which the call began
   * @param ended the instant at which its answer was there
   * @param answer a list of {@link dev.livecallback.volcengine.CallbackRecord} for a read, {@link
   *     dev.livecallback.volcengine.WriteAccepted} for a write, or a failure
   */
  void ended(Call call, Instant began, Instant ended, Answer<?> answer);
}
