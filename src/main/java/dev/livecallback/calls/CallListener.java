package dev.livecallback.calls;

import dev.livecallback.volcengine.Answer;
import java.time.Instant;

/**
 * Who learns of every call. For one call {@link #began} returns before it is sent, and {@link
 * #ended} before another order for its key can go. Different calls are told from different threads.
 */
public interface CallListener {

  /**
   * A call is about to be sent. Quick: it runs on the dispatcher's thread, and no other call is
   * chosen before it returns.
   *
   * @param call the call
   * @param began when it began; it is sent no earlier
   */
  void began(Call call, Instant began);

  /**
   * A call has ended, with whatever came of it.
   *
   * @param call the call
   * @param began when it began
   * @param ended when its answer was there
   * @param answer a list of {@link dev.livecallback.volcengine.CallbackRecord} for a read, {@link
   *     dev.livecallback.volcengine.Done} for a write, or a failure
   */
  void ended(Call call, Instant began, Instant ended, Answer<?> answer);
}
