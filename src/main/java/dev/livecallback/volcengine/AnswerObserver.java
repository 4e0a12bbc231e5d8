package dev.livecallback.volcengine;

/**
 * An observer of the answers to calls, before they are judged. It is called once a call, by the
 * thread that makes the call; it must not throw.
 */
public interface AnswerObserver {
  /** Receives the answer to a call. */
  void answered(RawAnswer answer);

  /** Receives the fault of a call that wasn't answered. */
  void unanswered(String action, ConnectionFault fault);
}
